import { ATTESTABLE } from '../domain/drills/attestable.js';
import { currentAttestation } from '../domain/drills/attestations.js';
import { custodianState, type CustodianAccount } from '../domain/drills/custodians.js';
import type { Observed } from '../domain/tenant/observed.js';
import { watchEvent, type WatchDependencies } from './watch-dependencies.js';

/** Statements end when one of their custodians leaves. Who is gone is proven, never guessed from a read that failed. */

/** Looks up the account of a person by object ID; known and null when the directory has none. */
export type LookUpCustodian = (objectId: string) => Promise<Observed<CustodianAccount>>;

export async function checkCustodians(
  deps: Pick<WatchDependencies, 'tenantId' | 'drills' | 'clock'>,
  lookUp: LookUpCustodian,
): Promise<void> {
  const attestations = await deps.drills.listAttestations(deps.tenantId);
  const current = ATTESTABLE.flatMap(({ controlId }) => currentAttestation(attestations, controlId) ?? []);
  const counting = current.filter(({ invalidBecause }) => invalidBecause === null);
  const ids = new Set(counting.flatMap(({ custodians }) => custodians.map(({ objectId }) => objectId.toLowerCase())));
  const accounts = new Map(await Promise.all([...ids].map(async (id) => [id, await lookUp(id)] as const)));
  for (const attestation of counting) {
    const state = custodianState(attestation.custodians, accounts);
    if (state.kind !== 'gone') continue;
    const { id, controlId } = attestation;
    const event = watchEvent(deps, 'attestation.invalidated', controlId, { attestationId: id });
    await deps.drills.saveAttestation({ ...attestation, invalidBecause: state.because }, event);
  }
}
