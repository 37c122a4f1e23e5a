import { describe, expect, test } from '@jest/globals';
import { DEFAULT_SETTINGS } from '../../../../src/domain/controls/control.js';
import { mailAttested } from '../../../../src/domain/controls/notification/mail-attested.js';
import { days } from '../../drills/fixtures.js';
import { aSnapshot, aUser, anAccount, FIRST, read, SECOND, UNREAD } from '../../a-snapshot.js';
import { describeAttested, outcomeWithCustodian } from '../describe-attested.js';

describeAttested(mailAttested);

test.each([
  ['deleted', read(null), 'fail'],
  ['unread', UNREAD, 'error'],
  ['there, and nobody says whether enabled', read(aUser(FIRST, { accountEnabled: null })), 'pass'],
] as const)('the account of a custodian is %s', (_, user, outcome) => {
  expect(outcomeWithCustodian(mailAttested, user)).toBe(outcome);
});

test('an expired statement fails though a custodian was not read', () => {
  expect(outcomeWithCustodian(mailAttested, UNREAD, days(-1))).toBe('fail');
});

describe('the hints for whoever signs', () => {
  const hintsFor = (user: ReturnType<typeof anAccount>['user']) =>
    mailAttested
      .evaluate(aSnapshot({ accounts: [anAccount(FIRST, { user }), anAccount(SECOND)] }), DEFAULT_SETTINGS)
      .flatMap(({ evidence }) => evidence)
      .find(({ object }) => object?.id === FIRST);

  test('name the addresses of the account', () => {
    const addresses = { otherMails: ['team@contoso.com'], proxyAddresses: ['SMTP:a@contoso.com'] };
    expect(hintsFor(read(aUser(FIRST, addresses)))?.actual).toBe('team@contoso.com, SMTP:a@contoso.com');
  });

  test.each([
    ['an account without addresses', read(aUser(FIRST)), 'no otherMails and no proxyAddresses'],
    ['an account that was unread', UNREAD, 'not read (forbidden)'],
  ] as const)('say so of %s, and the control stays manual', (_, user, actual) => {
    expect(hintsFor(user)?.actual).toBe(actual);
    expect(mailAttested.evaluate(aSnapshot(), DEFAULT_SETTINGS)[0]?.outcome).toBe('manual');
  });
});
