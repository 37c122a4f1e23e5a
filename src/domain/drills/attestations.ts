import type { Unknown } from '../tenant/observed.js';
import { attestableOf } from './attestable.js';
import { areTwoPeople, custodianState, type CustodianAccounts } from './custodians.js';
import type { Attestation } from './drill.js';

/** Whether a signed statement counts. Only the newest about a control does: an older one was replaced, whatever it says. */

/**
 * - `none`: nobody has signed.
 * - `valid`: it counts until its date.
 * - `expired`: its date is over.
 * - `invalid`: it stopped counting before its date, or never did; `because` is a whole sentence.
 * - `unknown`: a custodian or its date could not be read.
 */
export type Standing =
  | { readonly kind: 'none' }
  | { readonly kind: 'valid' | 'expired'; readonly attestation: Attestation }
  | { readonly kind: 'invalid'; readonly attestation: Attestation; readonly because: string }
  | {
      readonly kind: 'unknown';
      readonly attestation: Attestation;
      readonly because: string;
      readonly missing: Unknown | null;
    };

function isNewer(a: Attestation, b: Attestation): boolean {
  return a.signedAt > b.signedAt;
}

/** The newest statement about the control, in whatever order they come. */
export function currentAttestation(attestations: readonly Attestation[], controlId: string): Attestation | undefined {
  return attestations
    .filter((attestation) => attestation.controlId === controlId)
    .reduce<Attestation | undefined>(
      (newest, one) => (newest === undefined || isNewer(one, newest) ? one : newest),
      undefined,
    );
}

function lackOfCustodians({ controlId, custodians }: Attestation): string | null {
  const isLacking = attestableOf(controlId)?.custodiansNeeded === 2 && !areTwoPeople(custodians);
  return isLacking ? 'It names fewer than two different custodians.' : null;
}

/** What the newest statement about the control is worth at `now`, ISO 8601 UTC. */
export function standingOf(
  attestations: readonly Attestation[],
  controlId: string,
  now: string,
  accounts: CustodianAccounts,
): Standing {
  const attestation = currentAttestation(attestations, controlId);
  if (attestation === undefined) return { kind: 'none' };
  const noted = attestation.invalidBecause ?? lackOfCustodians(attestation);
  if (noted !== null) return { kind: 'invalid', attestation, because: noted };
  const custodians = custodianState(attestation.custodians, accounts);
  if (custodians.kind === 'gone') return { kind: 'invalid', attestation, because: custodians.because };
  const left = Date.parse(attestation.expiresAt) - Date.parse(now);
  if (left <= 0) return { kind: 'expired', attestation };
  if (custodians.kind === 'unknown') {
    return { kind: 'unknown', attestation, because: custodians.missing.detail, missing: custodians.missing };
  }
  if (Number.isNaN(left)) {
    return { kind: 'unknown', attestation, because: 'its date cannot be read; sign again', missing: null };
  }
  return { kind: 'valid', attestation };
}
