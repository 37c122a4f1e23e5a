import { isSameId } from '../approval/principal.js';
import { attestableOf } from './attestable.js';
import { areTwoPeople } from './custodians.js';
import type { Attestation, DrillPerson } from './drill.js';

/** The rules for signing a statement. Who may sign is not among them: the signature says who did. */

const DAY_MS = 86_400_000;
const MAX_DAYS = 365;
const USUAL_DAYS = 90;

export interface AttestationInput {
  readonly id: string;
  readonly tenantId: string;
  readonly controlId: string;
  readonly statement: string;
  readonly owner: DrillPerson;
  readonly custodians: readonly DrillPerson[];
  readonly evidenceLink: string | null;
  readonly days: number;
  /** ISO 8601 UTC. */
  readonly now: string;
  /** The emergency accounts: what opens the safe cannot be its keeper. */
  readonly accountIds: readonly string[];
}

export type AttestationRefusal =
  | 'ATTESTATION_CONTROL_UNKNOWN'
  | 'ATTESTATION_STATEMENT_MISSING'
  | 'ATTESTATION_CUSTODIANS_INVALID'
  | 'ATTESTATION_LINK_INVALID'
  | 'ATTESTATION_DAYS_INVALID';

export type SignResult =
  { readonly ok: true; readonly attestation: Attestation } | { readonly ok: false; readonly code: AttestationRefusal };

/** `https`, so that evidence is neither read nor changed on its way, and so that a click starts no program. */
function isSecureLink(text: string): boolean {
  return URL.canParse(text) && new URL(text).protocol === 'https:';
}

/** Two different people or more where the control asks for custodians, and nobody where it does not. */
function areCustodiansRight({ custodians, accountIds }: AttestationInput, needed: 0 | 2): boolean {
  if (needed === 0) return custodians.length === 0;
  const isAccount = ({ objectId }: DrillPerson) => accountIds.some((id) => isSameId(id, objectId));
  return areTwoPeople(custodians) && !custodians.some(isAccount);
}

/** The first rule that the input breaks, in the order of the type; null when it breaks none. */
function refusalOf(input: AttestationInput): AttestationRefusal | null {
  const attestable = attestableOf(input.controlId);
  const { statement, evidenceLink, days } = input;
  if (attestable === undefined) return 'ATTESTATION_CONTROL_UNKNOWN';
  if (statement.trim() === '') return 'ATTESTATION_STATEMENT_MISSING';
  if (!areCustodiansRight(input, attestable.custodiansNeeded)) return 'ATTESTATION_CUSTODIANS_INVALID';
  if (evidenceLink !== null && !isSecureLink(evidenceLink)) return 'ATTESTATION_LINK_INVALID';
  return Number.isInteger(days) && days >= 1 && days <= MAX_DAYS ? null : 'ATTESTATION_DAYS_INVALID';
}

/** The signed statement, which counts for `days` (1 to 365) from `now` on. */
export function signAttestation(input: AttestationInput): SignResult {
  const code = refusalOf(input);
  if (code !== null) return { ok: false, code };
  const { days, now, accountIds: _, statement, ...rest } = input;
  const expiresAt = new Date(Date.parse(now) + days * DAY_MS).toISOString();
  return {
    ok: true,
    attestation: { ...rest, statement: statement.trim(), signedAt: now, expiresAt, invalidBecause: null },
  };
}

/** For how many days the statement was signed; the usual number when that cannot be told. */
export function daysOf({ signedAt, expiresAt }: Attestation): number {
  const days = Math.round((Date.parse(expiresAt) - Date.parse(signedAt)) / DAY_MS);
  return days >= 1 && days <= MAX_DAYS ? days : USUAL_DAYS;
}
