import type { ResolvedAccount } from '../../controls/per-account.js';
import {
  drafted,
  isRestricted,
  refuseUnknownAccount,
  RESTRICTED_INSTRUCTION,
  subjectAccount,
  type Planner,
} from '../planner.js';
import { userPortalUrl } from '../portal-urls.js';
import type { RemediationStep } from '../plan.js';

/** F2, for BG-ACC-01: switch a disabled emergency account on again, unless somebody switched it off for a reason. */

function enableStep(account: ResolvedAccount): RemediationStep {
  const { subject, user } = account;
  return {
    fixId: 'F2',
    executor: isRestricted(account) ? 'human' : 'approver',
    change: null,
    title: `Enable "${subject.name}", unless it was disabled on purpose`,
    object: subject,
    field: 'accountEnabled',
    before: 'false',
    after: 'true',
    undo: 'Set accountEnabled to false again (Block sign-in).',
    permission: 'User.EnableDisableAccount.All',
    role: 'Privileged Authentication Administrator',
    instructions: [
      'Read the audit log: who disabled the account, and when. Within the last 24 hours it may be incident response; ask that person before you go on.',
      'Look for a user risk on the account; settle it first.',
      ...(isRestricted(account) ? [RESTRICTED_INSTRUCTION] : []),
      'Activate Privileged Authentication Administrator.',
      `Open ${user.userPrincipalName}, edit its properties, and set "Account enabled".`,
      'Scan again: BG-ACC-01 passes once the account is enabled.',
    ],
    portalUrl: userPortalUrl(user.id, 'overview'),
  };
}

/** Enabling takes a privileged role, because the account has one itself: two people look at it. */
export const planEnabling: Planner = (finding, snapshot) => {
  const account = subjectAccount(finding, snapshot);
  if (account === undefined) return refuseUnknownAccount(finding);
  return drafted({
    risk: 'high',
    blastRadius: `Only "${account.subject.name}": whoever has its credentials can sign in again, with every role it holds.`,
    steps: [enableStep(account)],
    preconditions: [],
    targetAccountIds: [account.reading.id],
  });
};
