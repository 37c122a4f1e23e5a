import { principalIdsOf } from '../../tenant/applicability-account.js';
import type { Observed } from '../../tenant/observed.js';
import type { AccountReading, TenantSnapshot } from '../../tenant/snapshot.js';
import type { Evidence } from '../control.js';
import { missingEvidence } from '../per-account.js';
import type { RolePath, RolePaths } from './role-paths.js';

/** The three readings behind BG-ROLE-01, each with what it says about one account. */

const EXPECTED = 'Global Administrator, assignmentType Assigned, directoryScopeId "/", endDateTime null';

function wordsOf(path: RolePath): string {
  return path.kind === 'timeBound' ? `timeBound until ${path.endDateTime}` : path.kind;
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
  ];
}
