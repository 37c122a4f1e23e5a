import type { Subject } from '../controls/control.js';
import type { Observed } from '../tenant/observed.js';
import type { AdministrativeUnitReading, Domain, TenantSnapshot } from '../tenant/snapshot.js';
import type { FactChange } from './drift.js';
import { diffFacts, factsOf, type Fact } from './facts.js';
import type { NameOf } from './names.js';
import { plainClause, remark, weakening, type Clause, type Comparison, type ObjectChange } from './object-change.js';

/** What belongs to the tenant as a whole. Each resource stays a drift of its own: one has nothing to do with the other. */

/** The tenant as a subject, named as `nameOf` knows it. */
export function tenantSubjectOf({ tenantId }: TenantSnapshot, nameOf: NameOf): Subject {
  return { type: 'tenant', id: tenantId, name: nameOf(tenantId) };
}

interface Resource {
  readonly source: string;
  /** Null: not known. */
  readonly facts: (snapshot: TenantSnapshot) => readonly Fact[] | null;
  readonly clauseOf: (change: FactChange) => Clause;
}

function factsIf<T>(observed: Observed<T>, facts: (value: T) => readonly Fact[]): readonly Fact[] | null {
  return observed.known ? facts(observed.value) : null;
}

/** Quoted, since a domain has dots of its own. */
function fieldOf(domain: string): string {
  return `domains["${domain}"]`;
}

function domainFacts(domains: readonly Domain[]): readonly Fact[] {
  return [
    ...factsOf(
      'domains',
      domains.map(({ id }) => id),
    ),
    ...domains.flatMap(({ id, ...properties }) => factsOf(fieldOf(id), properties)),
  ];
}

function domainClause(change: FactChange): Clause {
  if (change.after === 'Federated')
    return remark('high', `has ${change.field.replace(/^domains\[|\]\.authenticationType$/g, '')} federated now`);
  return plainClause(change, /\.(authenticationType|isVerified)$/.test(change.field) ? 'high' : 'medium');
}

const RESOURCES: readonly Resource[] = [
  {
    source: 'GET /organization',
    facts: ({ organization }) => factsIf(organization, ({ displayName }) => factsOf('organization', { displayName })),
    clauseOf: (change) => plainClause(change, 'info'),
  },
  { source: 'GET /domains', facts: ({ domains }) => factsIf(domains, domainFacts), clauseOf: domainClause },
  {
    source: 'GET /policies/identitySecurityDefaultsEnforcementPolicy',
    facts: ({ securityDefaults }) => factsIf(securityDefaults, (it) => factsOf('securityDefaults', it)),
    clauseOf: ({ after }) => remark('high', `has security defaults turned ${after === 'true' ? 'on' : 'off'}`),
  },
  {
    source: 'GET /policies/authorizationPolicy',
    facts: ({ authorizationPolicy }) => factsIf(authorizationPolicy, (it) => factsOf('authorizationPolicy', it)),
    clauseOf: (change) => plainClause(change, 'medium'),
  },
  {
    source: 'GET /policies/authenticationMethodsPolicy',
    facts: ({ authenticationMethodsPolicy: policy }) =>
      factsIf(policy, (it) => factsOf('authenticationMethodsPolicy', it)),
    clauseOf: (change) => plainClause(change, 'medium'),
  },
];

function compareResource({ source, facts, clauseOf }: Resource, comparison: Comparison): readonly ObjectChange[] {
  const before = facts(comparison.accepted.snapshot);
  const after = facts(comparison.present.snapshot);
  if (before === null || after === null) return [];
  const changes = diffFacts(before, after, comparison.nameOf);
  if (changes.length === 0) return [];
  const domainsThatCame = new Set(
    changes.flatMap(({ field, added, removed }) => (field === 'domains' ? [...added, ...removed] : [])),
  );
  // A whole domain that came or went is one clause, not one per property.
  const toSay = changes.filter(({ field }) => ![...domainsThatCame].some((id) => field.startsWith(fieldOf(id))));
  const subject = tenantSubjectOf(comparison.present.snapshot, comparison.nameOf);
  return [{ subject, fate: 'changed', changes: toSay, clauses: toSay.map(clauseOf), sources: [source] }];
}

function unitFacts({ unit }: AdministrativeUnitReading): readonly Fact[] | null {
  return factsIf(unit, (value) => {
    if (value === null) return [{ kind: 'value', field: 'unit', text: 'not there' }];
    const { id: _id, ...flags } = value;
    return [{ kind: 'value', field: 'unit', text: 'there' }, ...factsOf('', flags)];
  });
}

function unitClause(change: FactChange, name: string): Clause {
  const of = `of the administrative unit "${name}"`;
  if (change.field === 'unit') {
    return change.after === 'there'
      ? remark('medium', `has the administrative unit "${name}" again`)
      : weakening('high', `lost the administrative unit "${name}"`);
  }
  const text = `changed ${change.field} ${of} from "${change.before}" to "${change.after}"`;
  const isLoosened = change.field === 'isMemberManagementRestricted' && change.before === 'true';
  return isLoosened ? weakening('high', text) : remark('medium', text);
}

function compareUnit(
  was: AdministrativeUnitReading,
  is: AdministrativeUnitReading,
  comparison: Comparison,
): readonly ObjectChange[] {
  const { nameOf, present } = comparison;
  const source = `GET /directory/administrativeUnits/${is.id}`;
  const scoped = (reading: AdministrativeUnitReading) =>
    factsIf(reading.scopedRoleMemberIds, (ids) => factsOf('scopedRoleMemberIds', ids));
  const parts = [
    { source, was: unitFacts(was), is: unitFacts(is) },
    { source: `${source}/scopedRoleMembers`, was: scoped(was), is: scoped(is) },
  ].flatMap((part) => {
    const all = part.was === null || part.is === null ? [] : diffFacts(part.was, part.is, nameOf);
    const changes = all.some(({ field }) => field === 'unit') ? all.filter(({ field }) => field === 'unit') : all;
    return changes.length === 0 ? [] : [{ source: part.source, changes }];
  });
  if (parts.length === 0) return [];
  const changes = parts.flatMap((part) => part.changes);
  const named = changes.map((change) => ({ ...change, field: `administrativeUnits.${is.id}.${change.field}` }));
  const clauses = changes.map((change) => unitClause(change, nameOf(is.id)));
  return [
    {
      subject: tenantSubjectOf(present.snapshot, nameOf),
      fate: 'changed',
      changes: named,
      clauses,
      sources: parts.map((part) => part.source),
    },
  ];
}

/** Every resource of the tenant that is not as it was accepted. Which units are read follows from the accounts. */
export function compareTenant(comparison: Comparison): readonly ObjectChange[] {
  const { accepted, present } = comparison;
  const units = [...present.snapshot.administrativeUnits]
    .sort((a, b) => (a.id < b.id ? -1 : 1))
    .flatMap((is) => {
      const was = accepted.snapshot.administrativeUnits.find(({ id }) => id === is.id);
      return was === undefined ? [] : compareUnit(was, is, comparison);
    });
  return [...RESOURCES.flatMap((resource) => compareResource(resource, comparison)), ...units];
}
