import { z } from 'zod';
import type { RoleGroupReading } from '../../domain/tenant/governance.js';
import { unknown, type Observed } from '../../domain/tenant/observed.js';
import type { ExclusionGroupReading, RoleHolder } from '../../domain/tenant/snapshot.js';
import { readTransitiveMembers } from './exclusion-group.js';
import { objectId, optionalText } from './graph-schema.js';
import { readGroupAssignments, readGroupEligibilities } from './group-schedules.js';
import { parseWith, type BatchOfReads, type ObjectRead } from './observe.js';
import { RESOURCES, resourceOf } from './resources.js';

/**
 * The groups that hold Global Administrator: who is in them now, and who can be at any time because Privileged Identity
 * Management for Groups says so.
 */

/** A role is assigned to a group or two; more than ten is a matter for people. */
const MAX_GROUPS = 10;

const TOO_MANY = unknown(
  'incomplete',
  'GRAPH_ROLE_GROUP_LIMIT: too many groups hold Global Administrator to read them all; assign the role to fewer groups',
);

const group = z.object({ id: objectId, displayName: optionalText, isAssignableToRole: z.boolean().nullable() });
type RoleGroup = RoleGroupReading['group'] extends Observed<infer T> ? T : never;

/** The group with this object ID; known and null when the directory has none. */
export function readRoleGroup(id: string): ObjectRead<RoleGroup> {
  return {
    shape: 'object',
    resource: resourceOf(RESOURCES.roleGroup, id),
    permission: 'GroupMember.Read.All',
    version: 'v1.0',
    path: `/groups/${encodeURIComponent(id)}?$select=${Object.keys(group.shape).join(',')}`,
    parse: parseWith(group.refine((answer) => answer.id === id, { message: 'it is another group' })),
    whenNotFound: null,
  };
}

/** Exclusion groups that travel with the same batch, by ID, and their readings once they are there. */
export interface ReadAnyway {
  readonly ids: readonly string[];
  readonly readings: Promise<readonly ExclusionGroupReading[]>;
}

type Membership = Pick<RoleGroupReading, 'group' | 'transitiveMembers'>;

function reduced(observed: ExclusionGroupReading['group']): RoleGroupReading['group'] {
  if (!observed.known) return observed;
  if (observed.value === null) return { ...observed, value: null };
  const { id, displayName, isAssignableToRole } = observed.value;
  return { ...observed, value: { id, displayName, isAssignableToRole } };
}

async function shared(id: string, { readings }: ReadAnyway): Promise<Membership> {
  const reading = (await readings).find((candidate) => candidate.id === id);
  if (reading === undefined) throw new Error(`The group ${id} was chosen and not read.`);
  return { group: reduced(reading.group), transitiveMembers: reading.transitiveMembers };
}

async function readMembership(batch: BatchOfReads, id: string): Promise<Membership> {
  const [found, transitiveMembers] = await Promise.all([
    batch.observe(readRoleGroup(id)),
    batch.observe({ ...readTransitiveMembers(id), resource: resourceOf(RESOURCES.roleGroupMembers, id) }),
  ]);
  return { group: found, transitiveMembers };
}

/** One reading for each group among `holders`; none while they are not known. The reads travel with `batch`. */
export async function readRoleGroups(
  batch: BatchOfReads,
  holders: Observed<readonly RoleHolder[]>,
  readAnyway: ReadAnyway,
): Promise<readonly RoleGroupReading[]> {
  const ids = holders.known ? holders.value.filter(({ kind }) => kind === 'group').map(({ id }) => id) : [];
  const readings = ids.slice(0, MAX_GROUPS).map(async (id): Promise<RoleGroupReading> => {
    const [membership, assignmentScheduleInstances, eligibilityScheduleInstances] = await Promise.all([
      readAnyway.ids.includes(id) ? shared(id, readAnyway) : readMembership(batch, id),
      batch.observe(readGroupAssignments(id)),
      batch.observe(readGroupEligibilities(id)),
    ]);
    return { id, ...membership, assignmentScheduleInstances, eligibilityScheduleInstances };
  });
  const unread = ids.slice(MAX_GROUPS).map((id) => ({
    id,
    group: TOO_MANY,
    transitiveMembers: TOO_MANY,
    assignmentScheduleInstances: TOO_MANY,
    eligibilityScheduleInstances: TOO_MANY,
  }));
  return [...(await Promise.all(readings)), ...unread];
}
