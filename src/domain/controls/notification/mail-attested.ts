import type { AccountReading } from '../../tenant/snapshot.js';
import { judgeAttested } from '../attested.js';
import type { Control, Evidence } from '../control.js';
import { accountSubject, missingEvidence, tenantSubject } from '../per-account.js';
import { NO_RECORDS } from '../watch-records.js';

const EXPECTED = 'an address whose mail people read';

/** A hint for whoever signs: addresses prove nothing about who reads them, and no address proves nothing about forwarding. */
function hintOf(account: AccountReading): Evidence {
  const { id, user } = account;
  const source = `GET /users/${id}`;
  const object = accountSubject(account);
  if (!user.known) return { ...missingEvidence(source, EXPECTED, user), object };
  const { otherMails, proxyAddresses } = user.value ?? { otherMails: [], proxyAddresses: [] };
  const named = [...otherMails, ...proxyAddresses];
  const actual = named.length === 0 ? 'no otherMails and no proxyAddresses' : named.join(', ');
  return { source, readAt: user.readAt, expected: EXPECTED, actual, object };
}

/** BG-NOTIF-01: Microsoft writes to the accounts, and somebody should see it. */
export const mailAttested: Control = {
  id: 'BG-NOTIF-01',
  title: 'Mail to the accounts reaches people',
  severity: 'low',
  rationale:
    'Notices about the accounts, for example that a password expires, are of use only where somebody reads them.',
  references: [
    'Microsoft: Manage emergency access accounts',
    'CIPP: Global Administrators without an alternate address',
  ],
  permissions: ['User.Read.All'],
  licence: 'Free',
  kind: 'manual',
  fix: 'attest',
  guide: {
    baseline: 'Recommended',
    minutesToFix: 30,
    roles: ['Exchange Recipient Administrator'],
    expected: 'Somebody signed that mail to the addresses of the accounts arrives where people read it.',
    review: [
      'Read in the finding which addresses the accounts have, and send a message to each.',
      'Find out who received it, and whether they read that mailbox every day.',
    ],
    plan: [
      'Use a shared mailbox or a distribution list with several readers instead of a mailbox of the account or of one person.',
    ],
    implement: [
      'Create the shared mailbox or the list, and make it the address of the accounts.',
      'Send "attest" to the bot and sign, with a link to the evidence.',
    ],
    verify: ['Send a second message and see it arrive.', 'Scan again: the statement counts.'],
  },
  evaluate: (snapshot, _settings, records = NO_RECORDS) => {
    const judgement = judgeAttested(snapshot, records, { controlId: 'BG-NOTIF-01', subject: tenantSubject(snapshot) });
    return [{ ...judgement, evidence: [...judgement.evidence, ...snapshot.accounts.map(hintOf)] }];
  },
};
