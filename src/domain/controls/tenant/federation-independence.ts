import { domainOf, isWithin } from '../account/governing-domain.js';
import type { Domain, TenantSnapshot } from '../../tenant/snapshot.js';
import type { Control, Evidence, Judgement } from '../control.js';
import { missingEvidence, resolvedAccounts, tenantSubject, undecided, whenKnown } from '../per-account.js';
import { listNames } from '../words.js';

const SOURCE = 'GET /domains';
const EXPECTED = 'no domain is federated, or its identity provider cannot vouch for multifactor authentication';
const NO_API =
  'Whether passwords are checked on-premises (pass-through authentication) is not in Graph; look at Entra Connect.';

/** What an identity provider may do about multifactor authentication, for people. Source: internalDomainFederation. */
const BEHAVIOURS: ReadonlyMap<string, string> = new Map([
  ['acceptIfMfaDoneByFederatedIdp', 'its identity provider may vouch for multifactor authentication'],
  ['enforceMfaByFederatedIdp', 'its identity provider alone does multifactor authentication'],
  ['rejectMfaByFederatedIdp', 'Microsoft Entra does multifactor authentication itself'],
]);

interface FederationFact {
  readonly evidence: Evidence;
  /** Null when the configuration was not read. */
  readonly words: string | null;
}

function factOf({ federationConfigurations }: TenantSnapshot, { id }: Domain): FederationFact {
  const source = `GET /domains/${id}/federationConfiguration`;
  const reading = federationConfigurations.find(({ domainId }) => domainId.toLowerCase() === id.toLowerCase());
  if (reading === undefined) {
    const actual = `the federation of ${id} was not read; scan again`;
    return { evidence: { source, readAt: null, expected: EXPECTED, actual }, words: null };
  }
  const { configuration } = reading;
  if (!configuration.known) return { evidence: missingEvidence(source, EXPECTED, configuration), words: null };
  const behaviour = configuration.value?.federatedIdpMfaBehavior ?? null;
  const actual = `federatedIdpMfaBehavior is ${behaviour ?? 'not set'}`;
  const words = BEHAVIOURS.get(behaviour ?? '') ?? 'what its identity provider does is not set';
  return { evidence: { source, readAt: configuration.readAt, expected: EXPECTED, actual }, words };
}

/** The emergency accounts whose sign-in name is on one of `domains`. */
function accountsOn(snapshot: TenantSnapshot, domains: readonly Domain[]): readonly string[] {
  return resolvedAccounts(snapshot)
    .map(({ user }) => user.userPrincipalName)
    .filter((name) => domains.some(({ id }) => isWithin(domainOf(name), id.toLowerCase())));
}

function judge(snapshot: TenantSnapshot, domains: readonly Domain[], readAt: string): Judgement {
  const subject = tenantSubject(snapshot);
  const federated = domains.filter(({ authenticationType }) => authenticationType === 'Federated');
  const actual = federated.map(({ id }) => id).join(', ') || 'no domain is federated';
  const list = { source: SOURCE, readAt, expected: EXPECTED, actual };
  if (federated.length === 0) {
    return { subject, outcome: 'pass', summary: `No domain is federated. ${NO_API}`, evidence: [list] };
  }
  const facts = federated.map((domain) => factOf(snapshot, domain));
  const gaps = facts.filter(({ words }) => words === null).map(({ evidence }) => evidence);
  const evidence = [list, ...facts.filter(({ words }) => words !== null).map((fact) => fact.evidence)];
  if (gaps.length > 0) return undecided(subject, gaps, evidence);
  const on = accountsOn(snapshot, federated);
  const warning =
    on.length === 0
      ? 'The emergency accounts are not on it; keep it so.'
      : `${listNames(on)} would fail with it, as BG-ACC-03 says.`;
  const behaviours = [...new Set(facts.flatMap(({ words }) => words ?? []))].join('; ');
  const summary = `Sign-in on ${listNames(federated.map(({ id }) => id))} depends on another identity provider: ${behaviours}. ${warning}`;
  return { subject, outcome: 'warn', summary, evidence };
}

/** BG-TEN-03: federation is a decision of the tenant, so never a `fail` here; an account on such a domain is one, in BG-ACC-03. */
export const federationIndependence: Control = {
  id: 'BG-TEN-03',
  title: 'Federation does not stand in the way',
  severity: 'medium',
  rationale: 'While an outside identity provider is down or taken over, only what does not depend on it still works.',
  references: [
    'Microsoft: Manage emergency access accounts',
    'Microsoft: internalDomainFederation',
    'Prowler entra_password_hash_sync_enabled',
  ],
  permissions: ['Domain.Read.All'],
  licence: 'Free',
  kind: 'auto',
  fix: 'human',
  guide: {
    baseline: 'Advanced',
    minutesToFix: 240,
    roles: ['Domain Name Administrator', 'Hybrid Identity Administrator'],
    expected:
      'No domain is federated; or the emergency accounts are on a managed domain, and Microsoft Entra does multifactor authentication itself.',
    review: [
      'Open Entra ID > Domain names, and see which domains are federated.',
      'Open Entra Connect > Connect Sync, and see whether sign-in goes through federation or pass-through authentication.',
    ],
    plan: [
      'The emergency accounts belong on the initial onmicrosoft.com domain in any case: see BG-ACC-03.',
      'Moving a domain from federated to managed changes the sign-in of everybody on it; plan it as a staged rollout, with password hash synchronization first.',
    ],
    implement: [
      'Until then set federatedIdpMfaBehavior of each federated domain to rejectMfaByFederatedIdp, so that Microsoft Entra does multifactor authentication itself.',
      'Convert the domain to managed when the rollout is done.',
    ],
    verify: [
      'Sign in as an emergency account while the identity provider is not reachable, as part of a drill.',
      'Scan again: BG-TEN-03 names no domain, or those that are meant to stay.',
    ],
  },
  evaluate: (snapshot) =>
    whenKnown(
      snapshot.domains,
      { subject: tenantSubject(snapshot), source: SOURCE, expected: EXPECTED },
      (domains, readAt) => [judge(snapshot, domains, readAt)],
    ),
};
