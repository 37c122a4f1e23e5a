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
  evaluate: (snapshot, settings) =>
    judgeExclusions(snapshot, settings, {
      states: ['enabled'],
      adjective: 'enabled',
      reached: 'fail',
      advice: 'Exclude the account.',
    }),
};
