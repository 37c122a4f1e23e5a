import type { AuthenticationMethod } from '../../tenant/snapshot.js';

/**
 * Which registered methods an emergency account should not have: those that hang on one person's phone or mailbox, and
 * those that somebody else can take over. The password is always there and is no finding. Source: BG-AUTH-02.
 */

/** `fail`: personal or weak. `warn`: usable by more than the one who holds it, for a while, or by a third party. */
export interface WeakMethod {
  readonly method: AuthenticationMethod;
  readonly outcome: 'fail' | 'warn';
}

const WEAK: readonly string[] = ['phone', 'microsoftAuthenticator', 'email', 'softwareOath', 'qrCodePin'];
const ACCEPTED: readonly string[] = [
  'password',
  'fido2',
  'x509Certificate',
  'windowsHelloForBusiness',
  'platformCredential',
];

function outcomeOf({ kind, passkeyType }: AuthenticationMethod, allowed: readonly string[]): 'pass' | 'fail' | 'warn' {
  if (allowed.includes(kind)) return 'pass';
  if (WEAK.includes(kind)) return 'fail';
  if (kind === 'fido2' && passkeyType === 'synced') return 'warn';
  // A kind that nobody has judged yet is not accepted by default: `temporaryAccessPass` and `external` end here too.
  return ACCEPTED.includes(kind) ? 'pass' : 'warn';
}

/** Those of `methods` that should go, in their order. Empty when all of them are acceptable, or `allowed` by a setting. */
export function weakMethodsOf(
  methods: readonly AuthenticationMethod[],
  allowed: readonly string[] = [],
): readonly WeakMethod[] {
  return methods.flatMap((method) => {
    const outcome = outcomeOf(method, allowed);
    return outcome === 'pass' ? [] : [{ method, outcome }];
  });
}
