import type { TenantSnapshot } from '../../tenant/snapshot.js';
import type { Control, Evidence, Judgement } from '../control.js';
import { whenLicensed } from '../licence.js';
import { noAccountDesignated, reasonOf, tenantSubject } from '../per-account.js';
import { listReasons } from '../words.js';
import { STANDING_HOLDER_PERMISSIONS } from './permissions.js';
import { INSTANCES_SOURCE, standingAdministratorsOf, type StandingAdministrator } from './standing-administrators.js';

const EXPECTED = 'only the emergency accounts hold Global Administrator without an end';

function judgeStanding({ id, name, kind, via }: StandingAdministrator, readAt: string): Judgement {
  const through = via === null ? '' : ` through the group "${via}"`;
  const isApplication = kind === 'servicePrincipal';
  const advice = isApplication
    ? 'Give the application the permissions it needs instead of the role.'
    : 'Make the assignment eligible or give it an end; if this is an emergency account, designate it.';
  return {
    subject: { type: 'account', id, name: name ?? id },
    outcome: 'fail',
    summary: `${isApplication ? 'The service principal' : 'The account'} holds Global Administrator permanently${through} and is no emergency account. ${advice}`,
    evidence: [{ source: INSTANCES_SOURCE, readAt, expected: EXPECTED, actual: `permanent, active${through}` }],
  };
}

function judgeGaps(snapshot: TenantSnapshot, gaps: readonly Evidence[]): Judgement {
  const summary = `Cannot tell who else holds Global Administrator permanently: ${listReasons(gaps.map(reasonOf))}.`;
  return { subject: tenantSubject(snapshot), outcome: 'error', summary, evidence: gaps };
}

function judgeTenant(snapshot: TenantSnapshot): readonly Judgement[] {
  const subject = tenantSubject(snapshot);
  const { roleAssignmentScheduleInstances: instances } = snapshot;
  // With nobody designated, the accounts that are meant for emergencies would be told to give up the role.
  if (snapshot.emergencyAccounts.length === 0) return [noAccountDesignated(snapshot)];
  const reading = { subject, source: INSTANCES_SOURCE, expected: EXPECTED, licence: 'P2' } as const;
  return whenLicensed(instances, reading, (value, readAt) => {
    const { found, gaps } = standingAdministratorsOf(snapshot, value);
    const judgements = [
      ...found.map((one) => judgeStanding(one, readAt)),
      ...(gaps.length > 0 ? [judgeGaps(snapshot, gaps)] : []),
    ];
    if (judgements.length > 0) return judgements;
    const evidence = [{ source: INSTANCES_SOURCE, readAt, expected: EXPECTED, actual: 'nobody else' }];
    const summary = 'Nobody but the emergency accounts holds Global Administrator permanently.';
    return [{ subject, outcome: 'pass', summary, evidence }];
  });
}

/** BG-ROLE-04: everybody else activates the role when they need it, so that a stolen session is not the whole tenant. */
export const onlyEmergencyAccounts: Control = {
  id: 'BG-ROLE-04',
  title: 'Only emergency accounts hold Global Administrator permanently',
  severity: 'high',
  rationale:
    'A permanent Global Administrator in daily use gives whoever steals the session the whole tenant, emergency accounts included.',
  references: ['CIS M365 5.3.1', 'Zero Trust Assessment 21815', 'Zero Trust Assessment 21816', 'MS.AAD.7.4v1'],
  permissions: STANDING_HOLDER_PERMISSIONS,
  licence: 'P2',
  kind: 'auto',
  fix: 'human',
  guide: {
    baseline: 'Recommended',
    minutesToFix: 20,
    roles: ['Privileged Role Administrator'],
    expected:
      'No active assignment of Global Administrator without an end exists beside those of the emergency accounts.',
    review: [
      'In Privileged Identity Management, open Microsoft Entra roles, Global Administrator, Active assignments, and look at the column for the end.',
      'For each group in the list, look at its members; for each service principal, ask its owner which Graph permissions it needs.',
    ],
    plan: [
      'Confirm first that BG-ROLE-01 passes for two emergency accounts: they stay as they are.',
      'Agree with each person on an eligible assignment, and on the day when the standing one ends.',
    ],
    implement: [
      'Add an eligible assignment for the person, let them activate it once, then remove the active one.',
      'Grant an application the few Graph permissions that it uses, test it, and remove its role.',
    ],
    verify: [
      'Scan again: BG-ROLE-04 names nobody any more, and BG-ROLE-01 still passes.',
      'Ask one person to activate the role, and see that the approval works as BG-PIM-01 expects.',
    ],
  },
  evaluate: judgeTenant,
};
