import { createHash } from 'node:crypto';
import type { AuditEvent } from './audit-event.js';
import { storableText } from './storable-text.js';

/**
 * The hash chain of the audit log: each record's hash covers its content and the hash before it, so that a record cannot
 * be edited, removed, inserted or moved without a break. A chain proves nothing against somebody who may rewrite all of
 * it: compare it with a head that was published elsewhere. Reading and writing records lives in the store.
 */

/** An audit event at its place in the chain, with `actor` and `details` as the JSON text that was hashed. */
export interface AuditRecord {
  /** 1 for the first record, then without gaps. */
  readonly seq: number;
  readonly at: string;
  /** JSON text of an `AuditActor`. */
  readonly actor: string;
  readonly action: string;
  readonly subject: string;
  readonly result: AuditEvent['result'];
  /** JSON text of `AuditEvent.details`. */
  readonly details: string;
  /** The hash of the record before; 64 zeros on the first. */
  readonly prev: string;
  /** SHA-256 over everything above, as 64 hexadecimal digits. */
  readonly hash: string;
}

/** The end of a chain. Published outside the database, it makes a cut tail and a rebuilt chain visible. */
export interface ChainHead {
  readonly seq: number;
  readonly hash: string;
}

/** The head of a chain without records. */
export const EMPTY_CHAIN: ChainHead = { seq: 0, hash: '0'.repeat(64) };

export type ChainFault =
  /** A record is missing, added or moved here. */
  | 'outOfSequence'
  /** The record does not continue the one before it. */
  | 'brokenLink'
  /** The record's content is not what was hashed. */
  | 'altered'
  /** The records end before the expected head. */
  | 'tailMissing'
  /** The record at the expected head's place is another one: the chain was rebuilt. */
  | 'otherHead';

export type ChainVerification =
  | { readonly ok: true; readonly head: ChainHead }
  | { readonly ok: false; readonly seq: number; readonly reason: ChainFault };

function hashOf(record: Omit<AuditRecord, 'hash'>): string {
  const { seq, at, actor, action, subject, result, details, prev } = record;
  return createHash('sha256')
    .update(JSON.stringify([seq, at, actor, action, subject, result, details, prev]))
    .digest('hex');
}

/** The record that continues a chain ending in `previous`. */
export function link(event: AuditEvent, previous: ChainHead): AuditRecord {
  const record = {
    seq: previous.seq + 1,
    at: storableText(event.at),
    actor: JSON.stringify(event.actor),
    action: storableText(event.action),
    subject: storableText(event.subject),
    result: event.result,
    details: JSON.stringify(event.details),
    prev: previous.hash,
  };
  return { ...record, hash: hashOf(record) };
}

function faultOf(record: AuditRecord, previous: ChainHead): ChainFault | undefined {
  if (record.seq !== previous.seq + 1) return 'outOfSequence';
  if (record.prev !== previous.hash) return 'brokenLink';
  if (record.hash !== hashOf(record)) return 'altered';
  return undefined;
}

/**
 * Checks a whole chain from its first record on and names the first place where it is not what was written.
 * `expectedHead` is a head known from elsewhere, the newest or an earlier one: the chain must reach it and agree with it.
 * Without it, a cut tail and a chain rebuilt from the start look sound.
 */
export function verifyChain(records: Iterable<AuditRecord>, expectedHead: ChainHead = EMPTY_CHAIN): ChainVerification {
  let head = EMPTY_CHAIN;
  for (const record of records) {
    const reason = faultOf(record, head);
    if (reason) return { ok: false, seq: head.seq + 1, reason };
    if (record.seq === expectedHead.seq && record.hash !== expectedHead.hash) {
      return { ok: false, seq: record.seq, reason: 'otherHead' };
    }
    head = { seq: record.seq, hash: record.hash };
  }
  if (head.seq < expectedHead.seq) return { ok: false, seq: head.seq + 1, reason: 'tailMissing' };
  return { ok: true, head };
}
