import type { TenantSnapshot } from '../../tenant/snapshot.js';
import type { Evidence } from '../control.js';
import { missingEvidence } from '../per-account.js';
import { roleGroupOf } from './group-membership.js';

/** Who holds Global Administrator, active or eligible, once groups are replaced by the people in them. */

export const HOLDERS_SOURCE = 'GET /roleManagement/directory/roleAssignments';

export interface Administrators {
  /** Lower-case object IDs of distinct users. */
  readonly userIds: ReadonlySet<string>;
  readonly servicePrincipalIds: ReadonlySet<string>;
  /** Why there may be more users. */
  readonly gaps: readonly Evidence[];
}

interface Held {
  readonly id: string;
  readonly kind: string;
}

interface Expanded {
  readonly members: readonly Held[];
  readonly gaps: readonly Evidence[];
}

const EXPECTED = 'everybody in the group that holds the role';

function expand(snapshot: TenantSnapshot, groupId: string): Expanded {
  const source = `GET /groups/${groupId}/transitiveMembers`;
  const reading = roleGroupOf(snapshot, groupId);
  if (reading === undefined) {
    const actual = `group ${groupId} holds the role and was not read; scan again`;
    return { members: [], gaps: [{ source, readAt: null, expected: EXPECTED, actual }] };
  }
  const { transitiveMembers: members, eligibilityScheduleInstances: eligible } = reading;
  const isOpen = !eligible.known && eligible.reason !== 'notLicensed';
  const eligibleSource = `GET /identityGovernance/privilegedAccess/group/eligibilityScheduleInstances?$filter=groupId eq '${groupId}'`;
  return {
    members: [
      ...(members.known ? members.value : []),
      ...(eligible.known ? eligible.value.map(({ principalId }) => ({ id: principalId, kind: 'user' })) : []),
    ],
    gaps: [
      ...(members.known ? [] : [missingEvidence(source, EXPECTED, members)]),
      ...(isOpen ? [missingEvidence(eligibleSource, EXPECTED, eligible)] : []),
    ],
  };
}

/** The users and service principals behind `holders`. Nested groups are resolved by the group's transitive members. */
export function administratorsOf(snapshot: TenantSnapshot, holders: readonly Held[]): Administrators {
  const groups = holders.filter(({ kind }) => kind === 'group').map(({ id }) => expand(snapshot, id));
  const all = [...holders, ...groups.flatMap(({ members }) => members)];
  const idsOf = (kind: string) => new Set(all.filter((one) => one.kind === kind).map(({ id }) => id.toLowerCase()));
  return {
    userIds: idsOf('user'),
    servicePrincipalIds: idsOf('servicePrincipal'),
    gaps: groups.flatMap(({ gaps }) => gaps),
  };
}
