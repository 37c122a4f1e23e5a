import type { SandboxState } from '../state.js';
import { addApplication } from './applications.js';
import { ALMA_ID, GROUP, HUGO_ID, MAJA_ID } from './contoso-directory.js';
import { FEDERATED_DOMAIN, makeGroup } from './foundation.js';
import { approvedBy, decidesByItself, federationOf, leaverWorkflow, reviewOfRole, riskyUser } from './governance.js';
import { guidFor } from './ids.js';
import { COLLEAGUES } from './people.js';
import { activeRole, ROLE } from './roles.js';

/**
 * How Contoso governs its privileged access: a group that holds Global Administrator and whose members come through
 * Privileged Identity Management, a review that would take the role from whoever nobody speaks for, one approver where
 * there should be two, and a forgotten tool that may rewrite every policy.
 */

/** Where Contoso works; everywhere else a policy blocks. */
export const OFFICE_COUNTRIES_ID = guidFor('namedLocation:countries-we-work-in');

function addRoleGroup(state: SandboxState): void {
  state.groups.push(
    makeGroup('global-administrators', 'Global Administrators (on request)', {
      isAssignableToRole: true,
      visibility: 'Private',
    }),
  );
  state.roleAssignmentScheduleInstances.push(activeRole(GROUP.globalAdministrators, 'globalAdministrator'));
  state.groupEligibilityScheduleInstances.push({
    id: `${GROUP.globalAdministrators}_member_${guidFor('groupEligibility:hugo')}`,
    groupId: GROUP.globalAdministrators,
    principalId: HUGO_ID,
    accessId: 'member',
    memberType: 'direct',
    startDateTime: '2026-03-02T08:00:00Z',
    endDateTime: null,
  });
}

function addRisks(state: SandboxState): void {
  const find = (id: string) => state.users.filter((user) => user.id === id);
  state.riskyUsers.push(
    ...find(ALMA_ID).map((user) => riskyUser(user)),
    ...find(MAJA_ID).map((user) => riskyUser(user, { riskState: 'remediated', riskLevel: 'none' })),
  );
}

export function addGovernance(state: SandboxState): void {
  const [approver] = COLLEAGUES;
  addRoleGroup(state);
  addRisks(state);
  state.roleApprovals = { [ROLE.globalAdministrator]: approvedBy(approver) };
  state.accessReviews.push(
    reviewOfRole('Quarterly review: Global Administrators', 'globalAdministrator', decidesByItself('Deny')),
  );
  state.lifecycleWorkflows.push(
    leaverWorkflow('Last day of work', "(userType eq 'Member' and department ne 'Management')"),
  );
  state.federationConfigurations[FEDERATED_DOMAIN] = federationOf(FEDERATED_DOMAIN, 'Fabrikam AD FS', {
    federatedIdpMfaBehavior: 'acceptIfMfaDoneByFederatedIdp',
  });
  state.namedLocations.push({ id: OFFICE_COUNTRIES_ID, kind: 'countries', countriesAndRegions: ['SE', 'NO', 'DK'] });
  addApplication(state, 'policy-backup', 'Policy backup (2023 trial)', [
    'Policy.Read.All',
    'Policy.ReadWrite.ConditionalAccess',
  ]);
  addApplication(state, 'newsletter', 'Newsletter', ['Mail.Send']);
}
