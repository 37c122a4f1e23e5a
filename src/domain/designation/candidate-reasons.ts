import type { TenantSnapshot } from '../tenant/snapshot.js';
import type { KnownPrincipal } from './principals.js';

/** Why somebody may be an emergency account, and why not, in sentences. What only the account itself tells is read later. */

export interface CandidateClues {
  readonly principal: KnownPrincipal;
  /** How many of `all` enforced policies exclude it, by itself or by a group. */
  readonly excluded: number;
  readonly all: number;
  readonly isExcludedOften: boolean;
}

/** People name such accounts in many ways; a neutral name is the better one, so its absence says nothing. */
const SPEAKING_NAME = /break.?glass|emergency|notfall|secours/i;

/** The tenant's own `onmicrosoft` domain, in every cloud. */
const INITIAL_DOMAIN = /@[^@]+\.(onmicrosoft\.(com|us)|partner\.onmschina\.cn)$/i;

function roleReason(snapshot: TenantSnapshot): string {
  return snapshot.roleAssignmentScheduleInstances.known
    ? 'Holds Global Administrator permanently.'
    : 'Holds Global Administrator; whether for good was not read.';
}

export function reasonsFor({ principal, excluded, all }: CandidateClues, snapshot: TenantSnapshot): readonly string[] {
  const name = principal.name ?? '';
  return [
    ...(excluded > 0 ? [`Excluded from ${excluded} of ${all} enforced policies.`] : []),
    ...(principal.isGlobalAdministrator ? [roleReason(snapshot)] : []),
    ...(INITIAL_DOMAIN.test(name)
      ? ['Its name is in the onmicrosoft domain, which no other provider can take away.']
      : []),
    ...(SPEAKING_NAME.test(name) ? ['Its name speaks of emergencies.'] : []),
  ];
}

export function counterReasonsFor({ principal, excluded, all }: CandidateClues): readonly string[] {
  const name = principal.name ?? '';
  return [
    ...(principal.synchronizesDirectory
      ? ['Holds the role Directory Synchronization Accounts: it belongs to Entra Connect.']
      : []),
    ...(name.includes('#EXT#') ? ['Is a guest: its home tenant decides whether it can sign in.'] : []),
    ...(principal.kind === null ? ['Whether it is a user was not read.'] : []),
    ...(principal.isGlobalAdministrator || all === 0 ? [] : ['Is not known to hold Global Administrator.']),
    ...(excluded === 0 && all > 0 ? ['No enforced policy is known to exclude it.'] : []),
  ];
}
