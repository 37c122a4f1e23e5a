import type { ChainHead } from '../domain/audit/chain.js';
import type { AuditStore, Clock } from '../workflows/ports.js';
import type { Logger } from './logger.js';

/**
 * Puts the head of the audit log's hash chain outside the database: into the log stream at start, and once a day there and
 * into the channels. A chain proves nothing against somebody who may rewrite the whole database; a head that has left it
 * does: `npm run audit -- verify --head SEQ:HASH`.
 */

const DAY_MS = 24 * 60 * 60_000;
const PUBLISHED = 'auditHead.published';

export interface AuditHeadParts {
  readonly audit: Pick<AuditStore, 'head' | 'findLast' | 'append'>;
  /** Posts the head where people see it; false when nobody got it. */
  readonly post: (head: ChainHead) => Promise<boolean>;
  readonly clock: Clock;
  readonly logger: Logger;
}

async function isDue({ audit, clock }: AuditHeadParts): Promise<boolean> {
  const last = await audit.findLast(PUBLISHED);
  return last === undefined || clock.now() - Date.parse(last.at) >= DAY_MS;
}

async function publish({ audit, post, clock, logger }: AuditHeadParts): Promise<void> {
  const head = await audit.head();
  // Without a channel it is tried again at the next look.
  if (!(await post(head))) return;
  logger.info('audit log head', { seq: head.seq, hash: head.hash });
  await audit.append({
    at: new Date(clock.now()).toISOString(),
    actor: { kind: 'system', name: 'audit' },
    action: PUBLISHED,
    subject: String(head.seq),
    result: 'succeeded',
    details: { hash: head.hash },
  });
}

/** Into the log stream, whatever the channels have: at the start of a process. Rejects when the store is out of order. */
export async function logAuditHead({ audit, logger }: Pick<AuditHeadParts, 'audit' | 'logger'>): Promise<void> {
  const { seq, hash } = await audit.head();
  logger.info('audit log head', { seq, hash });
}

/** Once a day, whoever asks and however often. Rejects when the store is out of order. */
export async function publishAuditHead(parts: AuditHeadParts): Promise<void> {
  if (await isDue(parts)) await publish(parts);
}
