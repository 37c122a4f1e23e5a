import type { Observed } from '../tenant/observed.js';
import type { TenantSnapshot } from '../tenant/snapshot.js';
import type { Attestation } from '../drills/drill.js';
import { standingOf } from '../drills/attestations.js';
import type { CustodianAccount, CustodianAccounts } from '../drills/custodians.js';
import type { Evidence, Judgement, Subject } from './control.js';
import { judgedAt, type WatchRecords } from './watch-records.js';

/** What a control says that rests on a signed statement: `manual` without one, and `fail` with one that does not count. */

/** What the evidence of a finding that rests on a signed statement names in the place of a request. */
export const ATTESTATION_SOURCE = 'attestation';
const EXPECTED = 'a signed statement that still counts';

/** Accounts of the snapshot: a custodian who is not among them is looked up elsewhere, and noted in the statement. */
function accountsIn({ accounts }: TenantSnapshot): CustodianAccounts {
  return new Map(accounts.map(({ id, user }): [string, Observed<CustodianAccount>] => [id.toLowerCase(), user]));
}

function evidenceOf({ signedAt, expiresAt, owner, custodians, evidenceLink }: Attestation, note: string): Evidence {
  const named = custodians.length === 0 ? '' : `, custodians ${custodians.map(({ name }) => name).join(', ')}`;
  const link = evidenceLink === null ? '' : `, ${evidenceLink}`;
  const actual = `signed by ${owner.name} until ${expiresAt}${named}${link}${note}`;
  return { source: ATTESTATION_SOURCE, readAt: signedAt, expected: EXPECTED, actual };
}

function dayOf(moment: string): string {
  return moment.slice(0, 10);
}

/** The judgement about `subject` by the newest statement on the control. */
export function judgeAttested(
  snapshot: TenantSnapshot,
  records: WatchRecords,
  { controlId, subject }: { readonly controlId: string; readonly subject: Subject },
): Judgement {
  const now = judgedAt(snapshot, records);
  const standing = standingOf(records.attestations, controlId, now, accountsIn(snapshot));
  if (standing.kind === 'none') {
    const summary = 'No API can tell, and nobody has signed for it. Check it, then send "attest" to the bot.';
    const evidence = [{ source: ATTESTATION_SOURCE, readAt: now, expected: EXPECTED, actual: 'nobody has signed' }];
    return { subject, outcome: 'manual', summary, evidence };
  }
  const { attestation } = standing;
  const [by, until] = [attestation.owner.name, dayOf(attestation.expiresAt)];
  switch (standing.kind) {
    case 'valid': {
      const summary = `Signed by ${by}, and counts until ${until}.`;
      return { subject, outcome: 'pass', summary, evidence: [evidenceOf(attestation, '')] };
    }
    case 'expired': {
      const summary = `What ${by} signed expired on ${until}. Check it again, then send "attest" to the bot.`;
      return { subject, outcome: 'fail', summary, evidence: [evidenceOf(attestation, ', expired')] };
    }
    case 'invalid': {
      const summary = `What ${by} signed does not count any more. ${standing.because} Send "attest" to the bot to sign anew.`;
      return {
        subject,
        outcome: 'fail',
        summary,
        evidence: [evidenceOf(attestation, `, invalid: ${standing.because}`)],
      };
    }
    case 'unknown': {
      const summary = `Cannot be judged: what ${by} signed may not count, ${standing.because}`;
      return { subject, outcome: 'error', summary, evidence: [evidenceOf(attestation, ', not verified')] };
    }
  }
}
