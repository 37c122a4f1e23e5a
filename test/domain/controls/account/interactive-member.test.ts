import { describe, expect, test } from '@jest/globals';
import { interactiveMember } from '../../../../src/domain/controls/account/interactive-member.js';
import type { Outcome } from '../../../../src/domain/controls/control.js';
import type { DirectoryUser } from '../../../../src/domain/tenant/snapshot.js';
import { aSnapshot, aUser, anAccount, FIRST, outcomesFor, read, SECOND, TENANT, UNREAD } from '../../a-snapshot.js';

describe('BG-ACC-04', () => {
  test.each<[string, Partial<DirectoryUser>, Outcome]>([
    ['a member', {}, 'pass'],
    ['a member that is no resource account', { isResourceAccount: false }, 'pass'],
    ['a guest', { userType: 'Guest' }, 'fail'],
    ['a resource account', { isResourceAccount: true }, 'fail'],
    ['a member that was invited', { userPrincipalName: 'a_fabrikam.com#EXT#@contoso.onmicrosoft.com' }, 'fail'],
    ['one that was invited, in small letters', { userPrincipalName: 'a_fabrikam.com#ext#@contoso.com' }, 'fail'],
    ['one of which Graph says neither', { userType: null }, 'error'],
    ['one of which Graph left out userType: unknown', { userType: null, missingProperties: ['userType'] }, 'error'],
    ['one of which Graph left out isResourceAccount', { missingProperties: ['isResourceAccount'] }, 'error'],
    ['one of which Graph left out something else', { missingProperties: ['jobTitle'] }, 'pass'],
    [
      'a guest of which Graph left out something',
      { userType: 'Guest', missingProperties: ['isResourceAccount'] },
      'fail',
    ],
  ])('%s', (_, user, outcome) => {
    const accounts = [anAccount(FIRST, { user: read(aUser(FIRST, user)) }), anAccount(SECOND)];

    expect(outcomesFor(interactiveMember, FIRST, aSnapshot({ accounts }))).toEqual([outcome]);
  });

  test('an account that was not read is unknown', () => {
    const accounts = [anAccount(FIRST, { user: UNREAD }), anAccount(SECOND)];

    expect(outcomesFor(interactiveMember, FIRST, aSnapshot({ accounts }))).toEqual(['error']);
  });

  test('with nothing designated there is nothing to judge', () => {
    expect(outcomesFor(interactiveMember, TENANT, aSnapshot({ accounts: [] }))).toEqual(['notApplicable']);
  });
});
