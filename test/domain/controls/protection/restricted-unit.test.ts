import { describe, expect, test } from '@jest/globals';
import { restrictedUnit } from '../../../../src/domain/controls/protection/restricted-unit.js';
import type {
  AccountReading,
  AdministrativeUnitReading,
  DirectoryUser,
  TenantSnapshot,
} from '../../../../src/domain/tenant/snapshot.js';
import {
  aSnapshot,
  aUser,
  anAccount,
  CUSTODIAN,
  FIRST,
  outcomesFor,
  read,
  SECOND,
  someMemberships,
  summaryOf,
  TENANT,
  UNIT,
  UNREAD,
} from '../../a-snapshot.js';

const OTHER_UNIT = 'bbbbbbbb-0000-4000-8000-000000000002';

function aUnit(
  custodians: readonly string[],
  isMemberManagementRestricted: boolean | null = true,
  id = UNIT,
): AdministrativeUnitReading {
  return {
    id,
    unit: read({ id, displayName: 'Emergency access', isMemberManagementRestricted }),
    scopedRoleMemberIds: read(custodians),
  };
}

function snapshotWith(first: Partial<AccountReading>, overrides: Partial<TenantSnapshot> = {}) {
  return aSnapshot({ accounts: [anAccount(FIRST, first), anAccount(SECOND)], ...overrides });
}

function outcomesWithUser(user: Partial<DirectoryUser>) {
  return outcomesFor(restrictedUnit, FIRST, snapshotWith({ user: read(aUser(FIRST, user)) }));
}

function outcomesWithUnits(units: readonly AdministrativeUnitReading[]) {
  const memberships = read(someMemberships({ administrativeUnitIds: units.map(({ id }) => id) }));

  return outcomesFor(restrictedUnit, FIRST, snapshotWith({ memberships }, { administrativeUnits: units }));
}

describe('BG-PROT-01', () => {
  test.each<[string, Partial<DirectoryUser>, string]>([
    ['is restricted', { isManagementRestricted: true }, 'pass'],
    ['is not restricted', { isManagementRestricted: false }, 'warn'],
    ['never was', { isManagementRestricted: null }, 'warn'],
    [
      'may be: Graph left it out',
      { isManagementRestricted: null, missingProperties: ['isManagementRestricted'] },
      'error',
    ],
    ['lacks only what does not decide', { missingProperties: ['mail'] }, 'pass'],
  ])('an account whose management %s', (_, user, outcome) => {
    expect(outcomesWithUser(user)).toEqual([outcome]);
  });

  test('the advice says what the protection costs before anybody follows it', () => {
    const snapshot = snapshotWith({ user: read(aUser(FIRST, { isManagementRestricted: false })) });

    expect(summaryOf(restrictedUnit, FIRST, 'warn', snapshot)).toContain('reset its password');
  });

  test.each<[string, readonly AdministrativeUnitReading[], string]>([
    ['with a custodian', [aUnit([CUSTODIAN])], 'pass'],
    ['without a custodian', [aUnit([])], 'warn'],
    ['that only the account itself administers', [aUnit([FIRST.toUpperCase()])], 'warn'],
    ['that the other account administers', [aUnit([SECOND])], 'pass'],
    ['without a custodian, beside one with', [aUnit([]), aUnit([CUSTODIAN], true, OTHER_UNIT)], 'pass'],
    ['without a custodian, beside an ordinary one with', [aUnit([]), aUnit([CUSTODIAN], false, OTHER_UNIT)], 'warn'],
    ['that turns out to be an ordinary one', [aUnit([CUSTODIAN], false)], 'error'],
    ['of which Graph does not say what it is', [aUnit([CUSTODIAN], null)], 'error'],
    ['that does not exist', [{ ...aUnit([CUSTODIAN]), unit: read(null) }], 'error'],
    ['that is not shown', [], 'error'],
    ['that was not read', [{ ...aUnit([CUSTODIAN]), unit: UNREAD }], 'error'],
    ['whose custodians were not read', [{ ...aUnit([]), scopedRoleMemberIds: UNREAD }], 'error'],
    [
      'that was not read, beside one with a custodian',
      [{ ...aUnit([]), unit: UNREAD }, aUnit([CUSTODIAN], true, OTHER_UNIT)],
      'pass',
    ],
    [
      'without a custodian, beside one that was not read',
      [aUnit([]), { ...aUnit([], true, OTHER_UNIT), unit: UNREAD }],
      'error',
    ],
  ])('a restricted account in a unit %s', (_, units, outcome) => {
    expect(outcomesWithUnits(units)).toEqual([outcome]);
  });

  test.each<[string, TenantSnapshot]>([
    ['memberships', snapshotWith({ memberships: UNREAD })],
    ['user', snapshotWith({ user: UNREAD })],
    ['unit', snapshotWith({}, { administrativeUnits: [] })],
  ])('an account whose %s was not read is unknown', (_, snapshot) => {
    expect(outcomesFor(restrictedUnit, FIRST, snapshot)).toEqual(['error']);
  });

  test('an account outside any restricted unit needs no further reads', () => {
    const user = read(aUser(FIRST, { isManagementRestricted: false }));

    expect(outcomesFor(restrictedUnit, FIRST, snapshotWith({ user, memberships: UNREAD }))).toEqual(['warn']);
  });

  test('with nothing designated there is nothing to judge', () => {
    expect(outcomesFor(restrictedUnit, TENANT, aSnapshot({ accounts: [] }))).toEqual(['notApplicable']);
  });
});
