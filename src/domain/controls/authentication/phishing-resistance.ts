import type { AuthenticationMethod } from '../../tenant/snapshot.js';

/**
 * How far an account's registered methods resist phishing and are at hand in an emergency. BG-AUTH-01 and BG-TEN-01 share
 * the answer.
 */

/**
 * - `strong`: a hardware-bound FIDO2 key or a certificate.
 * - `fragile`: only a synced passkey, or a credential bound to one computer that may be out of reach.
 * - `none`: nothing that resists phishing.
 */
export type PhishingResistance = 'strong' | 'fragile' | 'none';

const DEVICE_CREDENTIALS: readonly string[] = ['windowsHelloForBusiness', 'platformCredential'];

/** Certificates are not among the methods of Graph v1.0; they count where a method list has them. */
export function phishingResistanceOf(methods: readonly AuthenticationMethod[]): PhishingResistance {
  const isStrong = ({ kind, passkeyType }: AuthenticationMethod) =>
    kind === 'x509Certificate' || (kind === 'fido2' && passkeyType !== 'synced');
  if (methods.some(isStrong)) return 'strong';
  return methods.some(({ kind }) => kind === 'fido2' || DEVICE_CREDENTIALS.includes(kind)) ? 'fragile' : 'none';
}
