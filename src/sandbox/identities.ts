import { guidFor } from './seed/ids.js';

/**
 * The two app registrations that the simulated tenant knows, each with a token of its own: one that only reads, and one
 * that reads what it needs and makes the few writes that remediation needs.
 */

export type Caller = 'reader' | 'remediator';

/** How the audit log names the remediator. */
export const REMEDIATOR_APP = {
  appId: guidFor('application:glasswatch-remediator'),
  displayName: 'Glasswatch remediator',
  servicePrincipalId: guidFor('servicePrincipal:glasswatch-remediator'),
  servicePrincipalName: null,
} as const;
