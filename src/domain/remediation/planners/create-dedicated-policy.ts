import type { Finding, Subject } from '../../controls/control.js';
import { phishingResistanceOf } from '../../controls/authentication/phishing-resistance.js';
import { resolvedAccounts, type ResolvedAccount } from '../../controls/per-account.js';
import { listNames } from '../../controls/words.js';
import type { TenantSnapshot } from '../../tenant/snapshot.js';
import { drafted, refused, type DraftResult, type Planner } from '../planner.js';
import type { RemediationStep } from '../plan.js';

/**
 * F15, for BG-CA-05: a policy that demands phishing-resistant authentication of the emergency accounts. Made report-only,
 * and only when every account could satisfy it today: the one policy of this program that could lock them out.
 */

const DISPLAY_NAME = 'Emergency access accounts: require phishing-resistant MFA';
const NEEDED_ACCOUNTS = 2;

function lacksKey({ reading: { authenticationMethods } }: ResolvedAccount): boolean {
  return !authenticationMethods.known || phishingResistanceOf(authenticationMethods.value) !== 'strong';
}

function createStep(accounts: readonly ResolvedAccount[]): RemediationStep {
  const names = accounts.map(({ subject }) => subject.name);
  const object: Subject = { type: 'policy', id: 'new', name: DISPLAY_NAME };
  return {
    fixId: 'F15',
    executor: 'bot',
    change: {
      kind: 'createDedicatedPolicy',
      displayName: DISPLAY_NAME,
      accountIds: accounts.map(({ reading }) => reading.id),
    },
    title: `Create the report-only policy "${DISPLAY_NAME}" for ${names.map((name) => `"${name}"`).join(', ')}`,
    object,
    field: 'identity/conditionalAccess/policies',
    before: 'no such policy',
    after: 'report-only; includes these accounts alone; requires phishing-resistant MFA for all resources',
    undo: 'Delete the policy. Nothing else refers to it.',
    permission: 'Policy.ReadWrite.ConditionalAccess',
    role: null,
    instructions: [],
    portalUrl: null,
  };
}

/** A policy that is there already is changed by people: switching it on is a decision of its own. */
function refusePresent({ subject, outcome, summary }: Finding): DraftResult {
  const advice =
    outcome === 'fail'
      ? 'Register a phishing-resistant method for every account it reaches first, or correct the policy.'
      : 'Check its report-only results for every account, then correct it or switch it on in the Microsoft Entra admin center.';
  return refused('PLAN_NOT_AVAILABLE', `"${subject.name}": ${summary} ${advice}`);
}

function refuseUnready(snapshot: TenantSnapshot, accounts: readonly ResolvedAccount[]): DraftResult | null {
  if (accounts.length < NEEDED_ACCOUNTS || accounts.length < snapshot.accounts.length) {
    return refused(
      'PLAN_TOO_FEW_ACCOUNTS',
      'A dedicated policy is planned only when at least two accounts are designated and all of them were read. Create or correct the accounts first (BG-INV-01).',
    );
  }
  const unready = accounts.filter(lacksKey);
  if (unready.length === 0) return null;
  return refused(
    'PLAN_METHOD_MISSING',
    `The policy would lock out ${listNames(unready.map(({ subject }) => subject.name))}, of which no security key is known. Register a FIDO2 security key for each account first (BG-AUTH-01).`,
  );
}

function refuseTaken({ policies }: TenantSnapshot): DraftResult | null {
  if (!policies.known) return refused('PLAN_NOT_PROVEN', `The policies were not read: ${policies.detail} Scan again.`);
  const isTaken = policies.value.policies.some(({ displayName }) => displayName === DISPLAY_NAME);
  if (!isTaken) return null;
  return refused(
    'PLAN_NAME_TAKEN',
    `A policy named "${DISPLAY_NAME}" exists. Look at it in the Microsoft Entra admin center: correct it, or rename it and plan again.`,
  );
}

export const planDedicatedPolicy: Planner = (finding, snapshot) => {
  if (finding.subject.type !== 'tenant' || finding.outcome === 'fail') return refusePresent(finding);
  const accounts = resolvedAccounts(snapshot);
  const refusal = refuseUnready(snapshot, accounts) ?? refuseTaken(snapshot);
  if (refusal !== null) return refusal;
  return drafted({
    risk: 'high',
    blastRadius: `The ${accounts.length} emergency accounts and nobody else. Report-only: it decides no sign-in until people switch it on.`,
    steps: [createStep(accounts)],
    preconditions: [],
    targetAccountIds: accounts.map(({ reading }) => reading.id),
  });
};
