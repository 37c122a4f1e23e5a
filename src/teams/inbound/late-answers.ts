import type { Clock } from '../../workflows/ports.js';
import type { CardMessage } from '../card-renderer.js';
import type { Actor } from './activity-gate.js';
import type { CardAction } from './card-action.js';

/**
 * Answers that came too late for the press they belong to, kept for the next press of the same button by the same person.
 * Only the opening of a form is kept: nothing else shows its result again, so where Microsoft Graph is slow each press
 * would begin anew and nobody could ever sign. It decides nothing: whoever confirms is asked for anew.
 */

/** Long enough to press again; the answer speaks of a moment that must not be long ago. */
const KEEP_MS = 60_000;

/** Under a flood the oldest are forgotten, which costs one more press. */
const MAX_KEPT = 200;

export interface LateAnswers {
  /** The answer on its way for an earlier press of the same button by the same person; undefined when there is none. */
  find(actor: Actor, action: CardAction | undefined): Promise<CardMessage> | undefined;
  /** The press was not answered in time: `work` is its answer. */
  keep(actor: Actor, action: CardAction | undefined, work: Promise<CardMessage>): void;
  /** The press was answered: the next one asks anew. */
  forget(actor: Actor, action: CardAction | undefined): void;
}

function keyOf({ tenantId, objectId }: Actor, action: CardAction | undefined): string | undefined {
  switch (action?.verb) {
    case 'remediation.review':
    case 'account.form':
    case 'account.review':
    case 'account.removal':
      return JSON.stringify([tenantId, objectId, action.verb, action.data]);
    default:
      return undefined;
  }
}

export function createLateAnswers(clock: Clock): LateAnswers {
  /** In order of time, oldest first. */
  const kept = new Map<string, { readonly at: number; readonly work: Promise<CardMessage> }>();

  function forgetOld(now: number): void {
    for (const [key, { at }] of kept) {
      if (at > now - KEEP_MS && kept.size < MAX_KEPT) return;
      kept.delete(key);
    }
  }

  return {
    find(actor, action) {
      forgetOld(clock.now());
      const key = keyOf(actor, action);
      return key === undefined ? undefined : kept.get(key)?.work;
    },
    keep(actor, action, work) {
      const key = keyOf(actor, action);
      if (key === undefined) return;
      const now = clock.now();
      forgetOld(now);
      const at = kept.get(key)?.at ?? now;
      kept.set(key, { at, work });
    },
    forget(actor, action) {
      const key = keyOf(actor, action);
      if (key !== undefined) kept.delete(key);
    },
  };
}
