import { principalIdsOf } from '../tenant/applicability-account.js';
import type { Observed } from '../tenant/observed.js';
import {
  GLOBAL_ADMINISTRATOR,
  type AccountReading,
  type RoleAssignment,
  type TenantSnapshot,
} from '../tenant/snapshot.js';
import type { FactChange } from './drift.js';
import { normalId } from './facts.js';
import { STANDING_CLAUSES } from './standing.js';
import { blinding, plainClause, remark, weakening, type Clause, type Comparison } from './object-change.js';

/** A changed emergency account in words. What is merely different is the findings' to judge; what is lost is said here. */

/** Kinds that no phisher can use. Graph's names without suffix. */
const STRONG_METHODS = ['fido2', 'windowsHelloForBusiness', 'platformCredential', 'x509Certificate'];

const PERMANENCE = 'roleAssignmentScheduleInstances';

type ClausesOf = (change: FactChange, account: AccountReading, comparison: Comparison) => readonly Clause[];

function isExclusionGroup({ exclusionGroups, policies }: TenantSnapshot, groupId: string): boolean {
  if (exclusionGroups.some(({ id }) => normalId(id) === groupId)) return true;
  return (
    policies.known &&
    policies.value.policies.some(
      ({ users }) => users !== null && users.excludeGroups.some((id) => normalId(id) === groupId),
    )
  );
}

const groupClauses: ClausesOf = ({ added, removed }, _account, { accepted, nameOf }) => [
  ...removed.map((id) =>
    isExclusionGroup(accepted.snapshot, id)
      ? weakening('high', `is no longer in the group "${nameOf(id)}", which policies exclude`)
      : remark('low', `is no longer in the group "${nameOf(id)}"`),
  ),
  ...added.map((id) => remark('low', `is now in the group "${nameOf(id)}"`)),
];

const roleClauses: ClausesOf = ({ added, removed }, _account, { nameOf }) => [
  ...removed.map((id) =>
    weakening(id === GLOBAL_ADMINISTRATOR ? 'critical' : 'medium', `lost the role "${nameOf(id)}"`),
  ),
  ...added.map((id) => remark('medium', `has the role "${nameOf(id)}" now`)),
];

const unitClauses: ClausesOf = ({ added, removed }, _account, { accepted, nameOf }) => [
  ...removed.map((id) => {
    const reading = accepted.snapshot.administrativeUnits.find((unit) => normalId(unit.id) === id);
    const isProtected = reading?.unit.known === true && reading.unit.value?.isMemberManagementRestricted === true;
    const text = `is no longer in the administrative unit "${nameOf(id)}"`;
    return isProtected ? weakening('high', `${text}, which protected it`) : remark('low', text);
  }),
  ...added.map((id) => remark('low', `is now in the administrative unit "${nameOf(id)}"`)),
];

/** Kinds by method ID, of the view that has the method. */
function kindOf(snapshot: TenantSnapshot, accountId: string, methodId: string): string {
  const account = snapshot.accounts.find(({ id }) => normalId(id) === normalId(accountId));
  const methods = account?.authenticationMethods;
  const found = methods?.known === true ? methods.value.find(({ id }) => normalId(id) === methodId) : undefined;
  return found?.kind ?? 'unknown';
}

const methodClauses: ClausesOf = ({ added, removed }, { id: accountId }, { accepted, present }) => {
  const changed = added.filter((id) => removed.includes(id));
  const gone = removed.filter((id) => !added.includes(id)).map((id) => kindOf(accepted.snapshot, accountId, id));
  const came = added.filter((id) => !removed.includes(id)).map((id) => kindOf(present.snapshot, accountId, id));
  return [
    ...gone.map((kind) =>
      weakening(STRONG_METHODS.includes(kind) ? 'high' : 'medium', `lost a sign-in method (${kind})`),
    ),
    // Whoever adds a method to an emergency account can sign in with it.
    ...came.map((kind) => remark('high', `has a new sign-in method (${kind})`)),
    ...changed.map((id) => remark('high', `has a changed sign-in method (${kindOf(present.snapshot, accountId, id)})`)),
  ];
};

type Holding = (entry: RoleAssignment) => boolean;

/** Whether one of `principals` has an entry that counts. Null: not known. */
function isHeld<T extends RoleAssignment>(
  observed: Observed<readonly T[]>,
  principals: ReadonlySet<string>,
  counts: (entry: T) => boolean,
): boolean | null {
  if (!observed.known) return null;
  return observed.value.some((entry) => principals.has(normalId(entry.principalId)) && counts(entry));
}

/** Whether the role is held everywhere, and by the schedules for good, too. */
function isRoleHeld(snapshot: TenantSnapshot, list: string, principals: ReadonlySet<string>): boolean | null {
  const isEverywhere: Holding = ({ directoryScopeId }) => directoryScopeId === '/';
  if (list !== PERMANENCE) return isHeld(snapshot.roleAssignments, principals, isEverywhere);
  return isHeld(
    snapshot.roleAssignmentScheduleInstances,
    principals,
    (entry) => isEverywhere(entry) && entry.assignmentType === 'Assigned' && entry.endDateTime === null,
  );
}

const assignmentClauses: ClausesOf = (change, account, { accepted, present }) => {
  const principals = new Set([...principalIdsOf(account).map(normalId), ...change.added, ...change.removed]);
  const held = isRoleHeld(accepted.snapshot, change.field, principals);
  const holds = isRoleHeld(present.snapshot, change.field, principals);
  const role =
    change.field === PERMANENCE ? 'a permanent assignment of Global Administrator' : 'the role "Global Administrator"';
  if (held === true && holds === false) return [weakening('critical', `lost ${role}`)];
  if (held === false && holds === true) return [remark('info', `has ${role} now`)];
  return [remark('medium', 'holds Global Administrator in another way')];
};

const enabledClauses: ClausesOf = (change) => {
  if (change.after === 'false') return [weakening('critical', 'is disabled')];
  return change.after === 'true' ? [remark('info', 'is enabled')] : [plainClause(change, 'medium')];
};

const existenceClauses: ClausesOf = ({ after }, { deletedItem }) => {
  if (after === 'there') return [remark('medium', 'is in the directory again')];
  const canReturn = deletedItem.known && deletedItem.value !== null;
  return [weakening('critical', canReturn ? 'is deleted and can still be restored' : 'is deleted')];
};

const CLAUSES: Readonly<Record<string, ClausesOf>> = {
  user: existenceClauses,
  accountEnabled: enabledClauses,
  displayName: (change) => [plainClause(change, 'low')],
  lastPasswordChangeDateTime: ({ after }) => [remark('high', `has another password since ${after}`)],
  missingProperties: ({ added, removed }) => [
    ...added.map((name) => blinding('medium', `is shown without ${name}: check that User.Read.All is granted`)),
    ...removed.map((name) => remark('info', `is shown with ${name} again`)),
  ],
  'memberships.groups': groupClauses,
  'memberships.roleTemplateIds': roleClauses,
  'memberships.administrativeUnitIds': unitClauses,
  authenticationMethods: methodClauses,
  ...STANDING_CLAUSES,
  roleAssignments: assignmentClauses,
  roleAssignmentScheduleInstances: assignmentClauses,
  roleEligibilityScheduleInstances: () => [remark('medium', 'is eligible for Global Administrator in another way')],
  // Said by the user object, or, while that is unread, by itself.
  'deletedItem.displayName': () => [],
  'deletedItem.id': () => [],
  'deletedItem.deletedDateTime': () => [],
  deletedItem: ({ after }, { user }) => {
    if (after === 'set') return [weakening('critical', 'is among the deleted items')];
    const isGone = user.known && user.value === null;
    return [
      isGone
        ? weakening('critical', 'is deleted for good and cannot be restored any more')
        : remark('info', 'is not among the deleted items any more'),
    ];
  },
  userPrincipalName: ({ before, after }) => [remark('high', `is called "${after}" now instead of "${before}"`)],
};

/** Everything that `changes` of the account mean. */
export function accountClauses(
  account: AccountReading,
  changes: readonly FactChange[],
  comparison: Comparison,
): readonly Clause[] {
  const existence = changes.filter(({ field }) => field === 'user');
  // A user that went takes groups, roles and methods along, and one that came brings them.
  const toSay = existence.length > 0 ? existence : changes;
  return toSay.flatMap(
    (change) => CLAUSES[change.field]?.(change, account, comparison) ?? [plainClause(change, 'medium')],
  );
}
