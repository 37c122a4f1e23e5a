import { isSameId } from '../approval/principal.js';
import type { Observed, Unknown } from '../tenant/observed.js';
import type { DrillPerson } from './drill.js';

/** Whether the people whom a statement names can still do what it says of them. */

/** The account of a person; null: there is none any more. */
export type CustodianAccount = { readonly accountEnabled: boolean | null } | null;

/** What was looked up, by object ID in lower case. Whoever is not in it was not looked up. */
export type CustodianAccounts = ReadonlyMap<string, Observed<CustodianAccount>>;

export type CustodianState =
  | { readonly kind: 'present' }
  /** For people, a whole sentence. */
  | { readonly kind: 'gone'; readonly because: string }
  | { readonly kind: 'unknown'; readonly missing: Unknown };

/** Whether at least two different people are named. */
export function areTwoPeople(people: readonly DrillPerson[]): boolean {
  const [first, ...others] = people;
  return first !== undefined && others.some(({ objectId }) => !isSameId(objectId, first.objectId));
}

function stateOf({ name, objectId }: DrillPerson, accounts: CustodianAccounts): CustodianState {
  const account = accounts.get(objectId.toLowerCase());
  if (account === undefined) return { kind: 'present' };
  if (!account.known) return { kind: 'unknown', missing: account };
  if (account.value === null) return { kind: 'gone', because: `The account of custodian "${name}" is deleted.` };
  return account.value.accountEnabled === false
    ? { kind: 'gone', because: `The account of custodian "${name}" is disabled.` }
    : { kind: 'present' };
}

/** The worst that is known of `custodians`: one who is gone counts more than one of whom nothing is known. */
export function custodianState(custodians: readonly DrillPerson[], accounts: CustodianAccounts): CustodianState {
  const states = custodians.map((custodian) => stateOf(custodian, accounts));
  return (
    states.find(({ kind }) => kind === 'gone') ?? states.find(({ kind }) => kind === 'unknown') ?? { kind: 'present' }
  );
}
