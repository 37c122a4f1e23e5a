import { principalIdsOf } from '../../tenant/applicability-account.js';
import type { Observed } from '../../tenant/observed.js';
import type { AccountReading, TenantSnapshot } from '../../tenant/snapshot.js';
import type { Evidence } from '../control.js';
import { missingEvidence } from '../per-account.js';
import type { RolePath, RolePaths } from './role-paths.js';

/** The readings behind BG-ROLE-01 and BG-ROLE-02, each with what it says about one account. */

const EXPECTED = 'Global Administrator, assignmentType Assigned, directoryScopeId "/", endDateTime null';

function wordsOf(path: RolePath): string {
  const until = 'endDateTime' in path ? ` until ${path.endDateTime}` : '';
  const group = 'groupId' in path ? ` of ${path.groupId}` : '';
  return `${path.kind}${group}${until}`;
}

/** What is known of the groups with the role that the account is in. */
function groupEvidence(snapshot: TenantSnapshot, principals: readonly string[]): readonly Evidence[] {
  return snapshot.roleGroups
    .filter(({ id }) => principals.includes(id))
    .map(({ id, assignmentScheduleInstances }) =>
      evidenceOf(
        `GET /identityGovernance/privilegedAccess/group/assignmentScheduleInstances?$filter=groupId eq '${id}'`,
        assignmentScheduleInstances,
        (instances) => (instances.length === 0 ? 'the group has no schedule' : `${instances.length} memberships`),
      ),
    );
}

function evidenceOf<T>(source: string, observed: Observed<T>, describe: (value: T) => string): Evidence {
  if (!observed.known) return missingEvidence(source, EXPECTED, observed);
  return { source, readAt: observed.readAt, expected: EXPECTED, actual: describe(observed.value) };
}

/** What was read of the role of `account`, and how `paths` sums it up. */
export function roleEvidence(snapshot: TenantSnapshot, account: AccountReading, paths: RolePaths): readonly Evidence[] {
  const principals = principalIdsOf(account);
  const found = paths.found.length === 0 ? 'none' : paths.found.map(wordsOf).join(', ');
  const count = (assignments: readonly { readonly principalId: string }[]) =>
    `${assignments.filter(({ principalId }) => principals.includes(principalId)).length} for the account or its groups`;
  const role = 'roleManagement/directory';
  return [
    evidenceOf(`GET /${role}/roleAssignmentScheduleInstances`, snapshot.roleAssignmentScheduleInstances, () => found),
    evidenceOf(`GET /${role}/roleAssignments`, snapshot.roleAssignments, count),
    evidenceOf(`GET /users/${account.id}/transitiveMemberOf`, account.memberships, ({ groups }) =>
      groups.length === 0 ? 'no groups' : groups.map(({ id, displayName }) => displayName ?? id).join(', '),
    ),
    ...groupEvidence(snapshot, principals),
  ];
}
