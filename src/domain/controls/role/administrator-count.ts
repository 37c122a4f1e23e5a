import type { RoleHolder, TenantSnapshot } from '../../tenant/snapshot.js';
import { DEFAULT_SETTINGS, type Control, type Judgement, type ScanSettings } from '../control.js';
import { whenLicensed } from '../licence.js';
import { reasonOf, tenantSubject } from '../per-account.js';
import { countOf, listReasons } from '../words.js';
import { administratorsOf, HOLDERS_SOURCE, type Administrators } from './administrators.js';
import { ELIGIBLE_HOLDER_PERMISSIONS } from './permissions.js';

interface Count {
  readonly snapshot: TenantSnapshot;
  readonly settings: ScanSettings;
  readonly administrators: Administrators;
  readonly readAt: string;
}

function wantedIn({ globalAdministrators: { min, max } }: ScanSettings): string {
  const standard = DEFAULT_SETTINGS.globalAdministrators;
  const isStandard = min === standard.min && max === standard.max;
  return `${min} to ${max} are wanted${isStandard ? '' : ' by the setting globalAdministrators'}`;
}

/** What was counted: who reads a number of administrators has to know whom it leaves out. */
function rulesOf({ servicePrincipalIds }: Administrators): string {
  const { size } = servicePrincipalIds;
  const others = size === 0 ? '' : `; ${countOf(size, 'service principal holds', 'service principals hold')} it too`;
  return `Eligible users and members of groups count, service principals do not${others}.`;
}

function judgementOf(count: Count, outcome: Judgement['outcome'], advice: string): Judgement {
  const { snapshot, settings, administrators, readAt } = count;
  const { size } = administrators.userIds;
  const held = countOf(size, 'user holds', 'users hold');
  const expected = `${settings.globalAdministrators.min} to ${settings.globalAdministrators.max} users`;
  const actual = `${countOf(size, 'user', 'users')}, ${countOf(administrators.servicePrincipalIds.size, 'service principal', 'service principals')}`;
  return {
    subject: tenantSubject(snapshot),
    outcome,
    summary: `${held} Global Administrator, active or eligible; ${wantedIn(settings)}. ${advice}${rulesOf(administrators)}`,
    evidence: [{ source: HOLDERS_SOURCE, readAt, expected, actual }],
  };
}

function judgeGaps({ snapshot, administrators: { gaps } }: Count): Judgement {
  const summary = `Cannot tell how many users hold Global Administrator: ${listReasons(gaps.map(reasonOf))}.`;
  return { subject: tenantSubject(snapshot), outcome: 'error', summary, evidence: gaps };
}

function judgeCount(count: Count): readonly Judgement[] {
  const { min, max } = count.settings.globalAdministrators;
  const { userIds, gaps } = count.administrators;
  const tooMany = userIds.size > max;
  // More could be found behind what was not read, never fewer.
  const failures = tooMany
    ? [judgementOf(count, 'fail', 'Take the role from those who can work with a lesser one. ')]
    : [];
  if (gaps.length > 0) return [...failures, judgeGaps(count)];
  if (tooMany) return failures;
  if (userIds.size < min) return [judgementOf(count, 'fail', 'Designate and equip another account. ')];
  return [judgementOf(count, 'pass', '')];
}

/** BG-ROLE-03: too few and one accident locks everybody out; too many and somebody will be careless. */
export const administratorCount: Control = {
  id: 'BG-ROLE-03',
  title: 'Number of Global Administrators in bounds',
  severity: 'medium',
  rationale:
    'Each Global Administrator is a way to take the tenant over, and with fewer than two a single loss locks everybody out.',
  references: [
    'CIS M365 1.1.3',
    'MS.AAD.7.1v1',
    'Prowler admincenter_users_between_two_and_four_global_admins',
    'TrueConfig PA-01',
  ],
  permissions: ELIGIBLE_HOLDER_PERMISSIONS,
  licence: 'Free',
  kind: 'auto',
  fix: 'human',
  guide: {
    baseline: 'Foundation',
    minutesToFix: 30,
    roles: ['Privileged Role Administrator'],
    expected: 'Two to four users, the emergency accounts among them, hold Global Administrator, active or eligible.',
    review: [
      'Under Roles & admins, open Global Administrator and list its active and eligible assignments, and the members of every group among them.',
      'Ask each person what they last needed the role for; the audit log shows their activities.',
    ],
    plan: [
      'Choose for everybody but the emergency accounts the lesser role that covers their work, for example Exchange Administrator or User Administrator.',
      'Where there are fewer than two, decide which second emergency account is to be created first.',
    ],
    implement: [
      'Assign the lesser role, let the person work with it for some days, then remove their Global Administrator assignment.',
      'Never remove the assignment of an emergency account to reach the number.',
    ],
    verify: ['Scan again: BG-ROLE-03 passes and BG-ROLE-01 still passes for each emergency account.'],
  },
  evaluate: (snapshot, settings) =>
    whenLicensed<readonly RoleHolder[]>(
      snapshot.roleHolders,
      {
        subject: tenantSubject(snapshot),
        source: HOLDERS_SOURCE,
        expected: 'who holds Global Administrator, active or eligible',
        licence: 'P2',
      },
      (holders, readAt) =>
        judgeCount({ snapshot, settings, administrators: administratorsOf(snapshot, holders), readAt }),
    ),
};
