import { sealSnapshot } from '../tenant/canonical.js';
import type { TenantSnapshot } from '../tenant/snapshot.js';
import {
  withAdministratorsSspr,
  withCampaignExclusions,
  withoutMethod,
  withPasswordPolicies,
  withRestoredUser,
} from './apply-account-change.js';
import { withMembership } from './apply-membership.js';
import { withDedicatedPolicy, withExclusions, withoutDedicatedPolicy } from './apply-policy-change.js';
import { withId, withoutId } from './ids.js';
import { withNeverExpires, withoutNeverExpires } from './password-policies.js';
import type { Change } from './plan.js';

/**
 * What a tenant would look like after a change, as far as a snapshot can show it. Only for deciding beforehand: nothing
 * here writes, and what was not read stays unknown.
 */

function apply(snapshot: TenantSnapshot, change: Change): TenantSnapshot {
  switch (change.kind) {
    case 'addPolicyExclusion':
      return withExclusions(snapshot, { ...change, list: 'excludeUsers' }, (ids) => withId(ids, change.accountId));
    case 'removePolicyExclusion':
      return withExclusions(snapshot, { ...change, list: 'excludeUsers' }, (ids) => withoutId(ids, change.accountId));
    case 'addGroupMember':
      return withMembership(snapshot, change, true);
    case 'removeGroupMember':
      return withMembership(snapshot, change, false);
    case 'createDedicatedPolicy':
      return withDedicatedPolicy(snapshot, change);
    case 'deleteDedicatedPolicy':
      return withoutDedicatedPolicy(snapshot, change);
    case 'removeStaleReference':
      return withExclusions(snapshot, change, (ids) => withoutId(ids, change.objectId));
    case 'putBackStaleReference':
      return withExclusions(snapshot, change, (ids) => withId(ids, change.objectId));
    case 'setPasswordNeverExpires':
      return withPasswordPolicies(snapshot, change.accountId, withNeverExpires);
    case 'clearPasswordNeverExpires':
      return withPasswordPolicies(snapshot, change.accountId, withoutNeverExpires);
    case 'restoreUser':
      return withRestoredUser(snapshot, change.accountId);
    case 'deleteAuthenticationMethod':
      return withoutMethod(snapshot, change);
    case 'excludeFromCampaign':
      return withCampaignExclusions(snapshot, (ids) => withId(ids, change.accountId));
    case 'includeInCampaign':
      return withCampaignExclusions(snapshot, (ids) => withoutId(ids, change.accountId));
    case 'setAdministratorsSspr':
      return withAdministratorsSspr(snapshot, change.allowed);
    // They change how this program works, and nothing in the tenant.
    case 'setControlMode':
    case 'resumeWriting':
      return snapshot;
  }
}

/**
 * `snapshot` as it would be after `change`, sealed. Group memberships are taken for direct ones, a restored account is not
 * known until it is read, and a change of something that the snapshot does not hold changes nothing.
 */
export function applyChange(snapshot: TenantSnapshot, change: Change): TenantSnapshot {
  return sealSnapshot(apply(snapshot, change));
}
