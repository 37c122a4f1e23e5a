import type { z } from 'zod';
import { known, unknown, type Observed, type Unknown } from '../../domain/tenant/observed.js';
import { readBatch } from '../client/batch.js';
import type { GraphAnswer, GraphClient, GraphVersion } from '../client/graph-client.js';
import { readPages } from '../client/paging.js';
import { describeIssue } from './describe-issue.js';
import { failureOf, isError, isNotFound, malformed, notUnderstood, notWhole, type FailedRead } from './failure.js';

/**
 * From a request to an `Observed`: the one place where an answer becomes known or unknown. Readers only say what to ask
 * for and how to parse it.
 */

export type Parsed<T> = { readonly ok: true; readonly value: T } | { readonly ok: false; readonly problem: string };

interface ReadBase<T> extends FailedRead {
  readonly version: GraphVersion;
  /** Begins with `/`, without the version, query encoded. */
  readonly path: string;
  /** Parses the whole object, or all items of the collection. */
  readonly parse: (raw: unknown) => Parsed<T>;
}

/** A read of one object. `whenNotFound` is the value when Graph says that there is no such object. */
export interface ObjectRead<T> extends ReadBase<T> {
  readonly shape: 'object';
  readonly whenNotFound?: T;
}

export interface CollectionRead<T> extends ReadBase<T> {
  readonly shape: 'collection';
}

export type Read<T> = ObjectRead<T> | CollectionRead<T>;

/** What the reads of one scan share. */
export interface ReadSession {
  readonly client: GraphClient;
  /** Called once for every read that came to an end, well or not. */
  readonly onRead: (resource: string) => void;
}

/** A parser from a zod schema. */
export function parseWith<T>(schema: z.ZodType<T, z.ZodTypeDef, unknown>): (raw: unknown) => Parsed<T> {
  return (raw) => {
    const result = schema.safeParse(raw);
    return result.success ? { ok: true, value: result.data } : { ok: false, problem: describeIssue(result.error) };
  };
}

function settle<T>(session: ReadSession, read: Read<T>, parsed: Parsed<T>): Observed<T> {
  if (!parsed.ok) return malformed(read, parsed.problem);
  return known(parsed.value, new Date(session.client.clock.now()).toISOString());
}

/** Why `answer` is not the resource. */
export function refusal(read: FailedRead, answer: GraphAnswer, problem: string): Unknown {
  if (answer.kind === 'failed') return unknown(answer.failure.reason, answer.failure.detail);
  return answer.status === 200 ? notUnderstood(read, answer.body, problem) : failureOf(read, answer);
}

async function observeObject<T>(session: ReadSession, read: ObjectRead<T>, first?: GraphAnswer): Promise<Observed<T>> {
  const { version, path, whenNotFound } = read;
  const answer = first ?? (await session.client.send({ method: 'GET', version, path }));
  if (whenNotFound !== undefined && answer.kind === 'answered' && isNotFound(answer)) {
    return settle(session, read, { ok: true, value: whenNotFound });
  }
  if (answer.kind === 'failed' || answer.status !== 200) return refusal(read, answer, '');
  const parsed = read.parse(answer.body);
  return parsed.ok && !isError(answer.body)
    ? settle(session, read, parsed)
    : refusal(read, answer, parsed.ok ? '' : parsed.problem);
}

async function observeCollection<T>(
  session: ReadSession,
  read: CollectionRead<T>,
  first?: GraphAnswer,
): Promise<Observed<T>> {
  const pages = await readPages(session.client, read, first);
  switch (pages.kind) {
    case 'whole':
      return settle(session, read, read.parse(pages.items));
    case 'badPage':
      return refusal(read, pages.answer, 'it has no list of values');
    case 'broken':
      return notWhole(read, pages.problem);
  }
}

/** Reads one resource. `first` is its first answer where a batch has already brought it. Never rejects for what Graph does. */
export async function observe<T>(session: ReadSession, read: Read<T>, first?: GraphAnswer): Promise<Observed<T>> {
  const observed = await (read.shape === 'object'
    ? observeObject(session, read, first)
    : observeCollection(session, read, first));
  session.onRead(read.resource);
  return observed;
}

/** Reads one resource outside a scan. Never rejects for what Graph does. */
export function observeAlone<T>(client: GraphClient, read: Read<T>): Promise<Observed<T>> {
  return observe({ client, onRead: () => undefined }, read);
}

export interface BatchOfReads {
  /** Adds a read of the batch's version. Settles after `send`. */
  observe<T>(read: Read<T>): Promise<Observed<T>>;
  send(): void;
}

/** Collects reads that travel together in as few `$batch` requests as they fit into. One version to a batch. */
export function openBatch(session: ReadSession, version: GraphVersion = 'v1.0'): BatchOfReads {
  const paths: string[] = [];
  let release: (answers: Promise<readonly GraphAnswer[]>) => void = () => undefined;
  const sent = new Promise<readonly GraphAnswer[]>((resolve) => {
    release = resolve;
  });
  return {
    observe: async (read) => {
      const index = paths.push(read.path) - 1;
      return observe(session, read, (await sent)[index]);
    },
    send: () => release(readBatch(session.client, paths, version)),
  };
}
