import type { ApplicabilityAccount } from './applicability-account.js';
import type { GuestsOrExternalUsers, PolicyUsers } from './conditional-access-policy.js';
import { GLOBAL_ADMINISTRATOR } from './snapshot.js';

/**
 * The single include and exclude rules of a policy, each tested against an account. A rule that surely does not name the
 * account is left out; one that might, because something was not read or cannot be resolved, is listed as uncertain.
 * How the rules combine is policy-applicability.ts.
 */

export interface RuleMatch {
  /** False: the rule may name the account; nobody can tell from what was read. */
  readonly isCertain: boolean;
  /** `<property>: <what matched or what is missing>`. */
  readonly via: string;
}

type Truth = boolean | 'unknown';

const OBJECT_ID = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/i;

/** Guest types that are never user objects of this directory, so that no designated account can be one. */
const NEVER_DIRECTORY_USERS: readonly string[] = [
  'none',
  'b2bDirectConnectUser',
  'otherExternalUser',
  'serviceProvider',
];

function sure(via: string): readonly RuleMatch[] {
  return [{ isCertain: true, via }];
}

function unsure(via: string): readonly RuleMatch[] {
  return [{ isCertain: false, via }];
}

function isSame(a: string, b: string): boolean {
  return a.toLowerCase() === b.toLowerCase();
}

function cannotResolve(property: string, reference: string): readonly RuleMatch[] {
  return unsure(`${property}: "${reference}" is not an object ID and cannot be resolved`);
}

/** Whether the user principal name carries the mark of an account that was invited from elsewhere. */
function isInvited(account: ApplicabilityAccount): boolean {
  return account.userPrincipalName.toUpperCase().includes('#EXT#');
}

function isGuestOrExternal(account: ApplicabilityAccount): Truth {
  if (isInvited(account) || account.userType === 'Guest') return true;
  return account.userType === null ? 'unknown' : false;
}

function isOfGuestType(type: string, account: ApplicabilityAccount): Truth {
  if (NEVER_DIRECTORY_USERS.includes(type)) return false;
  if (account.userType === null) return 'unknown';
  const isGuest = account.userType === 'Guest';
  switch (type) {
    case 'internalGuest':
      return isGuest && !isInvited(account);
    case 'b2bCollaborationGuest':
      return isGuest && isInvited(account);
    case 'b2bCollaborationMember':
      return !isGuest && isInvited(account);
    default:
      // A type that Graph added later: nobody here knows whom it means.
      return 'unknown';
  }
}

function matchUser(property: string, reference: string, account: ApplicabilityAccount): readonly RuleMatch[] {
  switch (reference) {
    case 'None':
      return [];
    case 'All':
      // Graph knows `All` on the include side only.
      return property === 'includeUsers' ? sure(`${property}: All`) : cannotResolve(property, reference);
    case 'GuestsOrExternalUsers': {
      const isGuest = isGuestOrExternal(account);
      if (isGuest === 'unknown') return unsure(`${property}: GuestsOrExternalUsers, and the userType is not known`);
      return isGuest ? sure(`${property}: GuestsOrExternalUsers`) : [];
    }
    default:
      if (!OBJECT_ID.test(reference)) return cannotResolve(property, reference);
      return isSame(reference, account.id) ? sure(`${property}: this account`) : [];
  }
}

function matchGroup(property: string, reference: string, account: ApplicabilityAccount): readonly RuleMatch[] {
  if (!OBJECT_ID.test(reference)) return cannotResolve(property, reference);
  if (account.groups === null) return unsure(`${property}: ${reference}, and the group memberships were not read`);
  const group = account.groups.find(({ id }) => isSame(id, reference));
  return group === undefined ? [] : sure(`${property}: ${group.displayName ?? group.id}`);
}

function nameOfRole(templateId: string): string {
  return isSame(templateId, GLOBAL_ADMINISTRATOR) ? 'Global Administrator' : templateId;
}

function matchRole(property: string, reference: string, account: ApplicabilityAccount): readonly RuleMatch[] {
  if (!OBJECT_ID.test(reference)) return cannotResolve(property, reference);
  if (account.activeRoleTemplateIds.some((id) => isSame(id, reference))) {
    return sure(`${property}: ${nameOfRole(reference)}`);
  }
  const isOpen = account.uncertainRoleTemplateIds.some((id) => isSame(id, reference));
  return account.areRolesComplete && !isOpen
    ? []
    : unsure(`${property}: ${nameOfRole(reference)}, and the active roles are not all known`);
}

function matchGuestRule(
  property: string,
  rule: GuestsOrExternalUsers | null,
  account: ApplicabilityAccount,
): readonly RuleMatch[] {
  if (rule === null) return [];
  return rule.guestOrExternalUserTypes.flatMap((type) => {
    const truth = isOfGuestType(type, account);
    if (truth === false) return [];
    if (truth === 'unknown') return unsure(`${property}: ${type}, and it is not known whether the account is one`);
    // Which tenant a guest comes from is not part of the user object.
    return rule.externalTenants === 'all'
      ? sure(`${property}: ${type}`)
      : unsure(`${property}: ${type} of listed tenants, and the account's home tenant is not known`);
  });
}

/** The include rules of `users` that name the account or might. */
export function includeMatches(users: PolicyUsers, account: ApplicabilityAccount): readonly RuleMatch[] {
  return [
    ...users.includeUsers.flatMap((reference) => matchUser('includeUsers', reference, account)),
    ...users.includeGroups.flatMap((reference) => matchGroup('includeGroups', reference, account)),
    ...users.includeRoles.flatMap((reference) => matchRole('includeRoles', reference, account)),
    ...matchGuestRule('includeGuestsOrExternalUsers', users.includeGuestsOrExternalUsers, account),
  ];
}

/** The exclude rules of `users` that name the account or might. */
export function excludeMatches(users: PolicyUsers, account: ApplicabilityAccount): readonly RuleMatch[] {
  return [
    ...users.excludeUsers.flatMap((reference) => matchUser('excludeUsers', reference, account)),
    ...users.excludeGroups.flatMap((reference) => matchGroup('excludeGroups', reference, account)),
    ...users.excludeRoles.flatMap((reference) => matchRole('excludeRoles', reference, account)),
    ...matchGuestRule('excludeGuestsOrExternalUsers', users.excludeGuestsOrExternalUsers, account),
  ];
}

/** The account as it will be once it activates every role it is eligible for. */
export function withEligibleRoles(account: ApplicabilityAccount): ApplicabilityAccount {
  return {
    ...account,
    activeRoleTemplateIds: [...account.activeRoleTemplateIds, ...account.eligibleRoleTemplateIds],
  };
}
