import type { AdministrativeUnitReading, TenantSnapshot } from '../../tenant/snapshot.js';
import type { Control, Evidence, Judgement } from '../control.js';
import { judgeAccounts, missingEvidence, reasonOf, type ResolvedAccount } from '../per-account.js';
import { listNames, listReasons } from '../words.js';

const EXPECTED = 'in a restricted management administrative unit that a custodian administers';
/** What people have to know before they follow the advice. Source: restricted management administrative units. */
const PRICE =
  'Consider one as the last step: after it nobody outside the unit, this bot included, can change the account or reset its password.';

/** What is known of a unit: it protects, it lacks a custodian, it is not restricted, or something was not read. */
type Standing =
  | { readonly kind: 'protects' | 'withoutCustodian' | 'notRestricted'; readonly name: string }
  | { readonly kind: 'unknown'; readonly gap: Evidence };

function sourceOf(unitId: string): string {
  return `GET /directory/administrativeUnits/${unitId}`;
}

function standingOf({ id, unit, scopedRoleMemberIds }: AdministrativeUnitReading, accountId: string): Standing {
  if (!unit.known) return { kind: 'unknown', gap: missingEvidence(sourceOf(id), EXPECTED, unit) };
  const name = unit.value?.displayName ?? id;
  const isRestricted = unit.value === null ? false : unit.value.isMemberManagementRestricted;
  if (isRestricted !== true) return { kind: 'notRestricted', name };
  if (!scopedRoleMemberIds.known) {
    const gap = missingEvidence(`${sourceOf(id)}/scopedRoleMembers`, EXPECTED, scopedRoleMemberIds);
    return { kind: 'unknown', gap };
  }
  // Who cannot sign in cannot help themselves either.
  const hasCustodian = scopedRoleMemberIds.value.some((member) => member.toLowerCase() !== accountId.toLowerCase());
  return { kind: hasCustodian ? 'protects' : 'withoutCustodian', name };
}

function standingsOf({ reading }: ResolvedAccount, { administrativeUnits }: TenantSnapshot): readonly Standing[] {
  const { id, memberships } = reading;
  if (!memberships.known) {
    return [{ kind: 'unknown', gap: missingEvidence(`GET /users/${id}/transitiveMemberOf`, EXPECTED, memberships) }];
  }
  return memberships.value.administrativeUnitIds.map((unitId): Standing => {
    const unit = administrativeUnits.find((candidate) => candidate.id.toLowerCase() === unitId.toLowerCase());
    if (unit !== undefined) return standingOf(unit, id);
    const actual = `administrative unit ${unitId} was not read; scan again`;
    return { kind: 'unknown', gap: { source: sourceOf(unitId), readAt: null, expected: EXPECTED, actual } };
  });
}

type Verdict = Pick<Judgement, 'outcome' | 'summary'>;

function judgeStandings(standings: readonly Standing[]): Verdict {
  const namesOf = (kind: Standing['kind']) =>
    listNames(standings.flatMap((it) => (it.kind === kind && it.kind !== 'unknown' ? [it.name] : [])));
  const has = (kind: Standing['kind']) => standings.some((it) => it.kind === kind);
  if (has('protects')) {
    return { outcome: 'pass', summary: `The restricted unit ${namesOf('protects')} protects the account.` };
  }
  if (has('unknown')) {
    const reasons = standings.flatMap((it) => (it.kind === 'unknown' ? [reasonOf(it.gap)] : []));
    return {
      outcome: 'error',
      summary: `Cannot tell who administers the account's restricted unit: ${listReasons(reasons)}.`,
    };
  }
  if (has('withoutCustodian')) {
    const summary = `The account is in the restricted unit ${namesOf('withoutCustodian')}, and nobody else administers it: give a custodian a role for the unit.`;
    return { outcome: 'warn', summary };
  }
  const summary =
    'Graph says that management of the account is restricted, but shows no unit that does it: it may be hidden. Look up who administers it.';
  return { outcome: 'error', summary };
}

function judgeRestriction({ user }: ResolvedAccount, standings: readonly Standing[]): Verdict {
  if (user.missingProperties.includes('isManagementRestricted')) {
    const summary = 'Graph left out isManagementRestricted, so nobody can say; check that User.Read.All is granted.';
    return { outcome: 'error', summary };
  }
  // Graph answers null for an account that never was in such a unit.
  if (user.isManagementRestricted === true) return judgeStandings(standings);
  const summary = `The account is in no restricted management administrative unit: other privileged administrators and apps can change it. ${PRICE}`;
  return { outcome: 'warn', summary };
}

function judge(account: ResolvedAccount, snapshot: TenantSnapshot): Judgement {
  const { user, subject, readAt } = account;
  const standings = standingsOf(account, snapshot);
  const verdict = judgeRestriction(account, standings);
  const units = standings.flatMap((it) => (it.kind === 'unknown' ? [] : [`"${it.name}": ${it.kind}`]));
  const fact: Evidence = {
    source: `GET /users/${user.id}`,
    readAt,
    expected: EXPECTED,
    actual: [`isManagementRestricted is ${String(user.isManagementRestricted)}`, ...units].join('; '),
  };
  const gaps = standings.flatMap((it) => (it.kind === 'unknown' ? [it.gap] : []));
  return { subject, ...verdict, evidence: [fact, ...(verdict.outcome === 'error' ? gaps : [])] };
}

/** BG-PROT-01: a recommendation, never a `fail`, for the protection also keeps helpers out. */
export const restrictedUnit: Control = {
  id: 'BG-PROT-01',
  title: 'Accounts in a restricted management administrative unit',
  severity: 'medium',
  rationale:
    'Outside such a unit any privileged administrator, or an app with broad rights, can change or delete the accounts.',
  references: ['CIS M365 1.1.2', 'Microsoft: Restricted management administrative units'],
  permissions: ['User.Read.All', 'AdministrativeUnit.Read.All', 'RoleManagement.Read.Directory'],
  licence: 'P1',
  kind: 'auto',
  fix: 'F20',
  guide: {
    baseline: 'Advanced',
    minutesToFix: 45,
    roles: ['Privileged Role Administrator'],
    expected:
      'The account is in a restricted management administrative unit, and somebody other than the account administers that unit.',
    review: [
      'Look under Roles & admins, Admin units in the Microsoft Entra admin center for a unit with restricted management, and who holds a role for it.',
    ],
    plan: [
      'Do this last: once an account is inside, nobody resets the password of a Global Administrator, and application permissions no longer reach it.',
      'Choose two custodians who are no emergency accounts themselves.',
    ],
    implement: [
      'Create the unit with "Restricted management administrative unit" set to Yes: it cannot be set later.',
      'Assign Privileged Authentication Administrator to the custodians with the unit as scope, and only then add the accounts.',
      'Put no role-assignable group into it.',
    ],
    verify: [
      'Scan again: the control names the unit and passes.',
      'Let a custodian try the way out: taking an account out of the unit takes up to 30 minutes.',
    ],
  },
  evaluate: (snapshot) => judgeAccounts(snapshot, (account) => [judge(account, snapshot)]),
};
