import type { AuthorizationPolicy, TenantSnapshot } from '../../tenant/snapshot.js';
import type { Control, Judgement } from '../control.js';
import { judgeAccounts, noAccountDesignated, tenantSubject, whenKnown } from '../per-account.js';
import { CAMPAIGN_EXPECTED, CAMPAIGN_SOURCE, judgeCampaign } from './registration-campaign.js';

const SSPR_SOURCE = 'GET /policies/authorizationPolicy';
const SSPR_EXPECTED = 'allowedToUseSSPR is false: administrators do not reset their own passwords';

function judgeReset(snapshot: TenantSnapshot, { allowedToUseSSPR }: AuthorizationPolicy, readAt: string): Judgement {
  const subject = tenantSubject(snapshot);
  const actual = `allowedToUseSSPR is ${String(allowedToUseSSPR)}`;
  const evidence = [{ source: SSPR_SOURCE, readAt, expected: SSPR_EXPECTED, actual }];
  switch (allowedToUseSSPR) {
    case false:
      return {
        subject,
        outcome: 'pass',
        summary:
          'Administrators cannot reset their own passwords. Policies of Identity Protection that ask for registration are not in Graph: check them by hand.',
        evidence,
      };
    case true:
      return {
        subject,
        outcome: 'fail',
        summary:
          'Administrators may reset their own passwords: whoever has the phone or mailbox of an account can take it over. Turn it off for administrators.',
        evidence,
      };
    case null:
      return {
        subject,
        outcome: 'error',
        summary: 'Graph did not say whether administrators may reset their own passwords; check Policy.Read.All.',
        evidence,
      };
  }
}

function judgeTenant(snapshot: TenantSnapshot): readonly Judgement[] {
  if (snapshot.accounts.length === 0) return [noAccountDesignated(snapshot)];
  const subject = tenantSubject(snapshot);
  return [
    ...whenKnown(
      snapshot.authorizationPolicy,
      { subject, source: SSPR_SOURCE, expected: SSPR_EXPECTED },
      (policy, readAt) => [judgeReset(snapshot, policy, readAt)],
    ),
    ...judgeAccounts(snapshot, (account) =>
      whenKnown(
        snapshot.authenticationMethodsPolicy,
        { subject: account.subject, source: CAMPAIGN_SOURCE, expected: CAMPAIGN_EXPECTED },
        (policy, readAt) => [judgeCampaign(account, policy, readAt)],
      ),
    ),
  ];
}

/** BG-TEN-02: self-service on the tenant, the campaign on each account; a finding that failed never hides the other. */
export const registrationPrompts: Control = {
  id: 'BG-TEN-02',
  title: 'Password reset and registration prompts do not trap the accounts',
  severity: 'medium',
  rationale:
    'A prompt for a phone at the first sign-in stops the one who has only the key, and self-service adds ways to take over.',
  references: ['EIDSCA.AP01', 'MicrosoftDocs/azure-docs#34612', 'MicrosoftDocs/azure-docs#60989'],
  permissions: ['Policy.Read.All', 'User.Read.All'],
  licence: 'Free',
  kind: 'auto',
  fix: 'F19',
  guide: {
    baseline: 'Recommended',
    minutesToFix: 20,
    roles: ['Authentication Policy Administrator', 'Privileged Role Administrator'],
    expected:
      'Administrators cannot reset their own passwords, and a registration campaign that is enabled excludes the accounts.',
    review: [
      'Look under Authentication methods, Registration campaign whether it is enabled, and whom it excludes.',
      'The policies of Identity Protection that ask for registration, or act on risk, are not in Microsoft Graph: look at them by hand.',
    ],
    plan: [
      'Turning off self-service password reset for administrators concerns all of them: tell them that a colleague resets their passwords from then on.',
    ],
    implement: [
      'Under excluded users and groups of the campaign, add the accounts. Remove nobody. This takes Authentication Policy Administrator.',
      'In Microsoft Graph PowerShell, run Update-MgPolicyAuthorizationPolicy -AllowedToUseSspr:$false. This takes Privileged Role Administrator.',
    ],
    verify: [
      'Scan again: the control passes.',
      'In the next drill, see that no prompt stands between the key and the portal.',
    ],
  },
  evaluate: judgeTenant,
};
