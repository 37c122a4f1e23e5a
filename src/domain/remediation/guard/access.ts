import { isSameId } from '../../approval/principal.js';
import { phishingResistanceOf, type PhishingResistance } from '../../controls/authentication/phishing-resistance.js';
import type { TenantSnapshot } from '../../tenant/snapshot.js';
import { usabilityOf, type Usability } from '../usable-accounts.js';
import { isRollback, type Rule } from './passage.js';

/** As many accounts work after every step as before it, and a rollback leaves one. */

function countUsability(snapshot: TenantSnapshot, ...wanted: readonly Usability[]): number {
  return snapshot.accounts.filter((reading) => wanted.includes(usabilityOf(snapshot, reading))).length;
}

export const refuseReducedAccess: Rule = (passage) => {
  const { before, after } = passage;
  const isReduced =
    countUsability(after, 'usable') < countUsability(before, 'usable') ||
    countUsability(after, 'usable', 'unknown') < countUsability(before, 'usable', 'unknown');
  if (isRollback(passage) || !isReduced) return null;
  return {
    code: 'PLAN_WOULD_REDUCE_ACCESS',
    message:
      'Fewer emergency accounts would be usable after the plan than before. Look at what else reaches them first.',
  };
};

/** Taking back an exclusion may cost one account its way in, never the last one. An account that was not read counts as one. */
export const refuseLastWayIn: Rule = (passage) => {
  const { before, after } = passage;
  if (!isRollback(passage)) return null;
  if (countUsability(after, 'usable') > 0 || countUsability(before, 'usable', 'unknown') === 0) return null;
  return {
    code: 'PLAN_WOULD_LOCK_OUT',
    message:
      'No emergency account would be proven usable after the rollback, and one is or may be now. Make another account usable and scan first.',
  };
};

/** How well the account's methods resist phishing; null when they were not read. */
function resistanceIn({ accounts }: TenantSnapshot, accountId: string): PhishingResistance | null {
  const methods = accounts.find(({ id }) => isSameId(id, accountId))?.authenticationMethods;
  return methods?.known === true ? phishingResistanceOf(methods.value) : null;
}

function isUsable(snapshot: TenantSnapshot, accountId: string): boolean {
  const reading = snapshot.accounts.find(({ id }) => isSameId(id, accountId));
  return reading !== undefined && usabilityOf(snapshot, reading) === 'usable';
}

/** A deleted method cannot be had back, so the account must be proven to work without it, and as well as with it. */
export const refuseLostMethod: Rule = ({ change, before, after }) => {
  if (change.kind !== 'deleteAuthenticationMethod') return null;
  const resistance = resistanceIn(after, change.accountId);
  const isKept = resistance === resistanceIn(before, change.accountId);
  if (isKept && resistance !== null && resistance !== 'none' && isUsable(after, change.accountId)) return null;
  return {
    code: 'PLAN_WOULD_REMOVE_LAST_METHOD',
    message:
      'The plan would delete a sign-in method of an emergency account that is not proven to work as well without it. Register a FIDO2 security key for the account and scan first.',
  };
};
