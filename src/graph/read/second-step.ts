import type { PolicyList } from '../../domain/tenant/conditional-access-policy.js';
import { unknown, type Observed } from '../../domain/tenant/observed.js';
import type { AccountReading, AdministrativeUnitReading, TenantSnapshot } from '../../domain/tenant/snapshot.js';
import { readAdministrativeUnit, readScopedRoleMembers } from './administrative-unit.js';
import { allOf } from './all-of.js';
import { readApplicationPermissions, type ServicePrincipals } from './application-permissions.js';
import { readFederationConfigurations } from './federation.js';
import { readGroups } from './groups.js';
import { chooseExclusionGroups, type OwnReferences } from './groups-to-read.js';
import { observeNamesakes } from './namesakes.js';
import { openBatch, type BatchOfReads, type ReadSession } from './observe.js';
import type { ProgressMeter } from './progress.js';
import { readRoleGroups } from './role-groups.js';

/** The second step of a scan: what only the first can name. Everything in it travels together. */

/** What the first step has read of an account. */
export type AccountReads = Pick<AccountReading, 'id' | 'user' | 'deletedItem' | 'memberships' | 'manager'>;

/** What the first step has read of the tenant, beside its policies. */
export interface TenantReads {
  readonly roleHolders: TenantSnapshot['roleHolders'];
  readonly domains: TenantSnapshot['domains'];
  readonly servicePrincipals: ServicePrincipals;
}

interface SecondStep extends Pick<
  TenantSnapshot,
  | 'groups'
  | 'exclusionGroups'
  | 'administrativeUnits'
  | 'roleGroups'
  | 'federationConfigurations'
  | 'applicationPermissions'
> {
  /** In the order of the accounts. */
  readonly namesakeIds: readonly AccountReading['namesakeIds'][];
}

/** Emergency accounts are in one unit or none; ten show a tenant where that went wrong. */
const MAX_UNITS = 10;

const TOO_MANY_UNITS = unknown(
  'incomplete',
  'GRAPH_UNIT_LIMIT: the emergency accounts are in too many administrative units to read them all; take the accounts out of units that are not for them',
);

function ownReferences(ids: readonly string[], accounts: readonly AccountReads[]): OwnReferences {
  const groups = accounts.flatMap(({ memberships }) => (memberships.known ? memberships.value.groups : []));
  const isRead = ({ user, memberships }: AccountReads) => memberships.known || (user.known && user.value === null);
  return {
    ids: new Set(ids),
    groupIds: new Set(groups.map(({ id }) => id)),
    isComplete: accounts.every(isRead),
  };
}

async function readEveryNamesake(
  batch: BatchOfReads,
  ids: readonly string[],
  accounts: readonly AccountReads[],
): Promise<SecondStep['namesakeIds']> {
  return Promise.all(
    ids.flatMap((id, index) => {
      const account = accounts[index];
      return account === undefined ? [] : [observeNamesakes(batch, id, account.user)];
    }),
  );
}

async function readAdministrativeUnits(
  batch: BatchOfReads,
  accounts: readonly AccountReads[],
): Promise<readonly AdministrativeUnitReading[]> {
  const named = accounts.flatMap(({ memberships }) =>
    memberships.known ? memberships.value.administrativeUnitIds : [],
  );
  const ids = [...new Set(named)];
  const readings = ids.slice(0, MAX_UNITS).map(async (id): Promise<AdministrativeUnitReading> => {
    const [unit, scopedRoleMemberIds] = await Promise.all([
      batch.observe(readAdministrativeUnit(id)),
      batch.observe(readScopedRoleMembers(id)),
    ]);
    return { id, unit, scopedRoleMemberIds };
  });
  const unread = ids.slice(MAX_UNITS).map((id) => ({ id, unit: TOO_MANY_UNITS, scopedRoleMemberIds: TOO_MANY_UNITS }));
  return [...(await Promise.all(readings)), ...unread];
}

/**
 * The groups and administrative units around the accounts, their namesakes, and what goes with those who hold Global
 * Administrator. Without the policies no excluded group can be named; the others still can.
 */
export async function readSecondStep(
  session: ReadSession,
  progress: ProgressMeter,
  policies: Observed<PolicyList>,
  ids: readonly string[],
  accounts: readonly AccountReads[],
  tenant: TenantReads,
): Promise<SecondStep> {
  const batch = openBatch(session);
  const counted: BatchOfReads = {
    observe: (read) => {
      progress.expect(1);
      return batch.observe(read);
    },
    send: () => batch.send(),
  };
  const list = policies.known ? policies.value.policies : [];
  const own = ownReferences(ids, accounts);
  const groups = readGroups(counted, list, own);
  const readAnyway = { ids: chooseExclusionGroups(list, own).read, readings: groups.exclusionGroups };
  const reads = {
    ...groups,
    administrativeUnits: readAdministrativeUnits(counted, accounts),
    namesakeIds: readEveryNamesake(counted, ids, accounts),
    roleGroups: readRoleGroups(counted, tenant.roleHolders, readAnyway),
    federationConfigurations: readFederationConfigurations(counted, tenant.domains),
    applicationPermissions: readApplicationPermissions(counted, tenant.servicePrincipals),
  };
  counted.send();
  return allOf(reads);
}
