import type { Domain } from '../../tenant/snapshot.js';
import type { Control, Judgement } from '../control.js';
import { judgeAccounts, whenKnown, type ResolvedAccount } from '../per-account.js';
import { domainOf, isWithin, longestRootOf } from './governing-domain.js';

const EXPECTED = 'the sign-in name is on a verified, managed domain of the kind Microsoft gave the tenant';

/** The domain whose federation holds for `suffix`: its root, unless its own row already says that it is federated. */
function governingDomain(own: Domain, suffix: string, domains: readonly Domain[]): Domain {
  return own.authenticationType === 'Federated' ? own : (longestRootOf(suffix, domains) ?? own);
}

/** `onmicrosoft.com`, or its counterpart in a sovereign cloud; undefined when the list has no initial domain. */
function microsoftSuffix(domains: readonly Domain[]): string | undefined {
  const initial = domains.find(({ isInitial }) => isInitial)?.id.toLowerCase();
  return initial?.slice(initial.indexOf('.') + 1);
}

function judgeDomain(suffix: string, domains: readonly Domain[]): Pick<Judgement, 'outcome' | 'summary' | 'severity'> {
  const own = domains.find(({ id }) => id.toLowerCase() === suffix);
  if (own === undefined) {
    return { outcome: 'fail', summary: `"${suffix}" is not a domain of the tenant: change the sign-in name.` };
  }
  if (!own.isVerified) {
    return { outcome: 'fail', summary: `"${suffix}" is not verified: move the account to the initial domain.` };
  }
  const governing = governingDomain(own, suffix, domains);
  if (governing.authenticationType === 'Federated') {
    return {
      outcome: 'fail',
      severity: 'critical',
      summary: `"${governing.id}" is federated: the account fails with the identity provider. Move it to the initial domain.`,
    };
  }
  const microsoft = microsoftSuffix(domains);
  if (microsoft === undefined) {
    return { outcome: 'error', summary: 'Graph named no initial domain; check that Domain.Read.All is granted.' };
  }
  if (isWithin(suffix, microsoft))
    return { outcome: 'pass', summary: `The account is on "${suffix}", which is managed.` };
  return {
    outcome: 'warn',
    summary: `"${suffix}" is a custom domain: it can expire or be federated later. Prefer the initial domain.`,
  };
}

function judge({ user, subject }: ResolvedAccount, domains: readonly Domain[], readAt: string): Judgement {
  const suffix = domainOf(user.userPrincipalName);
  const own = domains.find(({ id }) => id.toLowerCase() === suffix);
  const actual =
    own === undefined
      ? `"${suffix}" is not in the list`
      : `"${own.id}": verified ${String(own.isVerified)}, ${governingDomain(own, suffix, domains).authenticationType}, initial ${String(own.isInitial)}`;
  return {
    subject,
    ...judgeDomain(suffix, domains),
    evidence: [{ source: 'GET /domains', readAt, expected: EXPECTED, actual }],
  };
}

/** BG-ACC-03: decided by the tenant's own list of domains, never by what a name looks like. */
export const managedDomain: Control = {
  id: 'BG-ACC-03',
  title: 'Sign-in name on a managed domain of the tenant',
  severity: 'high',
  rationale: 'A federated or custom domain can stop working for reasons that have nothing to do with Microsoft Entra.',
  references: ['Microsoft: Manage emergency access accounts', 'CIS M365 1.1.2'],
  permissions: ['User.Read.All', 'Domain.Read.All'],
  licence: 'Free',
  kind: 'auto',
  fix: 'F4',
  guide: {
    baseline: 'Foundation',
    minutesToFix: 30,
    roles: ['Privileged Authentication Administrator'],
    expected:
      'The sign-in name is on the initial, or another verified and managed, onmicrosoft.com domain of the tenant.',
    review: [
      'Look under Domain names in the Microsoft Entra admin center whether the domain of the sign-in name is verified, and whether it or its parent is federated.',
    ],
    plan: [
      'The sign-in name is written in the sealed envelopes: arrange with the custodians to reissue them on the same day.',
      'Choose a name on the initial domain that is free and gives nothing away.',
    ],
    implement: [
      'Edit the properties of the account and change the user principal name to the initial onmicrosoft.com domain.',
      'Reissue the sealed instructions with the new name, and destroy the old ones.',
    ],
    verify: ['Scan again: the account is on a managed domain.', 'Sign in with the new name in a drill.'],
  },
  evaluate: (snapshot) =>
    judgeAccounts(snapshot, (account) =>
      whenKnown(
        snapshot.domains,
        { subject: account.subject, source: 'GET /domains', expected: EXPECTED },
        (domains, readAt) => [judge(account, domains, readAt)],
      ),
    ),
};
