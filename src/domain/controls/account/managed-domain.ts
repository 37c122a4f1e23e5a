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
  evaluate: (snapshot) =>
    judgeAccounts(snapshot, (account) =>
      whenKnown(
        snapshot.domains,
        { subject: account.subject, source: 'GET /domains', expected: EXPECTED },
        (domains, readAt) => [judge(account, domains, readAt)],
      ),
    ),
};
