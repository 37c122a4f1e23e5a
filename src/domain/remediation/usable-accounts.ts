import { phishingResistanceOf } from '../controls/authentication/phishing-resistance.js';
import { canSatisfy, demandOf, mayUse } from '../controls/conditional-access/policy-demand.js';
import { applicabilityAccountOf, type ApplicabilityAccount } from '../tenant/applicability-account.js';
import { applicabilityOf } from '../tenant/policy-applicability.js';
import { GLOBAL_ADMINISTRATOR, type AccountReading, type TenantSnapshot } from '../tenant/snapshot.js';
import { isSameId } from '../approval/principal.js';

/**
 * Which emergency accounts would get in and could repair the tenant. It answers for the policies that were read: those that
 * Graph hides are the same before and after a change, and the controls report them.
 */

export type Usability = 'usable' | 'notUsable' | 'unknown';

type Truth = boolean | 'unknown';

function isEnabled({ user }: AccountReading): Truth {
  if (!user.known) return 'unknown';
  return user.value === null ? false : (user.value.accountEnabled ?? 'unknown');
}

/** Active for the whole directory: eligible is not, for activating may need others. */
function isGlobalAdministrator(account: ApplicabilityAccount): Truth {
  if (account.activeRoleTemplateIds.some((id) => isSameId(id, GLOBAL_ADMINISTRATOR))) return true;
  const isOpen = !account.areRolesComplete || account.uncertainRoleTemplateIds.length > 0;
  return isOpen ? 'unknown' : false;
}

/** A key that the authentication methods policy refuses is none: joining a group is enough to have it refused. */
function hasStrongMethod(snapshot: TenantSnapshot, reading: AccountReading): Truth {
  const { authenticationMethods: methods } = reading;
  if (!methods.known) return 'unknown';
  const strong = methods.value.filter((method) => phishingResistanceOf([method]) !== 'none');
  return anyOf(strong.map((method) => mayUse(method, snapshot, reading)));
}

/** No enforced policy reaches the account with a demand it cannot answer. Policies for labelled data keep nobody out. */
function isLetIn(snapshot: TenantSnapshot, reading: AccountReading, account: ApplicabilityAccount): Truth {
  if (!snapshot.policies.known) return 'unknown';
  const answers = snapshot.policies.value.policies
    .filter(({ state }) => state === 'enabled')
    .map((policy): Truth => {
      const { result, scope } = applicabilityOf(policy, account);
      if (result === 'excluded' || result === 'notInScope' || scope === 'authenticationContext') return true;
      const isAble = canSatisfy(demandOf(policy), snapshot, reading);
      return isAble === true || result === 'applies' ? isAble : 'unknown';
    });
  return allOf(answers);
}

function anyOf(answers: readonly Truth[]): Truth {
  if (answers.includes(true)) return true;
  return answers.includes('unknown') ? 'unknown' : false;
}

function allOf(answers: readonly Truth[]): Truth {
  if (answers.includes(false)) return false;
  return answers.includes('unknown') ? 'unknown' : true;
}

/** Whether the account works on the day it is needed: `unknown` where something that was not read could decide it. */
export function usabilityOf(snapshot: TenantSnapshot, reading: AccountReading): Usability {
  const user = reading.user.known ? reading.user.value : null;
  if (user === null) return reading.user.known ? 'notUsable' : 'unknown';
  const account = applicabilityAccountOf(snapshot, reading, user);
  const answer = allOf([
    isEnabled(reading),
    isGlobalAdministrator(account),
    hasStrongMethod(snapshot, reading),
    isLetIn(snapshot, reading, account),
  ]);
  if (answer === 'unknown') return 'unknown';
  return answer ? 'usable' : 'notUsable';
}

/**
 * Object IDs of the designated accounts that are proven to work: they exist, are enabled, hold Global Administrator for the
 * whole directory, own a phishing-resistant method that they may use, and get past every enforced policy that reaches them.
 */
export function usableAccounts(snapshot: TenantSnapshot): readonly string[] {
  return snapshot.accounts.filter((reading) => usabilityOf(snapshot, reading) === 'usable').map(({ id }) => id);
}
