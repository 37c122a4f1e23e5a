import type { ConditionalAccessPolicy } from '../../tenant/conditional-access-policy.js';

/**
 * Policies that Microsoft makes and, unless somebody decides otherwise, switches on by itself. Only their state and their
 * exclusions can be edited. Source: Microsoft-managed Conditional Access policies.
 */

const DAYS_UNTIL_ENFORCED = 45;
const DAY_MS = 86_400_000;

/** By the name, which nobody can change. A template ID stands on policies made from any template, so it only confirms. */
export function isMicrosoftManaged({ displayName }: ConditionalAccessPolicy): boolean {
  return displayName.startsWith('Microsoft-managed:');
}

/** The first day, as `2026-04-15`, on which Microsoft may switch the policy on; null where its creation is not known. */
export function enforcedFrom({ createdDateTime }: ConditionalAccessPolicy): string | null {
  const created = createdDateTime === null ? Number.NaN : Date.parse(createdDateTime);
  return Number.isNaN(created) ? null : new Date(created + DAYS_UNTIL_ENFORCED * DAY_MS).toISOString().slice(0, 10);
}
