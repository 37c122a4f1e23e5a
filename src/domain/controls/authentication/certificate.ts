import type { RegistrationDetails } from '../../tenant/authentication-policy.js';
import type { AccountReading, TenantSnapshot } from '../../tenant/snapshot.js';
import type { Evidence } from '../control.js';
import { missingEvidence } from '../per-account.js';
import { configurationOf, METHODS_POLICY_SOURCE } from './method-policy.js';

/**
 * Whether an account has a certificate to sign in with. Graph v1.0 does not list certificates among a user's methods, so a
 * report has to do that counts what administrators registered: it lags behind by a day or more. A certificate is of use only
 * where certificate-based authentication is switched on; which authorities are trusted is not read.
 */

export const REPORT_SOURCE = 'GET /reports/authenticationMethods/userRegistrationDetails';
const EXPECTED = 'a certificate, and certificate-based authentication switched on';
/** Only a certificate that is worth multifactor authentication resists phishing. */
const CERTIFICATE = 'x509CertificateMultiFactor';

/** Where a certificate was seen: among the methods, in the report, or nowhere; `unread` when the report was not read. */
export type CertificateSighting =
  | { readonly kind: 'method' | 'reported' | 'none'; readonly evidence: Evidence }
  | { readonly kind: 'unread'; readonly evidence: Evidence };

/** The report is made anew each day, which changes nothing about what it says. */
function rowFact(row: RegistrationDetails | undefined): Pick<Evidence, 'actual' | 'detail'> {
  if (row === undefined) return { actual: 'the report does not list the account' };
  const actual = `methodsRegistered: ${row.methodsRegistered.join(', ') || 'none'}; reported, lagging`;
  return { actual, detail: `${actual} (${row.lastUpdatedDateTime ?? 'no date'})` };
}

/** Looks for a certificate of the account, whatever the tenant's settings say of it. */
export function sightCertificate(
  { registrationDetails }: TenantSnapshot,
  reading: AccountReading,
): CertificateSighting {
  const { id, authenticationMethods: methods } = reading;
  if (methods.known && methods.value.some(({ kind }) => kind === 'x509Certificate')) {
    const source = `GET /users/${id}/authentication/methods`;
    return {
      kind: 'method',
      evidence: { source, readAt: methods.readAt, expected: EXPECTED, actual: 'x509Certificate' },
    };
  }
  if (!registrationDetails.known) {
    return { kind: 'unread', evidence: missingEvidence(REPORT_SOURCE, EXPECTED, registrationDetails) };
  }
  const row = registrationDetails.value.find((details) => details.id.toLowerCase() === id.toLowerCase());
  return {
    kind: row?.methodsRegistered.includes(CERTIFICATE) === true ? 'reported' : 'none',
    evidence: { source: REPORT_SOURCE, readAt: registrationDetails.readAt, expected: EXPECTED, ...rowFact(row) },
  };
}

/** `evidence` says what was seen and, for `unknown`, what is missing. */
export interface Certificate {
  readonly answer: 'yes' | 'no' | 'unknown';
  readonly isReported: boolean;
  readonly evidence: readonly Evidence[];
}

/** Whether certificate-based authentication is switched on, and the evidence of it. */
function switchedOn({ authenticationMethodsPolicy: policy }: TenantSnapshot): readonly [boolean | 'unknown', Evidence] {
  if (!policy.known) return ['unknown', missingEvidence(METHODS_POLICY_SOURCE, EXPECTED, policy)];
  const configuration = configurationOf(policy.value, 'X509Certificate');
  const actual =
    configuration === undefined
      ? 'Graph does not show how certificate-based authentication is configured; check Policy.Read.All'
      : `X509Certificate is ${configuration.state}`;
  const isOn = configuration === undefined ? 'unknown' : configuration.state === 'enabled';
  return [isOn, { source: METHODS_POLICY_SOURCE, readAt: policy.readAt, expected: EXPECTED, actual }];
}

/** Whether the account has a certificate that the tenant's settings make use of. */
export function certificateOf(snapshot: TenantSnapshot, reading: AccountReading): Certificate {
  const sighting = sightCertificate(snapshot, reading);
  const isReported = sighting.kind === 'reported';
  if (sighting.kind === 'none') return { answer: 'no', isReported, evidence: [sighting.evidence] };
  const [isOn, configuration] = switchedOn(snapshot);
  if (isOn === false) return { answer: 'no', isReported, evidence: [sighting.evidence, configuration] };
  const isSeen = sighting.kind !== 'unread' && isOn === true;
  const missing = [
    ...(sighting.kind === 'unread' ? [sighting.evidence] : []),
    ...(isOn === true ? [] : [configuration]),
  ];
  return isSeen
    ? { answer: 'yes', isReported, evidence: [sighting.evidence, configuration] }
    : { answer: 'unknown', isReported, evidence: missing };
}

/** What of `certificate` keeps from telling, where something does. */
export function certificateGaps({ answer, evidence }: Certificate): readonly Evidence[] {
  return answer === 'unknown' ? evidence : [];
}
