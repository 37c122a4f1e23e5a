import type { Subject } from '../controls/control.js';
import { principalIdsOf } from '../tenant/applicability-account.js';
import type { Observed } from '../tenant/observed.js';
import type { AccountReading, DirectoryUser, TenantSnapshot } from '../tenant/snapshot.js';
import { accountClauses } from './account-clauses.js';
import type { FactChange } from './drift.js';
import { diffFacts, factsOf, normalId, type Fact } from './facts.js';
import { remark, weakening, type Clause, type Comparison, type ObjectChange } from './object-change.js';
import { standingParts } from './standing.js';
import { factsIf } from './tenant-resource.js';

/** The designated accounts: what they are, what they are in, how they sign in, and how they hold Global Administrator. */

interface AccountPair {
  readonly was: AccountReading;
  readonly is: AccountReading;
}

/** What Graph left out says nothing, so it is compared on neither side. Plans go by ID, so that a licence is told once. */
function userFacts(user: DirectoryUser | null, left: ReadonlySet<string>): readonly Fact[] {
  if (user === null) return [{ kind: 'value', field: 'user', text: 'not there' }];
  const { id: _id, assignedPlans, ...others } = user;
  const plans = assignedPlans.map(({ servicePlanId, ...plan }) => ({ id: servicePlanId, ...plan }));
  const properties = { ...others, assignedPlans: plans };
  const told = Object.fromEntries(Object.entries(properties).filter(([name]) => !left.has(name)));
  return [{ kind: 'value', field: 'user', text: 'there' }, ...factsOf('', told)];
}

function missingIn({ user }: AccountReading): readonly string[] {
  return user.known && user.value !== null ? user.value.missingProperties : [];
}

/** Memberships by ID only: another name of a group is no other membership. */
function membershipFacts({ memberships }: AccountReading): readonly Fact[] | null {
  return factsIf(memberships, ({ groups, ...rest }) => [
    ...factsOf(
      'memberships.groups',
      groups.map(({ id }) => id),
    ),
    ...factsOf('memberships', rest).filter(({ field }) => field !== 'memberships'),
  ]);
}

const ROLE_LISTS = ['roleAssignments', 'roleAssignmentScheduleInstances', 'roleEligibilityScheduleInstances'] as const;

type Principals = ReadonlySet<string>;

function roleFacts(snapshot: TenantSnapshot, list: (typeof ROLE_LISTS)[number], principals: Principals) {
  const observed: Observed<readonly { readonly principalId: string }[]> = snapshot[list];
  return factsIf(observed, (entries) =>
    factsOf(
      list,
      entries.filter(({ principalId }) => principals.has(normalId(principalId))),
    ),
  );
}

/** Pairs of facts of each reading that both views have. */
function comparable({ was, is }: AccountPair, { accepted, present }: Comparison) {
  const left = new Set([...missingIn(was), ...missingIn(is)]);
  // The same principals on both sides, so that a group that was left shows once, as a membership.
  const principals = new Set([...principalIdsOf(was), ...principalIdsOf(is)].map(normalId));
  const sides = [
    { reading: was, snapshot: accepted.snapshot },
    { reading: is, snapshot: present.snapshot },
  ].map(({ reading, snapshot }) => [
    { source: `GET /users/${is.id}`, facts: factsIf(reading.user, (user) => userFacts(user, left)) },
    {
      source: `GET /directory/deletedItems/${is.id}`,
      facts: factsIf(reading.deletedItem, (item) => factsOf('deletedItem', item === null ? null : { ...item })),
    },
    { source: `GET /users/${is.id}/transitiveMemberOf`, facts: membershipFacts(reading) },
    {
      source: `GET /users/${is.id}/authentication/methods`,
      facts: factsIf(reading.authenticationMethods, (methods) => factsOf('authenticationMethods', methods)),
    },
    ...standingParts(reading, snapshot),
    ...ROLE_LISTS.map((list) => ({
      source: `GET /roleManagement/directory/${list}`,
      facts: roleFacts(snapshot, list, principals),
    })),
  ]);
  const [before = [], after = []] = sides;
  return before.map(({ source, facts }, index) => ({
    source,
    was: facts,
    is: after[index]?.facts ?? null,
  }));
}

function subjectOf({ was, is }: AccountPair, { nameOf }: Comparison): Subject {
  return { type: 'account', id: is.id, name: nameOf(was.id) };
}

/** When a user is there on one side only, the properties that came or went with it say nothing more. */
function withoutEcho(changes: readonly FactChange[]): readonly FactChange[] {
  return changes.some(({ field }) => field === 'user') ? changes.filter(({ field }) => field === 'user') : changes;
}

function compareAccount(pair: AccountPair, comparison: Comparison): readonly ObjectChange[] {
  const parts = comparable(pair, comparison).flatMap(({ source, was, is }) => {
    if (was === null || is === null) return [];
    const changes = withoutEcho(diffFacts(was, is, comparison.nameOf));
    return changes.length === 0 ? [] : [{ source, changes }];
  });
  if (parts.length === 0) return [];
  const changes = parts.flatMap((part) => part.changes);
  const clauses = accountClauses(pair.is, changes, comparison);
  return [
    {
      subject: subjectOf(pair, comparison),
      fate: 'changed',
      changes,
      clauses,
      sources: parts.map(({ source }) => source),
    },
  ];
}

function designationChange(id: string, fate: 'appeared' | 'disappeared', { nameOf }: Comparison): ObjectChange {
  const isNew = fate === 'appeared';
  const clause: Clause = isNew
    ? remark('low', 'is designated as an emergency account now')
    : weakening('high', 'is not designated as an emergency account any more');
  const [before, after] = isNew ? ['no', 'yes'] : ['yes', 'no'];
  const change = { field: 'designated', before, after, added: isNew ? [id] : [], removed: isNew ? [] : [id] };
  const subject: Subject = { type: 'account', id, name: nameOf(id) };
  return {
    subject,
    fate,
    changes: [{ ...change, before: before ?? '', after: after ?? '' }],
    clauses: [clause],
    sources: [],
  };
}

/** Every designated account that is not as it was accepted, and the designations themselves. */
export function compareAccounts(comparison: Comparison): readonly ObjectChange[] {
  const was = new Map(comparison.accepted.snapshot.accounts.map((account) => [normalId(account.id), account]));
  const is = new Map(comparison.present.snapshot.accounts.map((account) => [normalId(account.id), account]));
  return [...new Set([...was.keys(), ...is.keys()])].sort().flatMap((id) => {
    const pair = { was: was.get(id), is: is.get(id) };
    if (pair.is === undefined) return [designationChange(id, 'disappeared', comparison)];
    if (pair.was === undefined) return [designationChange(id, 'appeared', comparison)];
    return compareAccount({ was: pair.was, is: pair.is }, comparison);
  });
}
