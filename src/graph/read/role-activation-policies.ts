import { z } from 'zod';
import type { RoleActivationPolicy } from '../../domain/tenant/governance.js';
import { known, type Observed } from '../../domain/tenant/observed.js';
import { GLOBAL_ADMINISTRATOR, PRIVILEGED_ROLE_ADMINISTRATOR } from '../../domain/tenant/snapshot.js';
import { objectId, optionalText } from './graph-schema.js';
import { parseWith, type BatchOfReads, type CollectionRead } from './observe.js';
import { RESOURCES, resourceOf } from './resources.js';
import { isUnknown, latestOf, whole } from './whole.js';

/**
 * Who approves the activation of the two roles that lead to everything. One request for each role: without the filter Graph
 * answers with the rules of every role there is.
 */

const ROLES = [GLOBAL_ADMINISTRATOR, PRIVILEGED_ROLE_ADMINISTRATOR];

/** Source: unifiedRoleManagementPolicyRule, ID of the rule. */
const APPROVAL_RULE = 'Approval_EndUser_Assignment';

/** `subjectSet`: `singleUser` with `userId`, `groupMembers` with `groupId`, or a relation such as `requestorManager`. */
const approver = z
  .object({
    '@odata.type': z.string().min(1),
    userId: objectId.nullish(),
    groupId: objectId.nullish(),
    description: optionalText,
  })
  .transform(({ '@odata.type': type, userId, groupId, description }) => {
    const name = type.replace(/^#microsoft\.graph\./, '');
    const kind = name === 'singleUser' ? 'user' : name === 'groupMembers' ? 'group' : name;
    return { kind, id: userId ?? groupId ?? null, name: description };
  });

const stage = z.object({ primaryApprovers: z.array(approver) });

/** Where approval is required, stages that Graph left out say nothing about who approves; where it is not, nobody does. */
const setting = z.discriminatedUnion('isApprovalRequired', [
  z.object({ isApprovalRequired: z.literal(true), approvalStages: z.tuple([stage]).rest(stage) }),
  z.object({ isApprovalRequired: z.literal(false) }),
]);
const rule = z.object({ id: z.string(), setting: z.unknown() });

const policyAssignment = z
  .object({ roleDefinitionId: objectId, policy: z.object({ rules: z.array(rule) }) })
  .transform(({ roleDefinitionId, policy }, context): RoleActivationPolicy => {
    const approval = setting.safeParse(policy.rules.find(({ id }) => id === APPROVAL_RULE)?.setting);
    if (!approval.success) {
      context.addIssue({ code: 'custom', message: 'the policy has no rule of approval that says who approves' });
      return z.NEVER;
    }
    if (!approval.data.isApprovalRequired) return { roleDefinitionId, isApprovalRequired: false, approvers: [] };
    const [first] = approval.data.approvalStages;
    return { roleDefinitionId, isApprovalRequired: true, approvers: first.primaryApprovers };
  });

/** The policy of one role. A collection of one; empty where the role has none. */
export function readRoleActivationPolicy(roleDefinitionId: string): CollectionRead<readonly RoleActivationPolicy[]> {
  const filter = `scopeId eq '/' and scopeType eq 'DirectoryRole' and roleDefinitionId eq '${roleDefinitionId}'`;
  return {
    shape: 'collection',
    resource: resourceOf(RESOURCES.roleActivationPolicy, roleDefinitionId),
    permission: 'RoleManagement.Read.Directory',
    version: 'v1.0',
    path: `/policies/roleManagementPolicyAssignments?$filter=${encodeURIComponent(filter)}&$expand=policy($expand=rules)`,
    parse: parseWith(
      z
        .array(policyAssignment)
        .transform((policies) => policies.filter((policy) => policy.roleDefinitionId === roleDefinitionId)),
    ),
  };
}

export const ROLE_ACTIVATION_READS = ROLES.length;

/** The policies of both roles, or why one of them is not known. The reads travel with `batch`. */
export async function readRoleActivationPolicies(
  batch: BatchOfReads,
): Promise<Observed<readonly RoleActivationPolicy[]>> {
  const readings = await Promise.all(ROLES.map((id) => batch.observe(readRoleActivationPolicy(id))));
  const policies = whole(readings);
  if (isUnknown(policies)) return policies;
  return known(policies.flat(), latestOf(readings));
}
