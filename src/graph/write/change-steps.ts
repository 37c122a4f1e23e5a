import { canonicalJson, digestOf } from '../../domain/tenant/canonical.js';
import type { Observed } from '../../domain/tenant/observed.js';
import type { ChangeReading, VerifyResult } from '../../workflows/ports.js';
import type { GraphCall, GraphClient } from '../client/graph-client.js';

/**
 * What the writer has to know of one kind of change. The before-image alone carries a change from its reading to its
 * verification: after a crash nothing else is left.
 */

/** What happens on the side and is for operators: a constant message, and fields without names or tokens. */
export interface WriterLog {
  warn(message: string, fields: object): void;
}

export interface Refusal {
  readonly kind: 'refused';
  readonly code: string;
  readonly detail: string;
}

/** The one request of a change. `meansDone` tells refusals that say that the change is in place already. */
export interface WriteCall {
  readonly kind: 'call';
  readonly call: GraphCall;
  /** What the caller must be granted or hold for it, in words that complete "this takes …". */
  readonly needs: string;
  readonly meansDone?: (status: number, message: string) => boolean;
}

export interface ChangeSteps {
  read(client: GraphClient): Promise<Observed<ChangeReading>>;
  /** The request that makes the change, or why it must not be sent. */
  plan(before: ChangeReading, client: GraphClient): WriteCall | Refusal;
  /** What `now` says about the write that was based on `before`. `notVisible` is asked again later. */
  compare(before: ChangeReading, now: ChangeReading, client: GraphClient, log: WriterLog): Promise<VerifyResult>;
}

interface ReadingParts {
  /** The object in the form in which plans rest on it; null when it is gone. */
  readonly ground: object | null;
  readonly inPlace: boolean;
  /** As Graph returned it. */
  readonly image: unknown;
}

export function toReading({ ground, inPlace, image }: ReadingParts): ChangeReading {
  return {
    objectDigest: ground === null ? null : digestOf(ground),
    objectImage: ground === null ? null : canonicalJson(ground),
    inPlace,
    image: canonicalJson(image),
  };
}

export function refused(code: string, detail: string): Refusal {
  return { kind: 'refused', code, detail };
}

export function foreignChange(detail: string): VerifyResult {
  return { kind: 'foreignChange', detail };
}

/** The change does not show yet. `where` names the property or list that was looked at. */
export function notVisible(where: string): VerifyResult {
  return { kind: 'notVisible', detail: `GRAPH_NOT_VISIBLE: ${where} does not show the change; look again later` };
}

export const VERIFIED: VerifyResult = { kind: 'verified' };

/** The object of an image; null when there was none. */
export function objectIn(image: string): unknown {
  return JSON.parse(image) as unknown;
}

/** Values from outside, as far as they are safe to print. */
export function printable(values: readonly string[]): string {
  return values
    .map((value) => (/^[\w.:@-]{1,120}$/.test(value) ? value : 'an entry that cannot be printed'))
    .join(', ');
}
