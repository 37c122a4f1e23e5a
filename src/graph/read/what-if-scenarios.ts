import type { WhatIfScenario } from '../../domain/tenant/what-if.js';

/**
 * Which sign-ins are imagined. Microsoft Entra answers one such question a second for all applications of the tenant
 * together, so there are few of them, the most telling first. The question takes application IDs; keywords of policies such
 * as `All` are not documented there, and a policy for all resources shows with any of them.
 */

/** Windows Azure Service Management API: where somebody goes to mend a tenant, and what most policies for administrators name. */
const AZURE_MANAGEMENT = '797f4846-ba00-4fd7-ba43-dac1f8f63013';
const EXCHANGE_ONLINE = '00000002-0000-0ff1-ce00-000000000000';

/** Two countries far apart: at least one of them is not where a tenant works, so that a block by country shows. */
const SCENARIOS: readonly WhatIfScenario[] = [
  {
    application: AZURE_MANAGEMENT,
    clientAppType: 'browser',
    devicePlatform: 'windows',
    signInRiskLevel: 'none',
    userRiskLevel: 'none',
    country: 'US',
  },
  /** A client without modern authentication, as what blocks legacy authentication sees it. */
  {
    application: EXCHANGE_ONLINE,
    clientAppType: 'other',
    devicePlatform: 'windows',
    signInRiskLevel: 'none',
    userRiskLevel: 'none',
    country: 'US',
  },
  /** An account that nobody has used for months, from an unusual place: Identity Protection may hold that for a risk. */
  {
    application: AZURE_MANAGEMENT,
    clientAppType: 'browser',
    devicePlatform: 'windows',
    signInRiskLevel: 'high',
    userRiskLevel: 'high',
    country: 'NZ',
  },
];

/** The scenarios for each of `accounts` accounts: three for up to two accounts, two for three, one for more. */
export function chooseScenarios(accounts: number): readonly WhatIfScenario[] {
  if (accounts <= 2) return SCENARIOS;
  return SCENARIOS.slice(0, accounts === 3 ? 2 : 1);
}
