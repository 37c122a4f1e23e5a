import type { Domain } from '../../tenant/snapshot.js';

/** Which domain of the tenant decides about a sign-in name: a sub-domain follows its root. */

/** The part of a user principal name after the last `@`, lower case. */
export function domainOf(userPrincipalName: string): string {
  return userPrincipalName.slice(userPrincipalName.lastIndexOf('@') + 1).toLowerCase();
}

/** Whether `domain` is `parent` or one of its sub-domains. Both lower case. */
export function isWithin(domain: string, parent: string): boolean {
  return domain === parent || domain.endsWith(`.${parent}`);
}

/** The root domain that `suffix` belongs to, the longest where several match; undefined when none does. */
export function longestRootOf(suffix: string, domains: readonly Domain[]): Domain | undefined {
  const roots = domains.filter(({ id, isRoot }) => isRoot && isWithin(suffix, id.toLowerCase()));
  return roots.reduce<Domain | undefined>(
    (longest, root) => (longest === undefined || root.id.length > longest.id.length ? root : longest),
    undefined,
  );
}
