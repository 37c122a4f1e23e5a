import { isSameId } from '../approval/principal.js';
import { listNames } from '../controls/words.js';
import type { CurrentState, PrivilegedHolder } from './plan.js';

/** Who has more than they need, for the person who reviews the current state: advice, and no part of any verdict. */

type GlobalAdministrator = CurrentState['globalAdministrators'][number];

interface Holders {
  readonly globalAdministrators: readonly GlobalAdministrator[];
  readonly privilegedRoles: readonly PrivilegedHolder[];
  /** Whether the tenant has Privileged Identity Management, so that a role can be made eligible. */
  readonly canBeEligible: boolean;
}

/** Global Administrator contains these roles: beside an active assignment of it they give nothing. */
function redundantRoles({ globalAdministrators, privilegedRoles }: Holders): readonly string[] {
  const active = globalAdministrators.filter(({ assignment }) => assignment === 'permanent');
  const ids = [...new Set(active.map(({ principalId }) => principalId))];
  return ids.flatMap((id) => {
    const roles = privilegedRoles
      .filter(({ principalId }) => isSameId(principalId, id))
      .map(({ roleName }) => roleName);
    const names = [...new Set(roles)];
    if (names.length === 0) return [];
    return [
      `${id} permanently holds Global Administrator, which contains ${listNames(names)} as well: remove what it does not need.`,
    ];
  });
}

/** Only emergency accounts need the role at every moment; everybody else can activate it. */
function permanentForDailyWork({ globalAdministrators, canBeEligible }: Holders): readonly string[] {
  return globalAdministrators
    .filter(({ assignment, isEmergencyAccount }) => assignment === 'permanent' && !isEmergencyAccount)
    .map(({ principalId }) =>
      canBeEligible
        ? `${principalId} permanently holds Global Administrator and is no emergency account: make it eligible in Privileged Identity Management.`
        : `${principalId} permanently holds Global Administrator and is no emergency account: give it a lesser role if that is enough.`,
    );
}

/** Roles that change who is let in: eligible is enough for people who are no emergency account. */
function permanentGatekeepers({ privilegedRoles, canBeEligible }: Holders): readonly string[] {
  const gatekeepers = ['Privileged Role Administrator', 'Privileged Authentication Administrator'];
  if (!canBeEligible) return [];
  return privilegedRoles
    .filter(({ assignment, roleName }) => assignment === 'permanent' && gatekeepers.includes(roleName))
    .filter(({ isEmergencyAccount }) => !isEmergencyAccount)
    .map(
      ({ principalId, roleName }) =>
        `${principalId} permanently holds ${roleName}, with which it can become Global Administrator: make it eligible.`,
    );
}

/** One sentence for each principal and reason, the gravest first. */
export function moreThanNeededBy(holders: Holders): readonly string[] {
  return [...permanentForDailyWork(holders), ...permanentGatekeepers(holders), ...redundantRoles(holders)];
}
