import { describe, expect, test } from '@jest/globals';
import { noStaleReferences } from '../../../../src/domain/controls/conditional-access/no-stale-references.js';
import { staleReferencesIn } from '../../../../src/domain/controls/conditional-access/stale-references.js';
import { DEFAULT_SETTINGS } from '../../../../src/domain/controls/control.js';
import type { PolicyUsers } from '../../../../src/domain/tenant/conditional-access-policy.js';
import type { DirectoryReference, TenantSnapshot } from '../../../../src/domain/tenant/snapshot.js';
import {
  aPolicy,
  aSnapshot,
  anAccount,
  EXCLUSION_GROUP,
  FIRST,
  OTHER_GROUP,
  outcomesFor,
  policiesOf,
  read,
  SECOND,
  someUsers,
  STRANGER,
  summaryOf,
  TENANT,
  UNREAD,
} from '../../a-snapshot.js';

const POLICY = 'p1';
const ALL_BUT_GROUP: Partial<PolicyUsers> = { includeUsers: ['All'], excludeGroups: [EXCLUSION_GROUP] };

function reference(id: string, state: DirectoryReference['state'] = 'exists'): DirectoryReference {
  return { id, state, kind: state === 'notFound' ? null : 'user', displayName: state === 'notFound' ? null : 'Eve' };
}
const EXISTING = reference(EXCLUSION_GROUP);

function snapshotWith(
  users: Partial<PolicyUsers>,
  references: readonly DirectoryReference[],
  overrides: Partial<TenantSnapshot> = {},
) {
  const policy = aPolicy({ id: POLICY, users: someUsers({ ...ALL_BUT_GROUP, ...users }) });
  return aSnapshot({ ...policiesOf(policy), references: read([EXISTING, ...references]), ...overrides });
}

function judgementOf(snapshot: TenantSnapshot) {
  return noStaleReferences.evaluate(snapshot, DEFAULT_SETTINGS).find(({ subject }) => subject.id === POLICY);
}

describe('BG-CA-08', () => {
  test.each<[string, Partial<PolicyUsers>]>([
    ['includeUsers', { includeUsers: ['All', STRANGER] }],
    ['excludeUsers', { excludeUsers: [STRANGER] }],
    ['includeGroups', { includeGroups: [STRANGER] }],
    ['excludeGroups', { excludeGroups: [EXCLUSION_GROUP, STRANGER] }],
  ])('an ID in %s must exist', (list, users) => {
    const stale = snapshotWith(users, [reference(STRANGER, 'notFound')]);
    const fresh = snapshotWith(users, [reference(STRANGER)]);

    expect(outcomesFor(noStaleReferences, POLICY, stale)).toEqual(['fail']);
    expect(outcomesFor(noStaleReferences, TENANT, stale)).toEqual([]);
    expect(outcomesFor(noStaleReferences, TENANT, fresh)).toEqual(['pass']);
    expect(judgementOf(stale)?.evidence[0]?.actual).toContain(`${list} names ${STRANGER}`);
  });

  test.each(['enabled', 'enabledForReportingButNotEnforced', 'disabled'] as const)(
    'a policy that is %s counts as well',
    (state) => {
      const policy = aPolicy({ id: POLICY, state, users: someUsers({ ...ALL_BUT_GROUP, excludeUsers: [STRANGER] }) });
      const references = read([EXISTING, reference(STRANGER, 'notFound')]);

      expect(outcomesFor(noStaleReferences, POLICY, aSnapshot({ ...policiesOf(policy), references }))).toEqual([
        'fail',
      ]);
    },
  );

  test.each<[DirectoryReference['state'], string, string]>([
    ['softDeleted', 'can still be restored', 'Restore what was deleted by mistake'],
    ['notFound', 'neither exists nor can be restored', 'Take them out of the policy'],
  ])('it tells %s from the other kind of gone', (state, fact, advice) => {
    const judgement = judgementOf(snapshotWith({ excludeUsers: [STRANGER] }, [reference(STRANGER, state)]));

    expect(judgement?.evidence[0]?.actual).toContain(`${state} (`);
    expect(judgement?.evidence[0]?.actual).toContain(fact);
    expect(judgement?.summary).toContain(advice);
  });

  test('each stale entry is evidence of its own, with the object and the list it stands in', () => {
    const snapshot = snapshotWith({ excludeUsers: [STRANGER], excludeGroups: [EXCLUSION_GROUP, OTHER_GROUP] }, [
      reference(STRANGER, 'notFound'),
      reference(OTHER_GROUP, 'softDeleted'),
    ]);

    expect(judgementOf(snapshot)?.evidence.map(({ object, actual }) => [object, actual.split(' ')[0]])).toEqual([
      [{ type: 'account', id: STRANGER, name: STRANGER }, 'excludeUsers'],
      [{ type: 'group', id: OTHER_GROUP, name: 'Eve' }, 'excludeGroups'],
    ]);
  });

  test('the case of an ID makes no difference', () => {
    const upper = STRANGER.toUpperCase().replaceAll('9', 'A');
    const snapshot = snapshotWith({ excludeUsers: [upper] }, [reference(upper.toLowerCase(), 'notFound')]);

    expect(staleReferencesIn(snapshot).map(({ objectId }) => objectId)).toEqual([upper]);
  });

  test('a keyword is no ID', () => {
    const snapshot = snapshotWith({ includeUsers: ['All', 'None'], excludeUsers: ['GuestsOrExternalUsers'] }, []);

    expect(outcomesFor(noStaleReferences, TENANT, snapshot)).toEqual(['pass']);
  });

  test.each<[string, Partial<PolicyUsers>, 'critical' | undefined]>([
    ['was the only exclusion of the accounts', { excludeGroups: [OTHER_GROUP] }, 'critical'],
    ['was not needed: the accounts are excluded', { excludeGroups: [EXCLUSION_GROUP, OTHER_GROUP] }, undefined],
    [
      'was not needed: the policy does not reach them',
      { includeUsers: [STRANGER], excludeGroups: [OTHER_GROUP] },
      undefined,
    ],
  ])('a deleted exclusion group that %s', (_, users, severity) => {
    const judgement = judgementOf(snapshotWith(users, [reference(OTHER_GROUP, 'notFound'), reference(STRANGER)]));

    expect(judgement?.outcome).toBe('fail');
    expect(judgement?.severity).toBe(severity);
  });

  test('a deleted exclusion group is critical while it is unknown whether an account is reached', () => {
    const accounts = [anAccount(FIRST, { user: UNREAD }), anAccount(SECOND)];
    const users = { excludeGroups: [EXCLUSION_GROUP, OTHER_GROUP] };
    const snapshot = snapshotWith(users, [reference(OTHER_GROUP, 'notFound')], { accounts });

    expect(judgementOf(snapshot)?.severity).toBe('critical');
  });

  test('a deleted user in an exclusion list is not critical', () => {
    const users = { excludeGroups: [], excludeUsers: [STRANGER] };

    expect(judgementOf(snapshotWith(users, [reference(STRANGER, 'notFound')]))?.severity).toBeUndefined();
  });

  test.each<[string, string, boolean]>([
    ['a designated account', FIRST, true],
    ['somebody else', STRANGER, false],
  ])('the summary of a stale ID of %s', (_, id, isSaid) => {
    const summary = summaryOf(
      noStaleReferences,
      POLICY,
      'fail',
      snapshotWith({ excludeUsers: [id] }, [reference(id, 'notFound')]),
    );

    expect(summary.includes('designated emergency account')).toBe(isSaid);
  });

  test.each<[string, TenantSnapshot]>([
    ['the references are not read', aSnapshot({ references: UNREAD })],
    ['the policies are not read', aSnapshot({ policies: UNREAD, references: UNREAD })],
    ['the beta list is not read', aSnapshot({ betaPolicies: UNREAD })],
    ['an ID was not looked up', snapshotWith({ excludeUsers: [STRANGER] }, [])],
    ['an entry is no ID and no keyword', snapshotWith({ excludeUsers: ['somebody'] }, [])],
  ])('it is unknown while %s', (_, snapshot) => {
    expect(outcomesFor(noStaleReferences, TENANT, snapshot)).toEqual(['error']);
  });

  test('what is unknown does not hide what is proven', () => {
    const snapshot = snapshotWith({ excludeUsers: [STRANGER] }, [reference(STRANGER, 'notFound')], {
      betaPolicies: UNREAD,
    });

    expect(outcomesFor(noStaleReferences, POLICY, snapshot)).toEqual(['fail']);
    expect(outcomesFor(noStaleReferences, TENANT, snapshot)).toEqual(['error']);
  });

  test('nothing is called stale while the references are unknown', () => {
    expect(staleReferencesIn(snapshotWith({ excludeUsers: [STRANGER] }, [], { references: UNREAD }))).toEqual([]);
  });

  test('without policies there is nothing to judge', () => {
    const snapshot = aSnapshot({ ...policiesOf(), references: read([]) });

    expect(outcomesFor(noStaleReferences, TENANT, snapshot)).toEqual(['notApplicable']);
  });
});
