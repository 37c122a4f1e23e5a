import { describe, expect, test } from '@jest/globals';
import { notPersonal } from '../../../../src/domain/controls/account/not-personal.js';
import { DEFAULT_SETTINGS, type Outcome, type ScanSettings } from '../../../../src/domain/controls/control.js';
import type { AccountReading, DirectoryUser } from '../../../../src/domain/tenant/snapshot.js';
import {
  aMethod,
  aSnapshot,
  aUser,
  anAccount,
  FIRST,
  outcomesFor,
  read,
  SECOND,
  STRANGER,
  TENANT,
  UNREAD,
} from '../../a-snapshot.js';

const user = (overrides: Partial<DirectoryUser>) => ({ user: read(aUser(FIRST, overrides)) });
const MANAGER = { manager: read({ id: STRANGER, displayName: 'Mia' }) };
const NAMED = user({ givenName: 'Mia', surname: 'Lund' });

function judge(first: Partial<AccountReading>, settings: Partial<ScanSettings> = {}) {
  const accounts = [anAccount(FIRST, first), anAccount(SECOND)];
  return notPersonal
    .evaluate(aSnapshot({ accounts }), { ...DEFAULT_SETTINGS, ...settings })
    .find(({ subject }) => subject.id === FIRST);
}

describe('BG-ACC-05', () => {
  test.each<[string, Partial<AccountReading>, Outcome]>([
    ['nothing personal', {}, 'pass'],
    ['a manager', MANAGER, 'warn'],
    ['a mobile phone', user({ mobilePhone: '+1 555 0100' }), 'warn'],
    ['a business phone', user({ businessPhones: ['+1 555 0101'] }), 'warn'],
    ['another mail address', user({ otherMails: ['mia@example.com'] }), 'warn'],
    ['a job title', user({ jobTitle: 'Clerk' }), 'warn'],
    ['a job title of no letters', user({ jobTitle: '' }), 'pass'],
    ['a department', user({ department: 'Sales' }), 'warn'],
    ['an employee ID', user({ employeeId: '7' }), 'warn'],
    ['a name that nobody else has', NAMED, 'pass'],
    ['a name that somebody else has', { ...NAMED, namesakeIds: read([STRANGER]) }, 'warn'],
    ['a registered phone', { authenticationMethods: read([aMethod('phone')]) }, 'warn'],
    ['Microsoft Authenticator', { authenticationMethods: read([aMethod('microsoftAuthenticator')]) }, 'warn'],
    ['an unread manager', { manager: UNREAD }, 'error'],
    ['unread namesakes', { namesakeIds: UNREAD }, 'error'],
    ['unread methods', { authenticationMethods: UNREAD }, 'error'],
    ['a job title that Graph left out: unknown', user({ missingProperties: ['jobTitle'] }), 'error'],
    ['an unread user', { user: UNREAD }, 'error'],
    ['a manager, and methods that were not read', { ...MANAGER, authenticationMethods: UNREAD }, 'warn'],
  ])('%s', (_, first, outcome) => {
    expect(judge(first)?.outcome).toBe(outcome);
  });

  test('every signal is named', () => {
    const summary = judge({ ...user({ mobilePhone: '1', department: 'Sales' }), ...MANAGER })?.summary;

    expect(summary).toContain('manager, mobilePhone, department.');
  });

  test.each<[string, Partial<AccountReading>, Partial<ScanSettings>, Outcome, string]>([
    ['a manager where one is allowed', MANAGER, { allowManager: true }, 'pass', 'allowManager'],
    ['an unread manager where one is allowed', { manager: UNREAD }, { allowManager: true }, 'pass', 'Nothing ties'],
    [
      'a phone where a manager is allowed',
      { ...MANAGER, ...user({ mobilePhone: '1' }) },
      { allowManager: true },
      'warn',
      'mobilePhone.',
    ],
    ['anything where nothing is asked', MANAGER, { personalSignals: 'ignore' }, 'notApplicable', 'personalSignals'],
  ])('%s', (_, first, settings, outcome, words) => {
    const judgement = judge(first, settings);

    expect(judgement?.outcome).toBe(outcome);
    expect(judgement?.summary).toContain(words);
  });

  test('with nothing designated there is nothing to judge', () => {
    expect(outcomesFor(notPersonal, TENANT, aSnapshot({ accounts: [] }))).toEqual(['notApplicable']);
  });
});
