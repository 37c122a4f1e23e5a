import type { AuditHeadView } from '../card-renderer.js';
import type { View } from './view.js';

/** Where the audit log ended. People copy it, so that nothing may stand between its characters. */

/** The template shows it where Markdown is read, because only there a client breaks inside a word. */
function digits(hash: string): string {
  return hash.replace(/[^0-9a-f]/gi, '');
}

export function describeAuditHead({ seq, hash }: AuditHeadView): View {
  return {
    fallbackText: AUDIT_HEAD_SUMMARY,
    seq: String(seq),
    hash: digits(hash),
    command: `npm run audit -- verify --head ${seq}:${digits(hash)}`,
  };
}

export const AUDIT_HEAD_SUMMARY = 'Audit log head, for the record';
