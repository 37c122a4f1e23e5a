import { z } from 'zod';
import type { TenantChange } from '../../domain/remediation/plan.js';
import { known, type Observed } from '../../domain/tenant/observed.js';
import type { ChangeReading, VerifyResult } from '../../workflows/ports.js';
import type { GraphClient } from '../client/graph-client.js';
import { readAuthenticationMethodsPolicy } from '../read/authentication-methods-policy.js';
import { observeAlone } from '../read/observe.js';
import {
  foreignChange,
  notVisible,
  objectIn,
  printable,
  refused,
  toReading,
  VERIFIED,
  type ChangeSteps,
  type Refusal,
  type WriteCall,
} from './change-steps.js';
import { differingProperties, missingFrom } from './difference.js';
import { NEEDS } from './needs.js';
import { withRaw } from './with-raw.js';

/**
 * One account more or less in `excludeTargets` of the registration campaign. Whether Graph merges the campaign or replaces
 * it is not documented, so the request holds the campaign as it was read, with this one difference, and nothing else of the
 * authentication methods policy.
 */

type CampaignChange = Extract<TenantChange, { kind: 'excludeFromCampaign' | 'includeInCampaign' }>;

const readPolicy = withRaw(readAuthenticationMethodsPolicy);

const target = z.object({ id: z.string() }).passthrough();
const campaign = z.object({ excludeTargets: z.array(target) }).passthrough();
const policy = z.object({
  registrationEnforcement: z.object({ authenticationMethodsRegistrationCampaign: campaign }),
});
type Campaign = Readonly<z.infer<typeof campaign>>;

/** The campaign of a policy that was understood; null when it has none. */
function campaignIn(raw: unknown): Campaign | null {
  const parsed = policy.safeParse(raw);
  return parsed.success ? parsed.data.registrationEnforcement.authenticationMethodsRegistrationCampaign : null;
}

function isOf(accountId: string): (entry: { readonly id: string }) => boolean {
  return ({ id }) => missingFrom([id], [accountId]).length === 0;
}

function isInPlace({ excludeTargets }: Campaign, { kind, accountId }: CampaignChange): boolean {
  return excludeTargets.some(isOf(accountId)) === (kind === 'excludeFromCampaign');
}

/** The campaign as the change leaves it: everything else in it stays. */
function changedCampaign(before: Campaign, { kind, accountId }: CampaignChange): Campaign {
  const others = before.excludeTargets.filter((entry) => !isOf(accountId)(entry));
  const own = kind === 'excludeFromCampaign' ? [{ id: accountId, targetType: 'user' }] : [];
  return { ...before, excludeTargets: [...others, ...own] };
}

async function read(client: GraphClient, change: CampaignChange): Promise<Observed<ChangeReading>> {
  const observed = await observeAlone(client, readPolicy);
  if (!observed.known) return observed;
  const { value, raw } = observed.value;
  const now = campaignIn(raw);
  const inPlace = now !== null && isInPlace(now, change);
  const ground = { registrationCampaign: value.registrationCampaign };
  return known(toReading({ ground, inPlace, image: raw }), observed.readAt);
}

/** Graph hides members of an enumeration behind this word when it does not expect the caller to know them. */
function hidesSomething(before: Campaign): boolean {
  return JSON.stringify(before).includes('"unknownFutureValue"');
}

function plan(raw: unknown, change: CampaignChange): WriteCall | Refusal {
  const before = campaignIn(raw);
  if (before === null)
    return refused('NO_CAMPAIGN', 'the tenant has no registration campaign; scan again and plan again');
  if (hidesSomething(before)) {
    return refused(
      'CAMPAIGN_NOT_UNDERSTOOD',
      'the campaign has a setting that this program does not know and could spoil; change it in the Entra admin center',
    );
  }
  const { path } = readPolicy;
  const body = {
    registrationEnforcement: { authenticationMethodsRegistrationCampaign: changedCampaign(before, change) },
  };
  return { kind: 'call', call: { method: 'PATCH', version: 'v1.0', path, body }, needs: NEEDS.methodsPolicy };
}

const CAMPAIGN = 'registrationEnforcement.authenticationMethodsRegistrationCampaign';

/** The policy with another campaign, for comparing all of it. */
function withCampaign(raw: unknown, own: Campaign): unknown {
  const { registrationEnforcement, ...rest } = z
    .object({ registrationEnforcement: z.object({}).passthrough() })
    .passthrough()
    .parse(raw);
  const enforcement = { ...registrationEnforcement, authenticationMethodsRegistrationCampaign: own };
  return { ...rest, registrationEnforcement: enforcement };
}

function compare(before: unknown, now: unknown, change: CampaignChange): VerifyResult {
  const [campaignBefore, campaignNow] = [campaignIn(before), campaignIn(now)];
  if (campaignBefore === null || campaignNow === null) {
    return foreignChange(`GRAPH_FOREIGN_CHANGE: ${CAMPAIGN} is gone; look at the audit log, then scan again`);
  }
  if (!isInPlace(campaignNow, change)) return notVisible(`${CAMPAIGN}.excludeTargets`);
  // Our own target on both sides in one form: Graph may describe it in more words than it was sent with.
  const [expected, found] = [changedCampaign(campaignBefore, change), changedCampaign(campaignNow, change)];
  const differing = differingProperties(withCampaign(before, expected), withCampaign(now, found));
  if (differing.length === 0) return VERIFIED;
  return foreignChange(
    `GRAPH_FOREIGN_CHANGE: ${printable(differing)} is not as written; look at the authentication methods policy and the audit log, then scan again`,
  );
}

/** Excluding one account from the registration campaign, or taking that back. */
export function registrationCampaign(change: CampaignChange): ChangeSteps {
  return {
    read: (client) => read(client, change),
    plan: (before) => plan(objectIn(before.image), change),
    compare: (before, now) => Promise.resolve(compare(objectIn(before.image), objectIn(now.image), change)),
  };
}
