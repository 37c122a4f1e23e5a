import { isSameId } from '../approval/principal.js';
import type { TenantSnapshot } from '../tenant/snapshot.js';
import { moreThanNeededBy } from './more-than-needed.js';
import type { CurrentState } from './plan.js';
import { privilegedReviewOf } from './privileged-holders.js';
import { activeHolders, eligibleHolders, listGaps, unexplained, type Held, type RoleLists } from './role-holders.js';

/** Who holds privileged roles, and for how long: the review of the current state that every plan begins with. */

/** A plan is stored, shown and digested as a whole, so it names no more than a person can look through. */
const MOST_HOLDERS = 50;
const MOST_SENTENCES = 20;

/** The three lists of Global Administrator. */
function globalAdministratorLists(snapshot: TenantSnapshot): RoleLists<unknown> {
  return {
    assignments: snapshot.roleAssignments,
    instances: snapshot.roleAssignmentScheduleInstances,
    eligible: snapshot.roleEligibilityScheduleInstances,
  };
}

function administratorsOf(
  { emergencyAccounts }: TenantSnapshot,
  holders: readonly Held<unknown>[],
): CurrentState['globalAdministrators'] {
  const distinct = new Map(
    holders.map(({ principalId, assignment }) => [
      `${principalId.toLowerCase()} ${assignment}`,
      {
        principalId,
        assignment,
        isEmergencyAccount: emergencyAccounts.some(({ objectId }) => isSameId(objectId, principalId)),
      },
    ]),
  );
  // Emergency accounts first, so that a long list never leaves them out.
  const all = [...distinct.values()];
  return [...all.filter((it) => it.isEmergencyAccount), ...all.filter((it) => !it.isEmergencyAccount)];
}

/** The first `most` of `all`, and a sentence that says how many are left out. */
function cut<T>(
  all: readonly T[],
  most: number,
  what: string,
): { readonly shown: readonly T[]; readonly note: readonly string[] } {
  const rest = all.length - most;
  return {
    shown: all.slice(0, most),
    note: rest > 0 ? [`${what}: ${rest} more than listed here.`] : [],
  };
}

/**
 * Every principal that holds Global Administrator or another privileged role for the whole directory in `snapshot`, once for
 * each kind of assignment, and who has more than they need. At most 50 of each; `gaps` say what was left out or not read.
 */
export function currentStateOf(snapshot: TenantSnapshot): CurrentState {
  const lists = globalAdministratorLists(snapshot);
  const active = activeHolders(lists);
  const administrators = administratorsOf(snapshot, [...active, ...eligibleHolders(lists)]);
  const review = privilegedReviewOf(snapshot);
  const sentences = moreThanNeededBy({
    globalAdministrators: administrators,
    privilegedRoles: review.holders,
    canBeEligible: snapshot.roleAssignmentScheduleInstances.known,
  });
  const shownAdministrators = cut(administrators, MOST_HOLDERS, 'Assignments of Global Administrator');
  const shownRoles = cut(review.holders, MOST_HOLDERS, 'Assignments of other privileged roles');
  const shownSentences = cut(sentences, MOST_SENTENCES, 'Who has more than they need');
  const shownUnexplained = cut(unexplained(lists, active), MOST_SENTENCES, 'Assignments of unknown length');
  return {
    globalAdministrators: shownAdministrators.shown,
    privilegedRoles: shownRoles.shown,
    moreThanNeeded: shownSentences.shown,
    gaps: [
      ...listGaps(lists, ''),
      ...shownUnexplained.shown.map((id) => `${id} holds the role; for how long is not known.`),
      ...shownUnexplained.note,
      ...review.gaps,
      ...shownAdministrators.note,
      ...shownRoles.note,
      ...shownSentences.note,
    ],
  };
}
