import type { Control } from '../controls/control.js';
import { table } from './markdown.js';

/** The reader's permissions: what is read with each, in words, and which controls need it. */

/**
 * What is read with each, for the administrator who has to consent, in the order of the table. One that no control needs is
 * not asked for and not shown.
 */
const READER_PERMISSIONS: ReadonlyMap<string, string> = new Map([
  ['Organization.Read.All', "the tenant's name, its ID, and what it is licensed for"],
  [
    'Domain.Read.All',
    'domains: verified, managed or federated, initial, how long a password is valid, and how they are federated',
  ],
  [
    'Policy.Read.All',
    'Conditional Access policies (v1.0 and beta) and what Microsoft Entra says they would do (What If), security defaults, the authorization policy (self-service password reset of administrators), the authentication methods policy, authentication strengths, the per-user MFA state of the accounts (beta)',
  ],
  [
    'User.Read.All',
    'the designated accounts, their managers and memberships, whether one is among the deleted items, whether another user has the same given name and surname, and whether the users that policies name exist. Users are never enumerated',
  ],
  [
    'GroupMember.Read.All',
    'the groups that policies include or exclude and that an account is in: what protects them, members, owners, names; the groups that hold Global Administrator; and whether the groups that policies name exist',
  ],
  [
    'AdministrativeUnit.Read.All',
    'the administrative units that the accounts are in, and whether they restrict management of their members',
  ],
  [
    'RoleManagement.Read.Directory',
    "who is Global Administrator: active, permanent, eligible, and through which group; who approves activations (P2); who holds any other directory role, for the review before a plan; who administers the accounts' administrative units",
  ],
  ['UserAuthenticationMethod.Read.All', 'the authentication methods of the designated accounts'],
  [
    'AuditLog.Read.All',
    'when the accounts signed in last (P1), what administrators have registered (P1), and for the bot every half minute: their sign-ins and what changed in the directory',
  ],
  ['IdentityRiskyUser.Read.All', 'whether a designated account is at risk or known to be compromised (P2)'],
  ['AccessReview.Read.All', 'access reviews: what they cover, and what they do when nobody decides (P2)'],
  [
    'LifecycleWorkflows.Read.All',
    'lifecycle workflows: to whom they apply, and whether they disable or delete (Governance)',
  ],
  [
    'PrivilegedAssignmentSchedule.Read.AzureADGroup',
    'whether membership of a group that carries Global Administrator ends (P2)',
  ],
  [
    'PrivilegedEligibilitySchedule.Read.AzureADGroup',
    'who is only eligible for a group that carries Global Administrator (P2)',
  ],
  ['Application.Read.All', 'which applications hold permissions that can break the accounts, this bot among them'],
]);

/** Permissions that a control asks for and nobody has put into words. */
export function undescribedPermissions(controls: readonly Control[]): readonly string[] {
  const asked = new Set(controls.flatMap(({ permissions }) => permissions));
  return [...asked].filter((permission) => !READER_PERMISSIONS.has(permission)).sort();
}

/** `BG-ACC-01/02, BG-CA-01`: the family said once, in the order of the controls. */
function inFamilies(ids: readonly string[]): string {
  const families = new Map<string, readonly string[]>();
  for (const id of ids) {
    const family = id.slice(0, id.lastIndexOf('-'));
    families.set(family, [...(families.get(family) ?? []), id.slice(family.length + 1)]);
  }
  return [...families].map(([family, numbers]) => `${family}-${numbers.join('/')}`).join(', ');
}

/** The table of what the reader may read, for docs/permissions.md. */
export function permissionTableOf(controls: readonly Control[]): string {
  const rows = [...READER_PERMISSIONS].flatMap(([permission, reads]) => {
    const ids = controls.filter(({ permissions }) => permissions.includes(permission)).map(({ id }) => id);
    return ids.length === 0 ? [] : [[`\`${permission}\``, reads, inFamilies(ids)]];
  });
  return table(['permission', 'what is read with it', 'needed by'], rows);
}
