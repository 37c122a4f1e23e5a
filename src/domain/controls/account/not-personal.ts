import type { Control, Judgement, ScanSettings } from '../control.js';
import { judgeAccounts, undecided, type ResolvedAccount } from '../per-account.js';
import { bySetting } from '../words.js';
import { hasManager, PERSONAL_EXPECTED, signalGaps, signalsOf } from './personal-signals.js';

function judge(account: ResolvedAccount, settings: ScanSettings): Judgement {
  const { subject, user, readAt } = account;
  const signals = signalsOf(account, settings);
  const actual = signals.length === 0 ? 'no sign of one person' : signals.join(', ');
  const fact = { source: `GET /users/${user.id}`, readAt, expected: PERSONAL_EXPECTED, actual };
  if (settings.personalSignals === 'ignore') {
    const summary = `Individual accounts are meant here. ${bySetting('personalSignals')}`;
    return { subject, outcome: 'notApplicable', summary, evidence: [fact] };
  }
  if (signals.length > 0) {
    const summary = `The account looks like one person’s: ${signals.join(', ')}. Remove what is personal, so that it does not leave with somebody; see BG-NOTIF-01 before you remove a mail address.`;
    return { subject, outcome: 'warn', summary, evidence: [fact] };
  }
  const gaps = signalGaps(account, settings);
  if (gaps.length > 0) return undecided(subject, gaps, [fact]);
  const manager =
    settings.allowManager && hasManager(account) === true ? ` A manager is set. ${bySetting('allowManager')}` : '';
  const summary = `Nothing ties the account to one person.${manager}`;
  return { subject, outcome: 'pass', summary, evidence: [fact] };
}

/** BG-ACC-05: a heuristic, so never a `fail`; and the name of the account is not scored at all. */
export const notPersonal: Control = {
  id: 'BG-ACC-05',
  title: 'Not tied to one person',
  severity: 'medium',
  rationale: 'What belongs to one person leaves with that person, or is cleaned up with the rest of their accounts.',
  references: ['Microsoft: Manage emergency access accounts', 'CIS M365 1.1.2'],
  permissions: ['User.Read.All', 'UserAuthenticationMethod.Read.All'],
  licence: 'Free',
  kind: 'heuristic',
  fix: 'F5',
  guide: {
    baseline: 'Recommended',
    minutesToFix: 15,
    roles: ['Privileged Authentication Administrator'],
    expected:
      'The account has no manager, phone, other mail address, job data or personal sign-in method, and shares no name with a person.',
    review: [
      'Open Entra ID > Users > the account > Properties, and look at job information and contact information.',
      'Open its Authentication methods, and look for phones and Microsoft Authenticator.',
    ],
    plan: [
      'Ask who put the data there and why; an address under Alternate email may be how mail of Microsoft reaches people, which BG-NOTIF-01 asks for.',
      'If your organization names an owner by the manager, set allowManager; if it uses individual accounts on purpose, set personalSignals to ignore.',
    ],
    implement: [
      'Clear Manager, Job title, Department, Employee ID, Mobile phone, Business phone and Alternate email on the Properties page.',
      'Delete personal sign-in methods once a security key is registered, as BG-AUTH-02 says.',
    ],
    verify: ['Scan again: BG-ACC-05 names nothing any more.'],
  },
  evaluate: (snapshot, settings) => judgeAccounts(snapshot, (account) => [judge(account, settings)]),
};
