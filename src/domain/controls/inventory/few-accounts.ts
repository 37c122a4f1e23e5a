import type { TenantSnapshot } from '../../tenant/snapshot.js';
import { DEFAULT_SETTINGS, type Control, type Evidence, type Judgement, type ScanSettings } from '../control.js';
import { missingEvidence, noAccountDesignated, tenantSubject, undecided } from '../per-account.js';
import { bySetting, countOf } from '../words.js';

type Limits = ScanSettings['maxAccounts'];

function expectedBy({ warnAbove, failAbove }: Limits): string {
  return `at most ${warnAbove} accounts, and never more than ${failAbove}`;
}

function gapsIn({ accounts }: TenantSnapshot, limits: Limits): readonly Evidence[] {
  return accounts.flatMap(({ id, user }) =>
    user.known ? [] : [missingEvidence(`GET /users/${id}`, expectedBy(limits), user)],
  );
}

function outcomeOf(count: number, { warnAbove, failAbove }: Limits): 'pass' | 'warn' | 'fail' {
  if (count > failAbove) return 'fail';
  return count > warnAbove ? 'warn' : 'pass';
}

function summaryOf(count: number, outcome: 'pass' | 'warn' | 'fail'): string {
  const exist = countOf(count, 'emergency access account exists', 'emergency access accounts exist');
  switch (outcome) {
    case 'pass':
      return `${exist}, which is not more than needed.`;
    case 'warn':
      return `${exist}: each is one more way in. Keep two, unless you can say what the others are for.`;
    case 'fail':
      return `${exist}: so many ways in cannot be watched. Keep two, and take the roles and exclusions of the others away.`;
  }
}

function judge(snapshot: TenantSnapshot, { maxAccounts }: ScanSettings): Judgement {
  const subject = tenantSubject(snapshot);
  const found = snapshot.accounts.flatMap(({ user }) => (user.known && user.value !== null ? [user.value] : []));
  const gaps = gapsIn(snapshot, maxAccounts);
  const outcome = outcomeOf(found.length, maxAccounts);
  const evidence = snapshot.accounts.flatMap(({ id, user }) =>
    user.known
      ? [
          {
            source: `GET /users/${id}`,
            readAt: user.readAt,
            expected: expectedBy(maxAccounts),
            actual: user.value?.userPrincipalName ?? 'no such user',
          },
        ]
      : [],
  );
  if (outcome !== 'fail' && gaps.length > 0) return undecided(subject, gaps, evidence);
  if (found.length === 0) {
    const summary = 'None of the designated accounts exists; BG-INV-01 reports it.';
    return { subject, outcome: 'notApplicable', summary, evidence };
  }
  const isBySetting = outcome !== outcomeOf(found.length, DEFAULT_SETTINGS.maxAccounts);
  const summary = `${summaryOf(found.length, outcome)}${isBySetting ? ` ${bySetting('maxAccounts')}` : ''}`;
  return { subject, outcome, summary, evidence };
}

/** BG-INV-02: sources disagree about the number, so a setting decides; an account that is not there is not counted. */
export const fewAccounts: Control = {
  id: 'BG-INV-02',
  title: 'Not more emergency accounts than needed',
  severity: 'medium',
  rationale: 'Each emergency account gets past every policy, so each one more is one more to steal and to watch.',
  references: ['Zero Trust Assessment 21835', 'CIPP ZTNA21835', 'Microsoft: Manage emergency access accounts'],
  permissions: ['User.Read.All'],
  licence: 'Free',
  kind: 'auto',
  fix: 'none',
  guide: {
    baseline: 'Recommended',
    minutesToFix: 60,
    roles: ['Privileged Role Administrator', 'Conditional Access Administrator'],
    expected: 'Two emergency accounts are designated and exist.',
    review: ['List the designated accounts, and ask the custodians of each what it is for and where its keys lie.'],
    plan: [
      'Choose the two that are best kept: cloud-only, on the initial domain, with two keys each, in separate places.',
      'If more are meant, for example one for each person on duty, raise the setting maxAccounts and say so in the procedure.',
    ],
    implement: [
      'Take Global Administrator and the exclusion group away from the accounts that are not needed, one at a time.',
      'Delete them, destroy their keys and envelopes, and take their object IDs out of the configuration of the bot.',
    ],
    verify: ['Scan again: BG-INV-02 passes, and BG-INV-01 still counts two.'],
  },
  evaluate: (snapshot, settings) =>
    snapshot.accounts.length === 0 ? [noAccountDesignated(snapshot)] : [judge(snapshot, settings)],
};
