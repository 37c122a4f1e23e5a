import type { TenantSnapshot } from '../tenant/snapshot.js';

/** Every principal that the policies, their exclusion groups or the assignments of Global Administrator name, once each. */

/** Template ID. Source: Microsoft Entra built-in roles. Its holder belongs to Entra Connect. */
const DIRECTORY_SYNCHRONIZATION = 'd29b2b05-8046-44ba-8758-1e26182fcf32';

export interface KnownPrincipal {
  /** Lower case. */
  readonly id: string;
  /** Graph's type without prefix; null when nothing that was read says what it is. */
  readonly kind: string | null;
  readonly name: string | null;
  /** Active in the whole directory, and for good where that is known. */
  readonly isGlobalAdministrator: boolean;
  readonly synchronizesDirectory: boolean;
}

interface Sighting {
  readonly id: string;
  readonly kind: string | null;
  readonly name: string | null;
}

const OBJECT_ID = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/i;

/** Active and permanent assignments; without the schedules every active one counts as such. */
function administratorIds({ roleAssignments, roleAssignmentScheduleInstances }: TenantSnapshot): readonly string[] {
  const isEverywhere = ({ directoryScopeId }: { readonly directoryScopeId: string }) => directoryScopeId === '/';
  if (roleAssignmentScheduleInstances.known) {
    return roleAssignmentScheduleInstances.value
      .filter((one) => isEverywhere(one) && one.assignmentType === 'Assigned' && one.endDateTime === null)
      .map(({ principalId }) => principalId);
  }
  return roleAssignments.known ? roleAssignments.value.filter(isEverywhere).map(({ principalId }) => principalId) : [];
}

function synchronizerIds({ roleReview: { assignments } }: TenantSnapshot): readonly string[] {
  if (!assignments.known) return [];
  return assignments.value
    .filter(({ roleDefinitionId }) => roleDefinitionId.toLowerCase() === DIRECTORY_SYNCHRONIZATION)
    .map(({ principalId }) => principalId);
}

/** What names a principal, the better sources later: a later name replaces an earlier one. */
function sightings(snapshot: TenantSnapshot): readonly Sighting[] {
  const { policies, references, exclusionGroups, roleHolders } = snapshot;
  const excluded = policies.known ? policies.value.policies.flatMap(({ users }) => users?.excludeUsers ?? []) : [];
  const bare = [...excluded.filter((id) => OBJECT_ID.test(id)), ...administratorIds(snapshot)];
  const members = exclusionGroups.flatMap(({ transitiveMembers }) =>
    transitiveMembers.known ? transitiveMembers.value : [],
  );
  return [
    ...bare.map((id) => ({ id, kind: null, name: null })),
    ...(references.known
      ? references.value.map(({ id, kind, displayName, state }) => ({
          id,
          // Nobody can be designated who is not there.
          kind: state === 'exists' ? kind : 'absent',
          name: displayName,
        }))
      : []),
    ...(roleHolders.known ? roleHolders.value : []),
    ...members,
  ];
}

export function findPrincipals(snapshot: TenantSnapshot): readonly KnownPrincipal[] {
  const administrators = new Set(administratorIds(snapshot).map((id) => id.toLowerCase()));
  const synchronizers = new Set(synchronizerIds(snapshot).map((id) => id.toLowerCase()));
  const found = new Map<string, Sighting>();
  for (const { id, kind, name } of sightings(snapshot)) {
    const key = id.toLowerCase();
    const before = found.get(key);
    found.set(key, { id: key, kind: kind ?? before?.kind ?? null, name: name ?? before?.name ?? null });
  }
  return [...found.values()].map((one) => ({
    ...one,
    isGlobalAdministrator: administrators.has(one.id),
    synchronizesDirectory: synchronizers.has(one.id),
  }));
}
