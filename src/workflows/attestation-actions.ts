import { controlById } from '../domain/controls/index.js';
import { ATTESTABLE } from '../domain/drills/attestable.js';
import { currentAttestation } from '../domain/drills/attestations.js';
import { daysOf, signAttestation } from '../domain/drills/sign-attestation.js';
import type { Person } from './remediation.js';
import { actionEvent, isoNow, type WatchDependencies } from './watch-dependencies.js';
import type { AttestationActions, AttestationAnswer, AttestationView } from './watching.js';

/** What people sign for: the list, a new signature, and the same one again. */

type Refusal = Extract<AttestationAnswer, { readonly kind: 'refused' }>;

const MESSAGES: Readonly<Record<Refusal['code'], string>> = {
  ATTESTATION_CONTROL_UNKNOWN: 'There is nothing to sign for this control. Send "attest" for what can be signed.',
  ATTESTATION_STATEMENT_MISSING: 'There is no statement to sign. Write what you have checked.',
  ATTESTATION_CUSTODIANS_INVALID:
    'Name the custodians as the form asks: two different people where it does, nobody where it does not, and no emergency account.',
  ATTESTATION_LINK_INVALID: 'The link to the evidence has to begin with https://. Correct it, or leave it out.',
  ATTESTATION_DAYS_INVALID: 'Choose a whole number of days from 1 to 365.',
};

const NOT_RENEWABLE =
  'The statement does not count any more, so it is not signed again as it is. Sign a new one instead.';

async function refuse(
  deps: WatchDependencies,
  person: Person,
  controlId: string,
  code: Refusal['code'],
  message = MESSAGES[code],
): Promise<Refusal> {
  await deps.audit.append(actionEvent(deps, person, 'attestation.refused', controlId, 'refused', { code }));
  return { kind: 'refused', code, message };
}

async function list(deps: WatchDependencies): Promise<readonly AttestationView[]> {
  const attestations = await deps.drills.listAttestations(deps.tenantId);
  return ATTESTABLE.map(({ controlId, template, custodiansNeeded }) => ({
    controlId,
    title: controlById(controlId)?.title ?? controlId,
    template,
    custodiansNeeded,
    current: currentAttestation(attestations, controlId) ?? null,
  }));
}

async function sign(
  deps: WatchDependencies,
  { person, ...given }: Parameters<AttestationActions['sign']>[0],
  action = 'attestation.signed',
): Promise<AttestationAnswer> {
  const { tenantId } = deps;
  const accountIds = await deps.accountIds();
  const owner = { ...person.principal, name: person.name };
  const signed = signAttestation({ ...given, id: deps.ids.next(), tenantId, owner, now: isoNow(deps), accountIds });
  if (!signed.ok) return refuse(deps, person, given.controlId, signed.code);
  const { attestation } = signed;
  const { id: attestationId, expiresAt } = attestation;
  const event = actionEvent(deps, person, action, attestation.controlId, 'succeeded', { attestationId, expiresAt });
  await deps.drills.saveAttestation(attestation, event);
  return { kind: 'done', attestation };
}

async function renew(
  deps: WatchDependencies,
  { controlId, person }: Parameters<AttestationActions['renew']>[0],
): Promise<AttestationAnswer> {
  const known = ATTESTABLE.some((attestable) => attestable.controlId === controlId);
  if (!known) return refuse(deps, person, controlId, 'ATTESTATION_CONTROL_UNKNOWN');
  const current = currentAttestation(await deps.drills.listAttestations(deps.tenantId), controlId);
  if (!current) return refuse(deps, person, controlId, 'ATTESTATION_STATEMENT_MISSING');
  if (current.invalidBecause !== null) {
    return refuse(deps, person, controlId, 'ATTESTATION_CUSTODIANS_INVALID', NOT_RENEWABLE);
  }
  const { statement, custodians, evidenceLink } = current;
  const days = daysOf(current);
  return sign(deps, { controlId, statement, custodians, evidenceLink, days, person }, 'attestation.renewed');
}

export function attestationActions(deps: WatchDependencies): AttestationActions {
  return {
    list: () => list(deps),
    sign: (input) => sign(deps, input),
    renew: (input) => renew(deps, input),
  };
}
