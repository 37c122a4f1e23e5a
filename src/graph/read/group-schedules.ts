import { z } from 'zod';
import type { GroupScheduleInstance } from '../../domain/tenant/governance.js';
import { objectId } from './graph-schema.js';
import { parseWith, type CollectionRead } from './observe.js';
import { RESOURCES, resourceOf, type Resource } from './resources.js';

/**
 * Memberships that Privileged Identity Management for Groups governs, active and eligible. The filter is applied once more
 * to the answer: owners must not look like members.
 */

/** Graph writes the words in either case: `Assigned` in its examples, `assigned` in its metadata. */
const word = z.string().transform((text) => text.toLowerCase());

/** Null is "never ends" and must be said; a missing end is not understood. */
const instance = z.object({
  groupId: objectId,
  principalId: objectId,
  accessId: word,
  assignmentType: word.optional(),
  memberType: word,
  endDateTime: z.string().nullable(),
});

function readInstances(
  groupId: string,
  collection: 'assignmentScheduleInstances' | 'eligibilityScheduleInstances',
  resource: Resource,
  permission: string,
): CollectionRead<readonly GroupScheduleInstance[]> {
  const isEligible = collection === 'eligibilityScheduleInstances';
  const rows = z.array(
    instance.transform(({ assignmentType = isEligible ? 'eligible' : undefined, ...rest }, context) => {
      if (assignmentType !== undefined) return { ...rest, assignmentType };
      context.addIssue({ code: 'custom', message: 'a membership does not say whether it was activated' });
      return z.NEVER;
    }),
  );
  const filter = `groupId eq '${groupId}' and accessId eq 'member'`;
  return {
    shape: 'collection',
    resource: resourceOf(resource, groupId),
    permission,
    version: 'v1.0',
    path: `/identityGovernance/privilegedAccess/group/${collection}?$filter=${encodeURIComponent(filter)}`,
    parse: parseWith(
      rows.transform((instances) =>
        instances
          .filter((row) => row.groupId === groupId && row.accessId === 'member')
          .map(({ groupId: _group, accessId: _access, ...rest }): GroupScheduleInstance => rest),
      ),
    ),
  };
}

/** Active memberships that are governed. */
export function readGroupAssignments(groupId: string): CollectionRead<readonly GroupScheduleInstance[]> {
  return readInstances(
    groupId,
    'assignmentScheduleInstances',
    RESOURCES.groupAssignmentScheduleInstances,
    'PrivilegedAssignmentSchedule.Read.AzureADGroup',
  );
}

/** Memberships that can be activated. */
export function readGroupEligibilities(groupId: string): CollectionRead<readonly GroupScheduleInstance[]> {
  return readInstances(
    groupId,
    'eligibilityScheduleInstances',
    RESOURCES.groupEligibilityScheduleInstances,
    'PrivilegedEligibilitySchedule.Read.AzureADGroup',
  );
}
