import type { RegistrationDetails } from '../../tenant/authentication-policy.js';
import type { AuthenticationMethod, TenantSnapshot } from '../../tenant/snapshot.js';
import type { Evidence, Judgement } from '../control.js';
import { cannotJudge, missingEvidence, tenantSubject, undecided } from '../per-account.js';
import { countOf } from '../words.js';
import { REPORT_SOURCE } from './certificate.js';

/**
 * The half of BG-AUTH-03 that concerns the tenant: what breaks one method (a recalled key model, an authority that is no
 * longer trusted, a phone network) must not keep out the administrators and the emergency accounts together.
 */

const EXPECTED = 'the emergency accounts do not hang on the one method that every other administrator has';

/** The report's words for what the methods list calls otherwise. */
const FAMILIES: ReadonlyMap<string, string> = new Map([
  ['fido2SecurityKey', 'fido2'],
  ['passKeyDeviceBound', 'fido2'],
  ['x509CertificateMultiFactor', 'x509Certificate'],
  ['windowsHelloForBusiness', 'windowsHelloForBusiness'],
]);

function familiesOf({ methodsRegistered }: RegistrationDetails): readonly string[] {
  return methodsRegistered.map((method) => FAMILIES.get(method) ?? method);
}

/** The methods of all emergency accounts but the password, and what is missing to know them all. */
function ownMethods({ accounts }: TenantSnapshot): {
  readonly methods: readonly AuthenticationMethod[];
  readonly gaps: readonly Evidence[];
} {
  const gaps = accounts.flatMap(({ id, user, authenticationMethods: methods }) =>
    methods.known || (user.known && user.value === null)
      ? []
      : [missingEvidence(`GET /users/${id}/authentication/methods`, EXPECTED, methods)],
  );
  const methods = accounts.flatMap(({ authenticationMethods }) =>
    authenticationMethods.known ? authenticationMethods.value : [],
  );
  return { methods: methods.filter(({ kind }) => kind !== 'password'), gaps };
}

/** Whether `methods` are all security keys of one model; `unknown` where Graph does not say which models they are. */
function isOneModel(methods: readonly AuthenticationMethod[]): boolean | 'unknown' {
  const models = new Set(methods.flatMap(({ aaGuid }) => (aaGuid === null ? [] : [aaGuid.toLowerCase()])));
  if (models.size > 1) return false;
  return methods.length > 1 && methods.some(({ aaGuid }) => aaGuid === null) ? 'unknown' : true;
}

type Verdict = Pick<Judgement, 'outcome' | 'summary'>;

function judgeShared(family: string, methods: readonly AuthenticationMethod[]): Verdict {
  const isShared = family === 'fido2' ? isOneModel(methods) : true;
  switch (isShared) {
    case true:
      return {
        outcome: 'warn',
        summary: `Every administrator and every emergency account has ${family} alone: what breaks it keeps out all of them. Give the emergency accounts another kind, or keys of another model.`,
      };
    case 'unknown':
      return {
        outcome: 'error',
        summary:
          'Every administrator has security keys alone, and Graph does not say of which models those of the emergency accounts are. Compare them by hand.',
      };
    case false:
      return { outcome: 'pass', summary: 'The emergency accounts have security keys of several models.' };
  }
}

function judgeFamilies(snapshot: TenantSnapshot, others: readonly RegistrationDetails[], readAt: string): Judgement {
  const subject = tenantSubject(snapshot);
  const theirs = new Set(others.flatMap(familiesOf));
  const actual = `other administrators have ${[...theirs].sort().join(', ') || 'no method'}`;
  // How many they are matters to whoever reads it, and not to the answer.
  const detail = countOf(others.length, 'other administrator', 'other administrators');
  const report = { source: REPORT_SOURCE, readAt, expected: EXPECTED, actual, detail };
  const [family] = theirs;
  if (family === undefined || theirs.size > 1 || others.some((row) => row.methodsRegistered.length === 0)) {
    const summary = 'The administrators do not all depend on one method.';
    return { subject, outcome: 'pass', summary, evidence: [report] };
  }
  const { methods, gaps } = ownMethods(snapshot);
  const own = [...new Set(methods.map(({ kind, aaGuid }) => (aaGuid === null ? kind : `${kind} ${aaGuid}`)))].sort();
  const source = 'GET /users/{id}/authentication/methods';
  const evidence = [report, { source, readAt, expected: EXPECTED, actual: own.join(', ') }];
  if (methods.some(({ kind }) => kind !== family)) {
    const summary = `The other administrators have ${family} alone, and the emergency accounts have more than that.`;
    return { subject, outcome: 'pass', summary, evidence };
  }
  if (gaps.length > 0) return undecided(subject, gaps, evidence);
  return { subject, ...judgeShared(family, methods), evidence };
}

/** Whether one failure would keep out everybody. */
export function judgeCommonMode(snapshot: TenantSnapshot): Judgement {
  const subject = tenantSubject(snapshot);
  const { registrationDetails: report, accounts } = snapshot;
  if (!report.known) {
    if (report.reason !== 'notLicensed') return cannotJudge(subject, REPORT_SOURCE, EXPECTED, report);
    const summary = 'What the other administrators registered is in a report that needs Microsoft Entra ID P1.';
    const evidence = [missingEvidence(REPORT_SOURCE, EXPECTED, report)];
    return { subject, outcome: 'notApplicable', summary, evidence };
  }
  const designated = new Set(accounts.map(({ id }) => id.toLowerCase()));
  const others = report.value.filter(({ id }) => !designated.has(id.toLowerCase()));
  if (others.length > 0) return judgeFamilies(snapshot, others, report.readAt);
  const evidence = [
    { source: REPORT_SOURCE, readAt: report.readAt, expected: EXPECTED, actual: 'no other administrator' },
  ];
  const summary = 'The report lists no administrator beside the emergency accounts.';
  return { subject, outcome: 'notApplicable', summary, evidence };
}
