import { isSameId } from '../../approval/principal.js';
import { groupSubject } from '../../controls/conditional-access/exclusion-groups.js';
import { intrudersOf } from '../../controls/conditional-access/intruders.js';
import type { Finding } from '../../controls/control.js';
import { countOf, listNames } from '../../controls/words.js';
import type { ExclusionGroupReading, GroupMember, TenantSnapshot } from '../../tenant/snapshot.js';
import { preconditionFor } from '../ground.js';
import type { RemediationStep, TenantChange } from '../plan.js';
import { drafted, refused, type Planner } from '../planner.js';
import { expelStep, isForPeople, sortOutStep } from './intruder-steps.js';

/** F18, for BG-CA-10: whoever is no emergency account leaves the group that lets its members past Conditional Access. */

/** More at once than a card can show and a person can judge. The rest follows with the next plan. */
const MOST_STEPS = 10;

function isDirect({ members }: ExclusionGroupReading, member: GroupMember): boolean {
  return members.known && members.value.some(({ id }) => isSameId(id, member.id));
}

function readingOf({ subject }: Finding, { exclusionGroups }: TenantSnapshot): ExclusionGroupReading | undefined {
  return exclusionGroups.find(({ id }) => isSameId(id, subject.id));
}

function changeFor(reading: ExclusionGroupReading, { id }: GroupMember): TenantChange {
  return { kind: 'removeGroupMember', groupId: reading.id, accountId: id };
}

/** Members of nested groups leave with them, so only what is in the group directly becomes a step, as far as there is any. */
function stepsFor(reading: ExclusionGroupReading, intruders: readonly GroupMember[]): readonly RemediationStep[] {
  const direct = intruders.filter((member) => isDirect(reading, member));
  const concerned = direct.length === 0 ? intruders : direct;
  return concerned.map((member) =>
    member.kind === 'user' && isDirect(reading, member)
      ? expelStep(reading, member, changeFor(reading, member))
      : sortOutStep(reading, member),
  );
}

function nameOf({ id, name }: GroupMember): string {
  return name ?? id;
}

export const planExpulsion: Planner = (finding, snapshot) => {
  const reading = readingOf(finding, snapshot);
  if (reading?.group.known !== true || reading.group.value === null || !reading.members.known) {
    return refused('PLAN_NOT_PROVEN', `The group "${finding.subject.name}" and its members were not read. Scan again.`);
  }
  const intruders = intrudersOf(reading, snapshot);
  const [first] = intruders;
  if (first === undefined) {
    return refused('PLAN_NOTHING_TO_FIX', 'The scan shows nobody else in the group any more. Scan again.');
  }
  const { name } = groupSubject(reading);
  const steps = stepsFor(reading, intruders);
  const rest = steps.length - MOST_STEPS;
  const notes = [
    ...(isForPeople(reading.group.value) ? [' This program cannot change this group.'] : []),
    ...(rest > 0 ? [` ${countOf(rest, 'more follows', 'more follow')} with the next plan.`] : []),
  ].join('');
  return drafted({
    risk: 'high',
    blastRadius: `Conditional Access applies again to ${listNames(intruders.map(nameOf))}, who may be locked out by it. No emergency account leaves the group.${notes}`,
    steps: steps.slice(0, MOST_STEPS),
    preconditions: preconditionFor(changeFor(reading, first), { kind: 'group', id: reading.id, name }, snapshot),
    targetAccountIds: [],
  });
};
