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
  references: [
    'Microsoft: Manage emergency access accounts',
    'CIS M365 1.1.1',
    'CIS M365 1.1.2',
    'SCuBA MS.AAD.7.3v1',
    'Prowler entra_admin_users_cloud_only',
  ],
  permissions: ['User.Read.All'],
  licence: 'Free',
  kind: 'auto',
  fix: 'human/F3',
  guide: {
    baseline: 'Foundation',
    minutesToFix: 60,
    roles: ['User Administrator'],
    expected:
      'The account was created in the cloud: onPremisesSyncEnabled is not true and onPremisesImmutableId is empty.',
    review: [
      'Read in the finding which of the two is the case: synced now, or an anchor left behind.',
      'Open the account in the Microsoft Entra admin center and look at its on-premises properties.',
    ],
    plan: [
      'A synced account is replaced by a new one that was created in the cloud: plan its exclusions, its keys and its role before the old one goes.',
      'An anchor that was left behind can be cleared. Note its old value: without it nothing can be taken back.',
    ],
    implement: [
      'Create the new account as BG-INV-01 describes and designate it in place of the old one.',
      'Or clear onPremisesImmutableId of an account that is not synced any more; for an account with Global Administrator expect to need Privileged Authentication Administrator.',
    ],
    verify: [
      'Scan again: neither property names the on-premises directory.',
      'After the next run of the synchronization, scan once more: the anchor must not have come back.',
    ],
  },
  evaluate: (snapshot) => judgeAccounts(snapshot, (account) => [judge(account)]),
};
