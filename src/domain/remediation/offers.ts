import type { Finding } from '../controls/control.js';
import type { Planner } from './planner.js';
import { planRole } from './planners/assign-role.js';
import { planNewAccount } from './planners/create-account.js';
import { planDedicatedPolicy } from './planners/create-dedicated-policy.js';
import { planMethodDeletion } from './planners/delete-weak-method.js';
import { planEnabling } from './planners/enable-account.js';
import { planExclusions } from './planners/exclude-account.js';
import { planKey } from './planners/register-key.js';
import { planRegistrationPrompts } from './planners/registration-prompts.js';
import { planExpulsion } from './planners/remove-intruder.js';
import { planStaleReferences } from './planners/remove-stale-reference.js';
import { planRestoring } from './planners/restore-account.js';
import { planRestrictedUnit } from './planners/restricted-unit.js';
import { planPasswordNeverExpires } from './planners/set-password-never-expires.js';

/** Which planner answers which control, and for which outcomes. */

export interface Offer {
  readonly outcomes: readonly Finding['outcome'][];
  readonly plan: Planner;
}

export const OFFERS: ReadonlyMap<string, Offer> = new Map<string, Offer>([
  ['BG-INV-01', { outcomes: ['fail'], plan: planNewAccount }],
  ['BG-ACC-01', { outcomes: ['fail'], plan: planEnabling }],
  ['BG-ACC-07', { outcomes: ['fail', 'warn'], plan: planPasswordNeverExpires }],
  ['BG-ACC-08', { outcomes: ['fail'], plan: planRestoring }],
  ['BG-ROLE-01', { outcomes: ['fail'], plan: planRole }],
  ['BG-AUTH-01', { outcomes: ['fail'], plan: planKey }],
  ['BG-AUTH-02', { outcomes: ['fail', 'warn'], plan: planMethodDeletion }],
  ['BG-CA-01', { outcomes: ['fail'], plan: planExclusions }],
  ['BG-CA-02', { outcomes: ['fail', 'warn'], plan: planExclusions }],
  ['BG-CA-03', { outcomes: ['fail'], plan: planExclusions }],
  ['BG-CA-04', { outcomes: ['fail'], plan: planExclusions }],
  ['BG-CA-05', { outcomes: ['fail', 'warn', 'notApplicable'], plan: planDedicatedPolicy }],
  ['BG-CA-06', { outcomes: ['fail', 'warn'], plan: planExclusions }],
  ['BG-CA-07', { outcomes: ['fail', 'warn'], plan: planExclusions }],
  ['BG-CA-08', { outcomes: ['fail', 'warn'], plan: planStaleReferences }],
  ['BG-CA-10', { outcomes: ['fail', 'warn'], plan: planExpulsion }],
  ['BG-CA-11', { outcomes: ['fail'], plan: planExclusions }],
  ['BG-TEN-02', { outcomes: ['fail', 'warn'], plan: planRegistrationPrompts }],
  ['BG-PROT-01', { outcomes: ['fail', 'warn'], plan: planRestrictedUnit }],
]);
