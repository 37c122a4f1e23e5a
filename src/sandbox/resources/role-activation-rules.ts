import type { SandboxRoleApproval } from '../state.js';

/**
 * The rules of a role's policy that matter when somebody activates it, in the shape of unifiedRoleManagementPolicyRule. The
 * notification rules are left out: nobody here reads them.
 */

function targetOf(caller: 'EndUser' | 'Admin', level: 'Assignment' | 'Eligibility'): object {
  return { caller, operations: ['all'], level, inheritableSettings: [], enforcedSettings: [] };
}

/** As Microsoft delivers a role: activated for up to eight hours, with multifactor authentication and a reason, unapproved. */
const UNAPPROVED: SandboxRoleApproval = { isApprovalRequired: false, primaryApprovers: [] };

export function activationRules({ isApprovalRequired, primaryApprovers } = UNAPPROVED): readonly object[] {
  return [
    {
      '@odata.type': '#microsoft.graph.unifiedRoleManagementPolicyExpirationRule',
      id: 'Expiration_EndUser_Assignment',
      isExpirationRequired: true,
      maximumDuration: 'PT8H',
      target: targetOf('EndUser', 'Assignment'),
    },
    {
      '@odata.type': '#microsoft.graph.unifiedRoleManagementPolicyEnablementRule',
      id: 'Enablement_EndUser_Assignment',
      enabledRules: ['MultiFactorAuthentication', 'Justification'],
      target: targetOf('EndUser', 'Assignment'),
    },
    {
      '@odata.type': '#microsoft.graph.unifiedRoleManagementPolicyApprovalRule',
      id: 'Approval_EndUser_Assignment',
      target: targetOf('EndUser', 'Assignment'),
      setting: {
        isApprovalRequired,
        isApprovalRequiredForExtension: false,
        isRequestorJustificationRequired: true,
        approvalMode: 'SingleStage',
        approvalStages: [
          {
            approvalStageTimeOutInDays: 1,
            isApproverJustificationRequired: true,
            escalationTimeInMinutes: 0,
            isEscalationEnabled: false,
            primaryApprovers,
            escalationApprovers: [],
          },
        ],
      },
    },
  ];
}
