import type { AuthenticationStrengthPolicy } from '@microsoft/microsoft-graph-types';
import { requirePhishingResistant } from '../seed/policies.js';

/** The authentication strengths that a policy can name. Of the built-in ones the tenant knows the phishing-resistant one. */

const BUILT_IN = requirePhishingResistant().authenticationStrength;

/** The whole strength under `id`; undefined when there is none. */
export function strengthOf(id: string): AuthenticationStrengthPolicy | undefined {
  return BUILT_IN && BUILT_IN.id === id.toLowerCase() ? structuredClone(BUILT_IN) : undefined;
}
