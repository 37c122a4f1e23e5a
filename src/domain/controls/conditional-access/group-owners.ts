import type { ExclusionGroupReading, TenantSnapshot } from '../../tenant/snapshot.js';
import type { Evidence } from '../control.js';
import { missingEvidence } from '../per-account.js';
import { designatedIds, memberName } from './intruders.js';

/** The owners of an exclusion group as a part of its protection. Source: BG-CA-09. */

export const EXPECTED =
  'role-assignable or in a restricted management administrative unit; assigned in the cloud, not nested, without owners who are not custodians';

/** What one part of a group's protection says: what is wrong, and what would have to be read to tell. */
export interface Part {
  readonly problems: readonly Evidence[];
  readonly unknowns: readonly Evidence[];
}

/** Object IDs of those who administer a restricted unit that an account is in: they look after the accounts anyway. */
function custodianIds({ administrativeUnits }: TenantSnapshot): ReadonlySet<string> {
  const ids = administrativeUnits.flatMap(({ unit, scopedRoleMemberIds }) =>
    unit.known && unit.value?.isMemberManagementRestricted === true && scopedRoleMemberIds.known
      ? scopedRoleMemberIds.value
      : [],
  );
  return new Set(ids.map((id) => id.toLowerCase()));
}

/** The reads without which an owner who looks like a stranger may still be a custodian. */
function custodianGaps({ administrativeUnits, accounts }: TenantSnapshot): readonly Evidence[] {
  return [
    ...administrativeUnits.flatMap(({ id, unit, scopedRoleMemberIds }) => [
      ...(unit.known ? [] : [missingEvidence(`GET /directory/administrativeUnits/${id}`, EXPECTED, unit)]),
      ...(scopedRoleMemberIds.known
        ? []
        : [
            missingEvidence(
              `GET /directory/administrativeUnits/${id}/scopedRoleMembers`,
              EXPECTED,
              scopedRoleMemberIds,
            ),
          ]),
    ]),
    ...accounts.flatMap(({ id, memberships }) =>
      memberships.known ? [] : [missingEvidence(`GET /users/${id}/transitiveMemberOf`, EXPECTED, memberships)],
    ),
  ];
}

/** What the owners of the group have to do with it: in a role-assignable group, too, they change its members. */
export function partOfOwners({ id, owners }: ExclusionGroupReading, snapshot: TenantSnapshot): Part {
  const source = `GET /groups/${id}/owners`;
  if (!owners.known) return { problems: [], unknowns: [missingEvidence(source, EXPECTED, owners)] };
  const trusted = new Set([...designatedIds(snapshot), ...custodianIds(snapshot)]);
  const strangers = owners.value.filter((owner) => !trusted.has(owner.id.toLowerCase()));
  if (strangers.length === 0) return { problems: [], unknowns: [] };
  const gaps = custodianGaps(snapshot);
  if (gaps.length > 0) return { problems: [], unknowns: gaps };
  const problems = strangers.map((owner): Evidence => {
    const object = { type: 'account' as const, id: owner.id, name: memberName(owner) };
    const actual = `its owner "${object.name}" is not known as a custodian`;
    return { source, readAt: owners.readAt, expected: EXPECTED, actual, object };
  });
  return { problems, unknowns: [] };
}
