import { HIDES_MEMBERS } from '../../designation/subject-facts.js';
import type { DesignatedGroupReading, TenantSnapshot } from '../../tenant/snapshot.js';
import { mayHideMembers } from '../conditional-access/exclusion-groups.js';
import type { Judgement, Subject } from '../control.js';
import { cannotJudge } from '../per-account.js';

/** The groups whose users are designated: what keeps one of them from saying who is in it is never fewer accounts. */

const EXPECTED = 'the users of the designated group';

/** The group as a finding's subject, named as far as its name was read. */
function subjectOf({ id, group }: DesignatedGroupReading): Subject {
  return { type: 'group', id, name: group.known && group.value !== null ? (group.value.displayName ?? id) : id };
}

function judgeGroup(reading: DesignatedGroupReading): readonly Judgement[] {
  const { id, group, members } = reading;
  const subject = subjectOf(reading);
  const source = `GET /groups/${id}`;
  if (!group.known) return [cannotJudge(subject, source, EXPECTED, group)];
  if (group.value === null) {
    const summary =
      'The directory has no such group, so nobody is designated by it any more: remove it from the designations, or designate another.';
    const evidence = [{ source, readAt: group.readAt, expected: EXPECTED, actual: 'no such group' }];
    return [{ subject, outcome: 'fail', summary, evidence }];
  }
  if (!members.known) return [cannotJudge(subject, `${source}/transitiveMembers`, EXPECTED, members)];
  if (!mayHideMembers(reading)) return [];
  return [
    cannotJudge(subject, `${source}/transitiveMembers`, EXPECTED, {
      known: false,
      reason: 'incomplete',
      detail: HIDES_MEMBERS,
    }),
  ];
}

/** One judgement for each designated group that does not say who is in it. */
export function judgeDesignatedGroups({ designatedGroups }: TenantSnapshot): readonly Judgement[] {
  return (designatedGroups ?? []).flatMap(judgeGroup);
}

/** Whether there may be designated accounts that the snapshot does not know of. */
export function mayMissAccounts(snapshot: TenantSnapshot): boolean {
  return judgeDesignatedGroups(snapshot).some(({ outcome }) => outcome === 'error');
}
