import { isSameId } from '../approval/principal.js';
import { canonicalJson, digestOf } from '../tenant/canonical.js';
import type { AccountReading, GroupMembership, TenantSnapshot } from '../tenant/snapshot.js';
import type { Precondition, TenantChange } from './plan.js';

/**
 * What a write rests on: the part of an object that must still be as the plan found it when the write is made. Whoever
 * reads the object before the write digests the same form, or nothing would ever be carried out:
 *
 * - a policy: the whole `ConditionalAccessPolicy` of the snapshot;
 * - a group: `{ id, displayName, isAssignableToRole }`, without its members, of which every write touches one only;
 * - a password policy: `{ passwordPolicies }` of the user;
 * - a method to delete: `{ methods: [{ kind, id }, …] }`, all methods of the account;
 * - a deleted account: its `DeletedItem`;
 * - the registration campaign: `{ registrationCampaign }`; administrators' password reset: `{ allowedToUseSSPR }`.
 *
 * An account is reduced to what the write touches, so that a changed display name does not make a plan stale.
 */

export interface Ground {
  readonly digest: string;
  /** Canonical JSON of the same object. */
  readonly image: string;
}

/** The ground that `object` is. */
export function groundFrom(object: object): Ground {
  return { digest: digestOf(object), image: canonicalJson(object) };
}

function policyForm({ policies }: TenantSnapshot, policyId: string): object | null {
  if (!policies.known) return null;
  return policies.value.policies.find(({ id }) => isSameId(id, policyId)) ?? null;
}

function groupForm({ accounts, exclusionGroups }: TenantSnapshot, groupId: string): GroupMembership | null {
  const reading = exclusionGroups.find(({ id }) => isSameId(id, groupId));
  const memberships = accounts.flatMap((account) =>
    account.memberships.known ? account.memberships.value.groups : [],
  );
  const group =
    reading?.group.known === true ? reading.group.value : memberships.find(({ id }) => isSameId(id, groupId));
  if (group === null || group === undefined) return null;
  const { id, displayName, isAssignableToRole } = group;
  return { id, displayName, isAssignableToRole };
}

function passwordForm({ user }: AccountReading): object | null {
  if (!user.known || user.value === null) return null;
  const { passwordPolicies, missingProperties } = user.value;
  return missingProperties.includes('passwordPolicies') ? null : { passwordPolicies };
}

function methodsForm({ authenticationMethods: methods }: AccountReading): object | null {
  return methods.known ? { methods: methods.value.map(({ kind, id }) => ({ kind, id })) } : null;
}

function deletedForm({ deletedItem }: AccountReading): object | null {
  return deletedItem.known ? deletedItem.value : null;
}

function accountForm(
  { accounts }: TenantSnapshot,
  accountId: string,
  formOf: (account: AccountReading) => object | null,
): object | null {
  const account = accounts.find(({ id }) => isSameId(id, accountId));
  return account === undefined ? null : formOf(account);
}

function campaignForm({ authenticationMethodsPolicy: policy }: TenantSnapshot): object | null {
  return policy.known ? { registrationCampaign: policy.value.registrationCampaign } : null;
}

function ssprForm({ authorizationPolicy: policy }: TenantSnapshot): object | null {
  return policy.known ? { allowedToUseSSPR: policy.value.allowedToUseSSPR } : null;
}

function formFor(change: TenantChange, snapshot: TenantSnapshot): object | null {
  switch (change.kind) {
    case 'addPolicyExclusion':
    case 'removePolicyExclusion':
    case 'removeStaleReference':
    case 'putBackStaleReference':
      return policyForm(snapshot, change.policyId);
    case 'addGroupMember':
    case 'removeGroupMember':
      return groupForm(snapshot, change.groupId);
    case 'setPasswordNeverExpires':
    case 'clearPasswordNeverExpires':
      return accountForm(snapshot, change.accountId, passwordForm);
    case 'deleteAuthenticationMethod':
      return accountForm(snapshot, change.accountId, methodsForm);
    case 'restoreUser':
      return accountForm(snapshot, change.accountId, deletedForm);
    case 'excludeFromCampaign':
    case 'includeInCampaign':
      return campaignForm(snapshot);
    case 'setAdministratorsSspr':
      return ssprForm(snapshot);
    case 'createDedicatedPolicy':
    case 'deleteDedicatedPolicy':
      return null;
  }
}

/** The ground of `change` in `snapshot`; null where the snapshot does not have it, or where there is nothing to rest on. */
export function groundOf(change: TenantChange, snapshot: TenantSnapshot): Ground | null {
  const form = formFor(change, snapshot);
  return form === null ? null : groundFrom(form);
}

/** The precondition that `object` is as the snapshot holds it; none where it does not hold it. */
export function preconditionFor(
  change: TenantChange,
  object: Precondition['object'],
  snapshot: TenantSnapshot,
): readonly Precondition[] {
  const ground = groundOf(change, snapshot);
  return ground === null ? [] : [{ object, ...ground }];
}
