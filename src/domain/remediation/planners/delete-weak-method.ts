import { phishingResistanceOf } from '../../controls/authentication/phishing-resistance.js';
import { weakMethodsOf } from '../../controls/authentication/weak-methods.js';
import type { Finding } from '../../controls/control.js';
import type { ResolvedAccount } from '../../controls/per-account.js';
import { countOf } from '../../controls/words.js';
import type { AuthenticationMethod, TenantSnapshot } from '../../tenant/snapshot.js';
import { applyChange } from '../apply-change.js';
import { preconditionFor } from '../ground.js';
import type { TenantChange } from '../plan.js';
import { drafted, refused, refuseUnknownAccount, subjectAccount, type DraftResult, type Planner } from '../planner.js';
import { usableAccounts } from '../usable-accounts.js';
import { deletionStep, inOrderOfDeletion } from './method-deletion.js';

/** F10, for BG-AUTH-02: the weak methods of one account go, one after the other, once it is proven to work without them. */

type Deletion = Extract<TenantChange, { readonly kind: 'deleteAuthenticationMethod' }>;

function deletionOf({ reading }: ResolvedAccount, { kind, id }: AuthenticationMethod): Deletion {
  return { kind: 'deleteAuthenticationMethod', accountId: reading.id, methodKind: kind, methodId: id };
}

/** Whether the finding names the method: one that a setting accepts counts as weak here, and stays. */
function isNamedIn({ evidence }: Finding, { id }: AuthenticationMethod): boolean {
  return evidence.some(({ actual }) => actual.split(', ').some((named) => named.endsWith(` ${id}`)));
}

/** The methods that the finding is about: a `fail` and a `warn` are different ones. */
function methodsToDelete(
  finding: Finding,
  { reading: { authenticationMethods: methods } }: ResolvedAccount,
): readonly AuthenticationMethod[] {
  const weak = methods.known ? weakMethodsOf(methods.value) : [];
  const named = weak.filter(({ method, outcome }) => outcome === finding.outcome && isNamedIn(finding, method));
  return inOrderOfDeletion(named.map(({ method }) => method));
}

/** Without a key of its own the account would be left with a password; without the rest it may not get in at all. */
function refuseDependent(
  account: ResolvedAccount,
  methods: readonly AuthenticationMethod[],
  snapshot: TenantSnapshot,
): DraftResult | null {
  const after = methods.reduce((tenant, method) => applyChange(tenant, deletionOf(account, method)), snapshot);
  const left = after.accounts.find(({ id }) => id === account.reading.id)?.authenticationMethods;
  if (left?.known !== true || phishingResistanceOf(left.value) !== 'strong') {
    return refused(
      'PLAN_METHOD_MISSING',
      `"${account.subject.name}" would be left without a FIDO2 security key of its own. Register one first (BG-AUTH-01).`,
    );
  }
  if (usableAccounts(after).includes(account.reading.id)) return null;
  return refused(
    'PLAN_FIX_OTHERS_FIRST',
    `"${account.subject.name}" is not proven to get in without these methods. Settle its other findings first: it must be enabled, a permanent Global Administrator, and out of reach of every policy.`,
  );
}

export const planMethodDeletion: Planner = (finding, snapshot) => {
  const account = subjectAccount(finding, snapshot);
  if (account === undefined) return refuseUnknownAccount(finding);
  const methods = methodsToDelete(finding, account);
  const [first] = methods;
  if (first === undefined) {
    return refused('PLAN_NOTHING_TO_FIX', 'The scan shows no such method of the account any more. Scan again.');
  }
  const refusal = refuseDependent(account, methods, snapshot);
  if (refusal !== null) return refusal;
  const { id } = account.reading;
  const object = { kind: 'account', id, name: account.subject.name } as const;
  return drafted({
    risk: 'high',
    blastRadius: `Only "${account.subject.name}": it can no longer sign in with ${countOf(methods.length, 'method', 'methods')}, and this cannot be undone. Its phishing-resistant method stays.`,
    steps: methods.map((method) => deletionStep(account, method, deletionOf(account, method))),
    preconditions: preconditionFor(deletionOf(account, first), object, snapshot),
    targetAccountIds: [id],
  });
};
