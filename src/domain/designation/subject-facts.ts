import { mayHideMembers } from '../controls/conditional-access/exclusion-groups.js';
import { digestOf } from '../tenant/canonical.js';
import type { ApplicabilityAccount } from '../tenant/applicability-account.js';
import type { PolicyList } from '../tenant/conditional-access-policy.js';
import type { Observed } from '../tenant/observed.js';
import { applicabilityOf, targetsUsers } from '../tenant/policy-applicability.js';
import {
  GLOBAL_ADMINISTRATOR,
  type AuthenticationMethod,
  type DeletedItem,
  type DirectoryGroup,
  type DirectoryUser,
  type GroupMember,
  type Memberships,
} from '../tenant/snapshot.js';

/** What the directory says of one account or group at this moment: what people look at before they sign for it. */

/** One object ID, asked for as a user and as a group. */
export interface SubjectReading {
  /** Known and null: the directory has no such user. */
  readonly user: Observed<DirectoryUser | null>;
  readonly deletedItem: Observed<DeletedItem | null>;
  readonly memberships: Observed<Memberships>;
  readonly authenticationMethods: Observed<readonly AuthenticationMethod[]>;
  /** Known and null: the directory has no such group. */
  readonly group: Observed<DirectoryGroup | null>;
  /** Everybody in the group through any number of groups. */
  readonly members: Observed<readonly GroupMember[]>;
  readonly policies: Observed<PolicyList>;
}

export interface PolicyCounts {
  readonly excluded: number;
  readonly unknown: number;
  /** Enforced policies that are about users. */
  readonly all: number;
}

/** Null stands for what was not read or what Graph left out. */
export interface SubjectFacts {
  readonly kind: 'account' | 'group';
  /** Lower case. */
  readonly objectId: string;
  readonly name: string;
  readonly userPrincipalName: string | null;
  readonly isEnabled: boolean | null;
  readonly isCloudOnly: boolean | null;
  readonly isGuest: boolean;
  /** Template IDs of the active roles. */
  readonly roleTemplateIds: readonly string[] | null;
  /** Kinds, each as often as it is registered. */
  readonly methods: readonly string[] | null;
  readonly policies: PolicyCounts | null;
  /** Users in the group; empty for an account. */
  readonly members: readonly { readonly id: string; readonly name: string }[];
  /** Why something above is null, for people. */
  readonly gaps: readonly string[];
}

export type SubjectLook =
  | { readonly kind: 'found'; readonly facts: SubjectFacts }
  | { readonly kind: 'missing'; readonly canBeRestored: boolean }
  /** Nobody can tell what it is. */
  | { readonly kind: 'unread'; readonly detail: string };

export const HIDES_MEMBERS =
  'GROUP_HIDES_MEMBERS: Graph may keep members of this Microsoft 365 group back; use a security group';

function gapsOf(...readings: readonly Observed<unknown>[]): readonly string[] {
  return [...new Set(readings.flatMap((reading) => (reading.known ? [] : [reading.detail])))];
}

function whoOf(user: DirectoryUser, memberships: Observed<Memberships>): ApplicabilityAccount {
  const { id, userPrincipalName, userType } = user;
  return {
    ...{ id, userPrincipalName, userType, eligibleRoleTemplateIds: [] },
    groups: memberships.known ? memberships.value.groups : null,
    activeRoleTemplateIds: memberships.known ? memberships.value.roleTemplateIds : [],
    areRolesComplete: memberships.known && !memberships.value.hasUnresolvedRoles,
    // Memberships can lag behind an assignment.
    uncertainRoleTemplateIds: [GLOBAL_ADMINISTRATOR],
  };
}

function countPolicies({ policies, malformed }: PolicyList, account: ApplicabilityAccount): PolicyCounts {
  const enforced = policies.filter((policy) => policy.state === 'enabled' && targetsUsers(policy));
  const results = enforced.map((policy) => applicabilityOf(policy, account).result);
  return {
    excluded: results.filter((result) => result === 'excluded').length,
    unknown: results.filter((result) => result === 'unknown').length + malformed.length,
    all: enforced.length + malformed.length,
  };
}

/** Cloud-only as BG-ACC-02 means it; null where Graph left one of the two properties out. */
function isCloudOnly({ onPremisesSyncEnabled, onPremisesImmutableId, missingProperties }: DirectoryUser) {
  const isAsked = ['onPremisesSyncEnabled', 'onPremisesImmutableId'].some((name) => missingProperties.includes(name));
  if (onPremisesSyncEnabled === true || (onPremisesImmutableId ?? '') !== '') return false;
  return isAsked ? null : true;
}

function accountFacts(user: DirectoryUser, reading: SubjectReading): SubjectFacts {
  const { memberships, authenticationMethods, policies } = reading;
  return {
    kind: 'account',
    objectId: user.id.toLowerCase(),
    name: user.displayName ?? user.userPrincipalName,
    userPrincipalName: user.userPrincipalName,
    isEnabled: user.accountEnabled,
    isCloudOnly: isCloudOnly(user),
    isGuest: user.userType === 'Guest' || user.userPrincipalName.includes('#EXT#'),
    roleTemplateIds:
      memberships.known && !memberships.value.hasUnresolvedRoles ? memberships.value.roleTemplateIds : null,
    methods: authenticationMethods.known ? authenticationMethods.value.map(({ kind }) => kind) : null,
    policies: policies.known ? countPolicies(policies.value, whoOf(user, memberships)) : null,
    members: [],
    gaps: gapsOf(memberships, authenticationMethods, policies),
  };
}

function groupFacts(group: DirectoryGroup, members: readonly GroupMember[]): SubjectFacts {
  return {
    kind: 'group',
    objectId: group.id.toLowerCase(),
    name: group.displayName ?? group.id,
    userPrincipalName: null,
    isEnabled: null,
    isCloudOnly: null,
    isGuest: false,
    roleTemplateIds: null,
    methods: null,
    policies: null,
    members: members.filter(({ kind }) => kind === 'user').map(({ id, name }) => ({ id, name: name ?? id })),
    gaps: [],
  };
}

/** What was found under the object ID. A group counts only with its members: nobody can sign for those they cannot see. */
export function lookAt(reading: SubjectReading): SubjectLook {
  const { user, group, members, deletedItem } = reading;
  if (!user.known) return { kind: 'unread', detail: user.detail };
  if (user.value !== null) return { kind: 'found', facts: accountFacts(user.value, reading) };
  if (!group.known) return { kind: 'unread', detail: group.detail };
  if (group.value === null) return { kind: 'missing', canBeRestored: deletedItem.known && deletedItem.value !== null };
  if (!members.known) return { kind: 'unread', detail: members.detail };
  if (mayHideMembers({ group })) return { kind: 'unread', detail: HIDES_MEMBERS };
  return { kind: 'found', facts: groupFacts(group.value, members.value) };
}

/** Equal exactly when a person would see the same: what somebody signs for must be what was shown. */
export function lookDigest(look: SubjectLook): string {
  if (look.kind !== 'found') return digestOf({ kind: look.kind });
  const { gaps: _gaps, ...shown } = look.facts;
  return digestOf(shown);
}

/** The users of the group that was found; empty for an account, and for what was not found. */
export function memberIdsOf(look: SubjectLook): readonly string[] {
  return look.kind === 'found' ? look.facts.members.map(({ id }) => id) : [];
}
