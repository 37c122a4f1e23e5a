import { describe, expect, test } from '@jest/globals';
import { ROLE_GROUP } from '../../src/sandbox/seed/compliant-tenant.js';
import { COMPLIANT, describeFaults, type ReadUnderTest } from './describe-faults.js';
import { everyFaultOf, OF_CONNECTIONS, scanWithFault } from './faulty-scan.js';

/** The fault matrix of who holds and governs power: roles, reviews, workflows, and the permissions of applications. */

const roleGroup = (rest: string) => new RegExp(`/groups/${ROLE_GROUP.id}${rest}`);

const READS: readonly ReadUnderTest[] = [
  { read: 'role assignments', match: /\/roleAssignments\?/, controls: ['BG-ROLE-03', 'BG-ROLE-04'] },
  {
    read: 'permanent roles',
    match: /\/roleAssignmentScheduleInstances\?/,
    controls: ['BG-ROLE-01', 'BG-ROLE-02', 'BG-ROLE-03', 'BG-ROLE-04'],
  },
  {
    read: 'eligible roles',
    match: /\/roleEligibilityScheduleInstances\?/,
    controls: ['BG-ROLE-03', 'BG-ROLE-04', 'BG-PIM-01'],
  },
  { read: 'group that holds the role', match: roleGroup('\\?'), isOfOneObject: true, controls: ['BG-ROLE-04'] },
  {
    read: 'everybody in the group that holds the role',
    match: roleGroup('/transitiveMembers'),
    controls: ['BG-ROLE-03', 'BG-ROLE-04'],
  },
  {
    read: 'how long somebody is in the group that holds the role',
    match: /\/privilegedAccess\/group\/assignmentScheduleInstances/,
    controls: ['BG-ROLE-04'],
  },
  {
    read: 'who can enter the group that holds the role',
    match: /\/privilegedAccess\/group\/eligibilityScheduleInstances/,
    controls: ['BG-ROLE-03', 'BG-PIM-01'],
  },
  { read: 'approvals of activations', match: /\/roleManagementPolicyAssignments/, controls: ['BG-PIM-01'] },
  { read: 'access reviews', match: /\/accessReviews\/definitions/, controls: ['BG-GOV-01'] },
  { read: 'lifecycle workflows', match: /\/lifecycleWorkflows\/workflows/, controls: ['BG-GOV-02'] },
  { read: 'service principals', match: /\/servicePrincipals\(/, isOfOneObject: true, controls: ['BG-SELF-01'] },
  { read: 'granted permissions', match: /\/appRoleAssignedTo/, controls: ['BG-SELF-01'] },
];

/** Reads that only the review of the current state before a plan needs. Unlike the others of their name they have no filter. */
const REVIEW_CASES = everyFaultOf([
  { read: 'role definitions', match: /\/roleDefinitions\?/ },
  { read: 'assignments of all roles', match: /\/roleAssignments$/ },
  { read: 'schedules of all roles', match: /\/roleAssignmentScheduleInstances$/ },
  { read: 'eligibilities of all roles', match: /\/roleEligibilityScheduleInstances$/ },
]).filter(({ fault }) => !OF_CONNECTIONS.includes(fault));

describeFaults(READS);

describe('a read for the review before a plan', () => {
  test.each(REVIEW_CASES)(
    '$read × $fault: no control rests on it, so it is shown and the verdict stands',
    async ({ match, fault }) => {
      const offHost = 'http://127.0.0.1:9';
      const { judged, wasHit } = await scanWithFault(COMPLIANT.build(), { match, fault, offHost });
      expect(wasHit).toBe(true);
      expect(judged.coverage.reads.filter(({ status }) => status !== 'known')).toHaveLength(1);
      expect(judged.verdict).toBe('compliant');
    },
  );
});
