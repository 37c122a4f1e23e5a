import type { Control } from '../control.js';
import { CA_PERMISSIONS } from './permissions.js';
import { judgeExclusions } from './judge-exclusion.js';

/** BG-CA-01: no enforced policy may reach an emergency account, except one that was proven to be made for it. */
export const excludedFromEnabled: Control = {
  id: 'BG-CA-01',
  title: 'Excluded from every enabled policy',
  severity: 'critical',
  rationale: 'One policy that nobody thought of, or that went wrong, is enough to keep everybody out.',
  references: [
    'CIS M365 1.1.2',
    'CIS M365 5.2.2',
    'Maester MT.1005',
    'Prowler entra_emergency_access_exclusion',
    'Zero Trust Assessment 21835',
    'TrueConfig PA-03',
  ],
  permissions: CA_PERMISSIONS,
  licence: 'P1',
  kind: 'auto',
  fix: 'F13/F14',
  guide: {
    baseline: 'Foundation',
    minutesToFix: 20,
    roles: ['Conditional Access Administrator'],
    expected:
      'Every enabled policy that targets users excludes the account, except a policy that is proven to be made for the emergency accounts.',
    review: [
      'Read in the finding which policies reach the account, and by which rule.',
      '"Not in scope" is not excluded: the next change of the policy may reach the account. CA_EXCLUSION says how strictly this is judged.',
    ],
    plan: [
      'Prefer one protected group that every policy excludes (BG-CA-09) to a change of each policy.',
      'Where policies are managed as code, change them there, or the next deployment takes the exclusion back.',
    ],
    implement: [
      'Add the account to the group that the policies exclude. A role-assignable group takes Privileged Role Administrator.',
      'Or open each policy and add the account under Users, Exclude. Remove nobody.',
    ],
    verify: [
      'Scan again: the policies no longer reach the account.',
      'Use What If in Conditional Access with the account and see that no policy applies but the one made for it.',
    ],
  },
  evaluate: (snapshot, settings) =>
    judgeExclusions(snapshot, settings, {
      states: ['enabled'],
      adjective: 'enabled',
      reached: 'fail',
      advice: 'Exclude the account.',
    }),
};
