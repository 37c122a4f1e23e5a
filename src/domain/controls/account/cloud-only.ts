import type { Control, Judgement } from '../control.js';
import { judgeAccounts, type ResolvedAccount } from '../per-account.js';

const DECIDING = ['onPremisesSyncEnabled', 'onPremisesImmutableId'];

function judge({ user, subject, readAt }: ResolvedAccount): Judgement {
  const hasAnchor = user.onPremisesImmutableId !== null && user.onPremisesImmutableId !== '';
  const evidence = [
    {
      source: `GET /users/${user.id}`,
      readAt,
      expected: 'onPremisesSyncEnabled is not true and onPremisesImmutableId is empty',
      actual: `onPremisesSyncEnabled is ${String(user.onPremisesSyncEnabled)}, onPremisesImmutableId is ${hasAnchor ? 'set' : 'empty'}`,
    },
  ];
  if (user.onPremisesSyncEnabled === true) {
    return {
      subject,
      outcome: 'fail',
      summary:
        'Synced now: the account comes from an on-premises directory and falls with it. Use a cloud-only account.',
      evidence,
    };
  }
  if (hasAnchor) {
    return {
      subject,
      outcome: 'fail',
      summary:
        'Anchor left behind: an on-premises object with this onPremisesImmutableId can take the account over. Clear it.',
      evidence,
    };
  }
  const missing = DECIDING.filter((name) => user.missingProperties.includes(name));
  if (missing.length > 0) {
    const summary = `Graph left out ${missing.join(' and ')}, so nobody can say; check that User.Read.All is granted.`;
    return { subject, outcome: 'error', summary, evidence };
  }
  return { subject, outcome: 'pass', summary: 'The account exists in the cloud only.', evidence };
}

/** BG-ACC-02: both properties count. An account that was synced once keeps its anchor, and the anchor is enough. */
export const cloudOnly: Control = {
  id: 'BG-ACC-02',
  title: 'Cloud-only',
  severity: 'critical',
  rationale: 'An account that depends on the on-premises directory is lost, or taken, together with it.',
  references: ['CIS M365 1.1.1', 'CIS M365 1.1.2', 'SCuBA MS.AAD.7.3v1', 'Prowler entra_admin_users_cloud_only'],
  permissions: ['User.Read.All'],
  licence: 'Free',
  evaluate: (snapshot) => judgeAccounts(snapshot, (account) => [judge(account)]),
};
