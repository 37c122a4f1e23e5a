import type { Observed, Unknown } from '../tenant/observed.js';
import type { AccountReading, DirectoryUser, TenantSnapshot } from '../tenant/snapshot.js';
import type { Evidence, Judgement, Subject } from './control.js';
import { listReasons } from './words.js';

/**
 * What every per-account control does first: decide for which accounts it can be judged at all. A designated account
 * that was not read is `error`, never left out; with no account designated there is nothing to judge, and BG-INV-01 says so.
 */

/** An account whose user object was read. */
export interface ResolvedAccount {
  readonly reading: AccountReading;
  readonly user: DirectoryUser;
  readonly subject: Subject;
  readonly readAt: string;
}

export function tenantSubject(snapshot: TenantSnapshot): Subject {
  const name = snapshot.organization.known ? snapshot.organization.value.displayName : snapshot.tenantId;
  return { type: 'tenant', id: snapshot.tenantId, name };
}

/** The account as a subject, named by its user principal name where that is known. */
export function accountSubject(account: AccountReading): Subject {
  const name = account.user.known && account.user.value !== null ? account.user.value.userPrincipalName : account.id;
  return { type: 'account', id: account.id, name };
}

/** Evidence of a read that failed, with what the operator can do. */
export function missingEvidence(source: string, expected: string, missing: Unknown): Evidence {
  return { source, readAt: null, expected, actual: `not read (${missing.reason})`, detail: missing.detail };
}

/** What a piece of evidence says is missing, for a summary. */
export function reasonOf({ actual, detail }: Evidence): string {
  return detail ?? actual;
}

/** The judgement for a subject of which something needed was not read. */
export function cannotJudge(subject: Subject, source: string, expected: string, missing: Unknown): Judgement {
  return {
    subject,
    outcome: 'error',
    summary: `Cannot be judged: ${missing.detail}`,
    evidence: [missingEvidence(source, expected, missing)],
  };
}

/** The judgement for a subject of which several things may be missing; `facts` are what is known all the same. */
export function undecided(subject: Subject, gaps: readonly Evidence[], facts: readonly Evidence[] = []): Judgement {
  const summary = `Cannot be judged: ${listReasons(gaps.map(reasonOf))}.`;
  return { subject, outcome: 'error', summary, evidence: [...facts, ...gaps] };
}

/** Evidence of what Graph left out of the user object, though it was asked for; none when nothing of `names` is missing. */
export function propertyGaps(
  { user, readAt }: ResolvedAccount,
  expected: string,
  names: readonly string[],
): readonly Evidence[] {
  const missing = names.filter((name) => user.missingProperties.includes(name));
  if (missing.length === 0) return [];
  const actual = `Graph left out ${missing.join(', ')}; check that User.Read.All is granted`;
  return [{ source: `GET /users/${user.id}`, readAt, expected, actual }];
}

/** The accounts whose user object was read and exists. */
export function resolvedAccounts(snapshot: TenantSnapshot): readonly ResolvedAccount[] {
  return snapshot.accounts.flatMap((reading) =>
    reading.user.known && reading.user.value !== null
      ? [{ reading, user: reading.user.value, subject: accountSubject(reading), readAt: reading.user.readAt }]
      : [],
  );
}

function judgeUnresolved(reading: AccountReading, anyResolved: boolean): Judgement {
  const subject = accountSubject(reading);
  const source = `GET /users/${reading.id}`;
  if (!reading.user.known) return cannotJudge(subject, source, 'the user object', reading.user);
  return {
    subject,
    outcome: anyResolved ? 'notApplicable' : 'error',
    summary: 'The directory has no user with this object ID; BG-INV-01 reports it.',
    evidence: [{ source, readAt: reading.user.readAt, expected: 'the user object', actual: 'no such user' }],
  };
}

/** What every control about designated accounts says when there are none. */
export function noAccountDesignated(snapshot: TenantSnapshot): Judgement {
  return {
    subject: tenantSubject(snapshot),
    outcome: 'notApplicable',
    summary: 'No emergency access account is designated; BG-INV-01 reports it.',
    evidence: [],
  };
}

/**
 * One or more judgements per designated account. `judge` runs for the accounts that were read; for the others the answer
 * is the same in every control: not read is `error`; not in the directory is `notApplicable` beside resolved accounts and
 * `error` when none resolves; none designated is one `notApplicable` on the tenant.
 */
export function judgeAccounts(
  snapshot: TenantSnapshot,
  judge: (account: ResolvedAccount) => readonly Judgement[],
): readonly Judgement[] {
  if (snapshot.accounts.length === 0) return [noAccountDesignated(snapshot)];
  const resolved = resolvedAccounts(snapshot);
  return snapshot.accounts.flatMap((reading) => {
    const account = resolved.find((candidate) => candidate.reading.id === reading.id);
    return account ? judge(account) : [judgeUnresolved(reading, resolved.length > 0)];
  });
}

/** `judge` with the value of `observed`, or the `error` judgement when it was not read. */
export function whenKnown<T>(
  observed: Observed<T>,
  missing: { readonly subject: Subject; readonly source: string; readonly expected: string },
  judge: (value: T, readAt: string) => readonly Judgement[],
): readonly Judgement[] {
  if (!observed.known) return [cannotJudge(missing.subject, missing.source, missing.expected, observed)];
  return judge(observed.value, observed.readAt);
}
