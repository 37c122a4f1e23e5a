import type { ApplicabilityAccount } from '../../tenant/applicability-account.js';
import type { ConditionalAccessPolicy } from '../../tenant/conditional-access-policy.js';
import { excludeMatches } from '../../tenant/targeting-rules.js';

/** Whether a directory role is all that keeps an account out of a policy: then everybody with that role gets past it. */

export interface RoleExclusion {
  /** `unknown`: it may be, and something that would tell was not read. */
  readonly answer: 'yes' | 'no' | 'unknown';
  readonly via: readonly string[];
}

export function roleExclusionOf(policy: ConditionalAccessPolicy, account: ApplicabilityAccount): RoleExclusion {
  const matches = policy.users === null ? [] : excludeMatches(policy.users, account);
  const isByRole = ({ via }: { readonly via: string }) => via.startsWith('excludeRoles:');
  const byRole = matches.filter(isByRole);
  const otherwise = matches.filter((match) => !isByRole(match));
  if (byRole.length === 0 || otherwise.some(({ isCertain }) => isCertain)) return { answer: 'no', via: [] };
  const isSure = otherwise.length === 0 && byRole.some(({ isCertain }) => isCertain);
  return { answer: isSure ? 'yes' : 'unknown', via: [...byRole, ...otherwise].map(({ via }) => via) };
}
