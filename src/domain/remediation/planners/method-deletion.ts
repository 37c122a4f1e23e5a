import type { ResolvedAccount } from '../../controls/per-account.js';
import type { AuthenticationMethod } from '../../tenant/snapshot.js';
import { isRestricted, RESTRICTED_INSTRUCTION } from '../planner.js';
import type { RemediationStep, TenantChange } from '../plan.js';
import { userPortalUrl } from '../portal-urls.js';

/** One step of F10: which methods Graph lets a program delete, with which permission, and in which order. */

/**
 * The permission for each kind that Graph can delete. Kinds in the order of deletion: Microsoft Entra refuses to delete the
 * default method while there are others, and the strongest of the weak ones is the likeliest default.
 */
const PERMISSIONS: ReadonlyMap<string, string> = new Map([
  ['email', 'UserAuthMethod-Email.ReadWrite.All'],
  ['temporaryAccessPass', 'UserAuthMethod-TAP.ReadWrite.All'],
  ['fido2', 'UserAuthMethod-Passkey.ReadWrite.All'],
  ['phone', 'UserAuthMethod-Phone.ReadWrite.All'],
  ['softwareOath', 'UserAuthMethod-SoftwareOATH.ReadWrite.All'],
  ['microsoftAuthenticator', 'UserAuthMethod-MicrosoftAuthApp.ReadWrite.All'],
]);
const ORDER: readonly string[] = [...PERMISSIONS.keys()];

/** The ID that Graph gives the first mobile phone of every user; it goes after the other phones, which depend on it. */
const MOBILE_PHONE_ID = '3179e48a-750b-4051-897c-87b9720928f7';

function placeOf({ kind, id }: AuthenticationMethod): number {
  // What a program cannot delete has no place in the order: it comes first, while the others can still be counted on.
  return ORDER.indexOf(kind) * 2 + (id === MOBILE_PHONE_ID ? 1 : 0);
}

/** `methods` with what is most likely the default method last. */
export function inOrderOfDeletion(methods: readonly AuthenticationMethod[]): readonly AuthenticationMethod[] {
  return [...methods].sort((a, b) => placeOf(a) - placeOf(b));
}

function nameOf({ kind, displayName }: AuthenticationMethod): string {
  return displayName === null ? kind : `${kind} "${displayName}"`;
}

function instructionsFor(account: ResolvedAccount, method: AuthenticationMethod): readonly string[] {
  return [
    ...(isRestricted(account) ? [RESTRICTED_INSTRUCTION] : []),
    'Check that a sealed FIDO2 security key of the account is at hand and works: what is deleted here cannot be had back.',
    'Activate Privileged Authentication Administrator.',
    `Open the authentication methods of "${account.subject.name}" and delete ${nameOf(method)} (${method.id}).`,
    'If Microsoft Entra refuses because it is the default method, delete the other methods first, or change the default.',
    'Scan again: BG-AUTH-02 no longer names the method.',
  ];
}

/** Deletes `method` of `account`; a person does it by hand where neither Graph nor a role for the whole directory can. */
export function deletionStep(
  account: ResolvedAccount,
  method: AuthenticationMethod,
  change: TenantChange,
): RemediationStep {
  const permission = PERMISSIONS.get(method.kind);
  const isForHuman = permission === undefined || isRestricted(account);
  return {
    fixId: 'F10',
    executor: isForHuman ? 'human' : 'approver',
    change: isForHuman ? null : change,
    title: `Delete the sign-in method ${nameOf(method)} of "${account.subject.name}"`,
    object: account.subject,
    field: 'authentication/methods',
    before: `${nameOf(method)} is registered`,
    after: 'no longer registered',
    undo: 'Cannot be undone: a person would have to register the method again.',
    permission: permission ?? 'UserAuthenticationMethod.ReadWrite.All',
    role: 'Privileged Authentication Administrator',
    instructions: instructionsFor(account, method),
    portalUrl: userPortalUrl(account.reading.id, 'UserAuthMethods'),
  };
}
