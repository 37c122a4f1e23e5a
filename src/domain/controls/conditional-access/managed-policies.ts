import type { ConditionalAccessPolicy } from '../../tenant/conditional-access-policy.js';
import type { Control } from '../control.js';
import { judgeExclusions } from './judge-exclusion.js';
import { managedPoliciesGuide } from './managed-policies-guide.js';
import { enforcedFrom, isMicrosoftManaged } from './microsoft-managed.js';
import { CA_PERMISSIONS } from './permissions.js';

/** When Microsoft may switch on those that are still report-only, the earliest first. */
function datesOf(reached: readonly ConditionalAccessPolicy[]): string {
  const waiting = reached.filter(({ state }) => state === 'enabledForReportingButNotEnforced');
  if (waiting.length === 0) return '';
  const dates = waiting.flatMap((policy) => enforcedFrom(policy) ?? []).sort();
  const [first] = dates;
  return first === undefined
    ? ' Microsoft switches those in report-only on by itself, on a day that nobody can tell from here.'
    : ` Microsoft may switch on those in report-only by itself, the first from ${first} on.`;
}

/** BG-CA-06: nobody in the tenant wrote these policies, so nobody thought of the emergency accounts. */
export const managedPolicies: Control = {
  id: 'BG-CA-06',
  title: 'Microsoft-managed policies exclude the accounts',
  severity: 'high',
  rationale:
    'Microsoft adds such policies and switches them on by itself after 45 days; they know nothing of emergency accounts.',
  references: ['Microsoft: Microsoft-managed Conditional Access policies'],
  permissions: CA_PERMISSIONS,
  licence: 'P1',
  kind: 'auto',
  fix: 'F13',
  guide: managedPoliciesGuide,
  evaluate: (snapshot, settings) =>
    judgeExclusions(snapshot, settings, {
      states: ['enabled', 'enabledForReportingButNotEnforced'],
      concerns: isMicrosoftManaged,
      adjective: 'Microsoft-managed',
      reached: 'fail',
      advice: (reached) => `Exclude the account: exclusions and state are all that can be edited.${datesOf(reached)}`,
    }),
};
