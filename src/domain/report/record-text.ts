import type { RequestState } from '../approval/request.js';

/** Text and words that the sections of a remediation record share. All text that people or the tenant chose is escaped. */

export const STATE_WORDS: Readonly<Record<RequestState, string>> = {
  proposed: 'Waiting for approval',
  approved: 'Approved, not yet carried out',
  executing: 'Being carried out',
  succeeded: 'Carried out and verified',
  failed: 'Failed',
  uncertain: 'Uncertain: a person must look',
  denied: 'Denied',
  expired: 'Expired',
  withdrawn: 'Withdrawn',
  stale: 'Stale: the tenant moved',
  awaitingPeople: 'Approved, waiting for people to act',
};

/** `text` on one line, with every character escaped that Markdown could read as its own. */
export function plain(text: string): string {
  return text
    .replace(/[\p{Cc}\p{Cf}\p{Cs}\u2028\u2029]+/gu, ' ')
    .trim()
    .replace(/[!#$&()*+./:<=>?@[\\\]^_`{|}~]/g, '\\$&')
    .replace(/^-/, '\\-');
}

export function list(lines: readonly string[], ifNone: string): string {
  return lines.length === 0 ? ifNone : lines.map((line) => `- ${line}`).join('\n');
}
