import type { AdministrativeUnitReading, Domain, Organization } from '../tenant/snapshot.js';
import { AUTHENTICATION_RESOURCES } from './authentication-resources.js';
import type { FactChange } from './drift.js';
import { diffFacts, factsOf, type Fact } from './facts.js';
import { federationResource, GOVERNANCE_RESOURCES } from './governance-resources.js';
import { memberFacts, memberKeyIn } from './member-facts.js';
import { ENTRA_PLANS } from './names.js';
import {
  namesText,
  plainClause,
  remark,
  weakening,
  type Clause,
  type Comparison,
  type ObjectChange,
} from './object-change.js';
import { compareResource, factsIf, tenantSubjectOf, type TenantResource } from './tenant-resource.js';

/** What belongs to the tenant as a whole. Each resource stays a drift of its own: one has nothing to do with the other. */

function organizationFacts({ displayName, servicePlanIds }: Organization): readonly Fact[] {
  return [...factsOf('organization', { displayName }), ...factsOf('organization.assignedPlans', servicePlanIds)];
}

/** Without these some readings do not exist, so the controls on them have nothing to judge. */
function planClauses(change: FactChange, { nameOf }: Comparison): readonly Clause[] {
  if (change.field !== 'organization.assignedPlans') return [plainClause(change, 'info')];
  const isEntra = (id: string) => ENTRA_PLANS.has(id);
  const others = (ids: readonly string[]) => ids.filter((id) => !isEntra(id));
  return [
    ...change.removed.filter(isEntra).map((id) => remark('high', `no longer has the licence ${nameOf(id)}`)),
    ...change.added.filter(isEntra).map((id) => remark('low', `has the licence ${nameOf(id)} now`)),
    ...listClause(others(change.added), (names) => remark('info', `has new service plans: ${names}`), nameOf),
    ...listClause(
      others(change.removed),
      (names) => remark('info', `no longer has these service plans: ${names}`),
      nameOf,
    ),
  ];
}

function listClause(ids: readonly string[], clause: (names: string) => Clause, nameOf: Comparison['nameOf']) {
  return ids.length === 0 ? [] : [clause(namesText(ids, nameOf))];
}

function domainFacts(domains: readonly Domain[]): readonly Fact[] {
  return memberFacts(
    'domains',
    domains,
    ({ id }) => id,
    (at, { id: _id, ...properties }) => factsOf(at, properties),
  );
}

function domainClause(change: FactChange): Clause {
  if (change.after === 'Federated') return remark('high', `has "${memberKeyIn(change.field)}" federated now`);
  return plainClause(change, /\.(authenticationType|isVerified)$/.test(change.field) ? 'high' : 'medium');
}

const RESOURCES: readonly TenantResource[] = [
  {
    source: 'GET /organization',
    facts: ({ organization }) => factsIf(organization, organizationFacts),
    clausesOf: planClauses,
  },
  {
    source: 'GET /domains',
    facts: ({ domains }) => factsIf(domains, domainFacts),
    clausesOf: (change) => [domainClause(change)],
  },
  {
    source: 'GET /policies/identitySecurityDefaultsEnforcementPolicy',
    facts: ({ securityDefaults }) => factsIf(securityDefaults, (it) => factsOf('securityDefaults', it)),
    clausesOf: ({ after }) => [remark('high', `has security defaults turned ${after === 'true' ? 'on' : 'off'}`)],
  },
  {
    source: 'GET /policies/authorizationPolicy',
    facts: ({ authorizationPolicy }) => factsIf(authorizationPolicy, (it) => factsOf('authorizationPolicy', it)),
    clausesOf: (change) => [plainClause(change, 'medium')],
  },
  ...AUTHENTICATION_RESOURCES,
  ...GOVERNANCE_RESOURCES,
];

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
  const federations = present.snapshot.federationConfigurations.map(({ domainId }) => domainId).sort();
  const resources = [...RESOURCES, ...federations.map(federationResource)];
  return [...resources.flatMap((resource) => compareResource(resource, comparison)), ...units];
}
