import { EMPTY_CHAIN, type AuditRecord } from '../domain/audit/chain.js';
import type { AuditStore } from './ports.js';

/** The audit log as a whole, for checking it and for handing it on. The check itself is `verifyChain` of the domain. */

const PAGE = 1_000;

/** All records of the log in the chain's order. */
export async function readAuditLog(audit: Pick<AuditStore, 'readAudit'>): Promise<readonly AuditRecord[]> {
  const records: AuditRecord[] = [];
  for (;;) {
    const page = await audit.readAudit({ afterSeq: records.at(-1)?.seq ?? EMPTY_CHAIN.seq, limit: PAGE });
    records.push(...page);
    if (page.length < PAGE) return records;
  }
}
