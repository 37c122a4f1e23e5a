import type { AuthenticationMethod, TenantSnapshot } from '../../tenant/snapshot.js';
import type { Control, Evidence, Judgement, ScanSettings } from '../control.js';
import { judgeAccounts, missingEvidence, reasonOf, whenKnown, type ResolvedAccount } from '../per-account.js';
import { bySetting } from '../words.js';
import { REPORT_SOURCE } from './certificate.js';
import { weakMethodsOf, type WeakMethod } from './weak-methods.js';

const EXPECTED = 'nothing but a password, hardware-bound keys, certificates and device credentials';
const RESET_EXPECTED = 'not registered for resetting the password';

function sourceOf({ reading }: ResolvedAccount): string {
  return `GET /users/${reading.id}/authentication/methods`;
}

function kindsOf(weak: readonly WeakMethod[], outcome: WeakMethod['outcome']): string {
  const kinds = weak.filter((found) => found.outcome === outcome).map(({ method }) => nameOf(method));
  return [...new Set(kinds)].join(', ');
}

function nameOf({ kind, passkeyType }: AuthenticationMethod): string {
  return passkeyType === 'synced' ? `${kind} (synced)` : kind;
}

function evidenceOf(account: ResolvedAccount, found: readonly WeakMethod[], readAt: string): Evidence {
  const weak = found.map(({ method, outcome }) => `${outcome}: ${nameOf(method)} ${method.id}`);
  const actual = weak.length === 0 ? 'no other method' : weak.join(', ');
  return { source: sourceOf(account), readAt, expected: EXPECTED, actual };
}

/** Whether somebody registered the account for resetting its password; the report that tells needs a licence. */
interface Reset {
  readonly state: 'registered' | 'no' | 'notLicensed' | 'unread';
  readonly evidence: Evidence;
}

function resetOf({ registrationDetails: report }: TenantSnapshot, { reading }: ResolvedAccount): Reset {
  if (!report.known) {
    const state = report.reason === 'notLicensed' ? 'notLicensed' : 'unread';
    return { state, evidence: missingEvidence(REPORT_SOURCE, RESET_EXPECTED, report) };
  }
  const row = report.value.find(({ id }) => id.toLowerCase() === reading.id.toLowerCase());
  const actual = row === undefined ? 'not in the report' : `isSsprRegistered is ${String(row.isSsprRegistered)}`;
  return {
    state: row?.isSsprRegistered === true ? 'registered' : 'no',
    evidence: { source: REPORT_SOURCE, readAt: report.readAt, expected: RESET_EXPECTED, actual },
  };
}

type Verdict = Pick<Judgement, 'outcome' | 'summary'>;

function judgeFailing(weak: readonly WeakMethod[], reset: Reset): Verdict | null {
  const kinds = kindsOf(weak, 'fail');
  const registered =
    kinds === ''
      ? ''
      : `Weak or personal methods are registered: ${kinds}. Whoever has the phone or mailbox has the account; remove them once a security key is registered.`;
  const resetting =
    reset.state === 'registered'
      ? 'The account is registered for resetting its password, which is a way to take it over: remove what it is registered with.'
      : '';
  const summary = [registered, resetting].filter((part) => part !== '').join(' ');
  return summary === '' ? null : { outcome: 'fail', summary };
}

function judgeRest(weak: readonly WeakMethod[], { state, evidence }: Reset): Verdict {
  if (state === 'unread') {
    const summary = `Cannot tell whether the account is registered for resetting its password: ${reasonOf(evidence)}`;
    return { outcome: 'error', summary };
  }
  if (weak.length > 0) {
    const summary = `Methods that more than the holder may use are registered: ${kindsOf(weak, 'warn')}. Remove what is not needed.`;
    return { outcome: 'warn', summary };
  }
  const note =
    state === 'notLicensed' ? ' Whether it is registered for resetting its password needs Microsoft Entra ID P1.' : '';
  return { outcome: 'pass', summary: `No weak or personal method is registered.${note}` };
}

/** The kinds that would be a finding if a setting did not accept them. */
function acceptedBySetting(methods: readonly AuthenticationMethod[], { allowedMethods }: ScanSettings): string {
  const accepted = weakMethodsOf(methods).filter(({ method }) => allowedMethods.includes(method.kind));
  if (accepted.length === 0) return '';
  return ` Accepted: ${[...new Set(accepted.map(({ method }) => nameOf(method)))].join(', ')}. ${bySetting('allowedMethods')}`;
}

interface Question {
  readonly snapshot: TenantSnapshot;
  readonly settings: ScanSettings;
  readonly account: ResolvedAccount;
}

function judge(
  { snapshot, settings, account }: Question,
  methods: readonly AuthenticationMethod[],
  readAt: string,
): Judgement {
  const weak = weakMethodsOf(methods, settings.allowedMethods);
  const reset = resetOf(snapshot, account);
  const { outcome, summary } = judgeFailing(weak, reset) ?? judgeRest(weak, reset);
  return {
    subject: account.subject,
    outcome,
    summary: `${summary}${acceptedBySetting(methods, settings)}`,
    evidence: [evidenceOf(account, weak, readAt), reset.evidence],
  };
}

/**
 * BG-AUTH-02: what is registered beside the strong methods is a way in as well. How long a temporary access pass still lasts
 * is not read here.
 */
export const noWeakMethod: Control = {
  id: 'BG-AUTH-02',
  title: 'No weak or personal method',
  severity: 'high',
  rationale:
    'A personal phone leaves with its owner, and text messages and mailboxes are ways to take an account over.',
  references: [
    'Microsoft: Manage emergency access accounts',
    'Prowler entra_break_glass_account_fido2_security_key_registered',
  ],
  permissions: ['User.Read.All', 'UserAuthenticationMethod.Read.All', 'AuditLog.Read.All'],
  licence: 'Free',
  kind: 'auto',
  fix: 'F10',
  guide: {
    baseline: 'Foundation',
    minutesToFix: 15,
    roles: ['Privileged Authentication Administrator'],
    expected: 'Beside the password the account has only hardware-bound keys, certificates and credentials of devices.',
    review: [
      'Open Authentication methods of the account in the Microsoft Entra admin center, and find out to whom each phone or mailbox belongs.',
      'Password reset may be registered without showing among the methods: look at the registration details of the user.',
    ],
    plan: [
      'What is deleted cannot be had back: first prove that a sealed security key works (BG-AUTH-01).',
      'If a method is accepted in this organization, say so in ALLOWED_METHODS instead of deleting it.',
    ],
    implement: [
      'Delete phone, Microsoft Authenticator, email, software token and QR code methods, and passes that are not needed.',
      'If the default method cannot be deleted, delete the others first or change the default.',
    ],
    verify: ['Scan again: the control names no method.', 'Sign in with the security key.'],
  },
  evaluate: (snapshot, settings) =>
    judgeAccounts(snapshot, (account) =>
      whenKnown(
        account.reading.authenticationMethods,
        { subject: account.subject, source: sourceOf(account), expected: EXPECTED },
        (methods, readAt) => [judge({ snapshot, settings, account }, methods, readAt)],
      ),
    ),
};
