import { domainOf, longestRootOf } from '../../controls/account/governing-domain.js';
import type { ResolvedAccount } from '../../controls/per-account.js';
import type { TenantSnapshot } from '../../tenant/snapshot.js';
import { preconditionFor } from '../ground.js';
import { neverExpires, withNeverExpires } from '../password-policies.js';
import type { RemediationStep, TenantChange } from '../plan.js';
import {
  drafted,
  isRestricted,
  refused,
  refuseUnknownAccount,
  RESTRICTED_INSTRUCTION,
  subjectAccount,
  type DraftResult,
  type Planner,
} from '../planner.js';
import { userPortalUrl } from '../portal-urls.js';

/** F7, for BG-ACC-07: the password of one account no longer expires. The domain, which is everybody's, stays as it is. */

function refuseUnfit({ user, subject }: ResolvedAccount, { domains }: TenantSnapshot): DraftResult | null {
  if (user.missingProperties.includes('passwordPolicies')) {
    return refused('PLAN_NOT_PROVEN', `Graph left out passwordPolicies of "${subject.name}". Scan again.`);
  }
  if (neverExpires(user.passwordPolicies)) {
    return refused('PLAN_NOTHING_TO_FIX', `The password of "${subject.name}" does not expire any more. Scan again.`);
  }
  if (!domains.known) {
    return refused('PLAN_NOT_PROVEN', `The domains were not read: ${domains.detail} Scan again.`);
  }
  const governing = longestRootOf(domainOf(user.userPrincipalName), domains.value);
  if (governing?.authenticationType === 'Managed') return null;
  return refused(
    'PLAN_NOT_MANAGED',
    `"${subject.name}" is not on a managed domain of the tenant, so Microsoft Entra does not decide when its password expires. Move the account to the initial domain first (BG-ACC-03).`,
  );
}

function instructionsFor(account: ResolvedAccount, after: string): readonly string[] {
  const { user } = account;
  return [
    ...(isRestricted(account) ? [RESTRICTED_INSTRUCTION] : []),
    'Activate Privileged Authentication Administrator.',
    `In Microsoft Graph PowerShell, run: Update-MgUser -UserId ${user.id} -PasswordPolicies "${after}"`,
    'Change neither the password nor the setting of the domain.',
    'Scan again: BG-ACC-07 passes once the flag is set.',
  ];
}

function neverExpiresStep(account: ResolvedAccount, change: TenantChange): RemediationStep {
  const { subject, user } = account;
  const after = withNeverExpires(user.passwordPolicies) ?? '';
  const isForHuman = isRestricted(account);
  return {
    fixId: 'F7',
    executor: isForHuman ? 'human' : 'approver',
    change: isForHuman ? null : change,
    title: `Let the password of "${subject.name}" never expire`,
    object: subject,
    field: 'passwordPolicies',
    before: user.passwordPolicies ?? 'not set',
    after,
    undo: 'Take DisablePasswordExpiration out of passwordPolicies again. The other flags stay.',
    permission: 'User.ReadWrite.All',
    role: 'Privileged Authentication Administrator',
    instructions: instructionsFor(account, after),
    portalUrl: userPortalUrl(user.id, 'overview'),
  };
}

function noteOn({ user }: ResolvedAccount): string {
  return user.passwordPolicies?.includes('DisableStrongPassword') === true
    ? ' DisableStrongPassword is set on it and stays: look at whether the password is a strong one.'
    : '';
}

export const planPasswordNeverExpires: Planner = (finding, snapshot) => {
  const account = subjectAccount(finding, snapshot);
  if (account === undefined) return refuseUnknownAccount(finding);
  const refusal = refuseUnfit(account, snapshot);
  if (refusal !== null) return refusal;
  const { id } = account.reading;
  const change: TenantChange = { kind: 'setPasswordNeverExpires', accountId: id };
  return drafted({
    risk: 'low',
    blastRadius: `Only "${account.subject.name}": its password stays the same and does not expire. Nobody else is affected.${noteOn(account)}`,
    steps: [neverExpiresStep(account, change)],
    preconditions: preconditionFor(change, { kind: 'account', id, name: account.subject.name }, snapshot),
    targetAccountIds: [id],
  });
};
