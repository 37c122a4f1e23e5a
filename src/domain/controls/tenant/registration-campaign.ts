import type { AuthenticationMethodsPolicy, RegistrationCampaign } from '../../tenant/snapshot.js';
import type { Evidence, Judgement } from '../control.js';
import { isNamed } from '../authentication/method-targets.js';
import { missingEvidence, type ResolvedAccount } from '../per-account.js';

/** The registration campaign and one account: the half of BG-TEN-02 that concerns each account. */

export const CAMPAIGN_SOURCE = 'GET /policies/authenticationMethodsPolicy';
export const CAMPAIGN_EXPECTED = 'the registration campaign is disabled or excludes the account';

function campaignEvidence(campaign: RegistrationCampaign | null, readAt: string): Evidence {
  const names = (ids: readonly string[]) => (ids.length === 0 ? 'nobody' : ids.join(', '));
  const actual =
    campaign === null
      ? 'no registration campaign in the answer'
      : `state is ${campaign.state}, includes ${names(campaign.includeTargetIds)}, excludes ${names(campaign.excludeTargetIds)}`;
  return { source: CAMPAIGN_SOURCE, readAt, expected: CAMPAIGN_EXPECTED, actual };
}

type Verdict = Pick<Judgement, 'outcome' | 'summary'>;

function judgeRunning(account: ResolvedAccount, campaign: RegistrationCampaign): Verdict {
  switch (isNamed(account.reading, campaign.excludeTargetIds)) {
    case true:
      return { outcome: 'pass', summary: 'The registration campaign excludes the account.' };
    case 'unknown':
      return {
        outcome: 'error',
        summary: 'Cannot tell whether the registration campaign excludes the account: its groups were not read.',
      };
    case false:
      return { outcome: 'warn', summary: `${describeReach(account, campaign)} Exclude it from the campaign.` };
  }
}

function describeReach(account: ResolvedAccount, { state, includeTargetIds }: RegistrationCampaign): string {
  // Under `default` Microsoft chooses whom to ask, whatever the list says, and changes its choice without a word.
  if (state === 'default') {
    return 'Microsoft manages the registration campaign and may ask the account to register a method.';
  }
  return isNamed(account.reading, includeTargetIds) === false
    ? 'The registration campaign does not name the account today, and nothing keeps it so.'
    : 'The registration campaign can interrupt the sign-in of the account and ask it to register a method.';
}

function judgeState(account: ResolvedAccount, campaign: RegistrationCampaign | null): Verdict {
  switch (campaign?.state) {
    case 'disabled':
      return { outcome: 'pass', summary: 'The registration campaign is disabled.' };
    case 'enabled':
    case 'default':
      return judgeRunning(account, campaign);
    default:
      return {
        outcome: 'error',
        summary: 'Graph did not say whether a registration campaign runs; look it up in the admin center.',
      };
  }
}

/** Whether the registration campaign of `policy` can get in the way of the account. */
export function judgeCampaign(
  account: ResolvedAccount,
  { registrationCampaign }: AuthenticationMethodsPolicy,
  readAt: string,
): Judgement {
  const verdict = judgeState(account, registrationCampaign);
  const { id, memberships } = account.reading;
  const gap =
    verdict.outcome === 'error' && !memberships.known
      ? [missingEvidence(`GET /users/${id}/transitiveMemberOf`, CAMPAIGN_EXPECTED, memberships)]
      : [];
  return { subject: account.subject, ...verdict, evidence: [campaignEvidence(registrationCampaign, readAt), ...gap] };
}
