import { describe, expect, test } from '@jest/globals';
import { licencePosture } from '../../../../src/domain/controls/account/licence-posture.js';
import { DEFAULT_SETTINGS, type Outcome, type ScanSettings } from '../../../../src/domain/controls/control.js';
import type { AssignedPlan, DirectoryUser } from '../../../../src/domain/tenant/snapshot.js';
import {
  aSnapshot,
  aUser,
  anAccount,
  ENTRA_ID_P1,
  ENTRA_ID_P2,
  FIRST,
  outcomesFor,
  read,
  SECOND,
  STRANGER,
  TENANT,
  UNREAD,
} from '../../a-snapshot.js';

function plan(service: string, overrides: Partial<AssignedPlan> = {}): AssignedPlan {
  return { service, servicePlanId: STRANGER, capabilityStatus: 'Enabled', ...overrides };
}

const MAILBOX = plan('exchange');
const FOUNDATION = plan('exchange', { servicePlanId: '113feb6c-3fe4-4440-bddc-54d774bf0318' });
const P2 = plan('AADPremiumService', { servicePlanId: ENTRA_ID_P2 });
const P1 = plan('AADPremiumService', { servicePlanId: ENTRA_ID_P1 });
const GONE = { capabilityStatus: 'Deleted' };

function judge(overrides: Partial<DirectoryUser>, licence: ScanSettings['licence']) {
  const accounts = [anAccount(FIRST, { user: read(aUser(FIRST, overrides)) }), anAccount(SECOND)];
  return licencePosture
    .evaluate(aSnapshot({ accounts }), { ...DEFAULT_SETTINGS, licence })
    .find(({ subject }) => subject.id === FIRST);
}

describe('BG-ACC-06', () => {
  test.each<[string, readonly AssignedPlan[], Outcome]>([
    ['no plan', [], 'pass'],
    ['Microsoft Entra ID P2', [P2], 'pass'],
    ['the part of Exchange that every licence brings', [P2, FOUNDATION], 'pass'],
    ['a mailbox', [MAILBOX], 'warn'],
    ['a mailbox that was taken away', [plan('exchange', GONE)], 'pass'],
    ['a mailbox in its last days', [plan('exchange', { capabilityStatus: 'Warning' })], 'warn'],
    ['Teams', [plan('TeamspaceAPI')], 'warn'],
  ])('by default, %s', (_, assignedPlans, outcome) => {
    expect(judge({ assignedPlans }, 'none')?.outcome).toBe(outcome);
  });

  test.each<[string, readonly AssignedPlan[], ScanSettings['licence'], Outcome]>([
    ['any licence will do', [MAILBOX], 'any', 'notApplicable'],
    ['P2 is asked for and assigned', [P2], 'requireP2', 'pass'],
    ['P2 is asked for and P1 assigned', [P1], 'requireP2', 'fail'],
    ['P2 is asked for and was taken away', [{ ...P2, ...GONE }], 'requireP2', 'fail'],
  ])('where %s, the setting is named', (_, assignedPlans, licence, outcome) => {
    const judgement = judge({ assignedPlans }, licence);

    expect(judgement?.outcome).toBe(outcome);
    expect(judgement?.summary).toContain('"licence"');
  });

  test.each(['none', 'requireP2'] as const)('plans that Graph left out are unknown, with %s', (licence) => {
    expect(judge({ assignedPlans: [], missingProperties: ['assignedPlans'] }, licence)?.outcome).toBe('error');
  });

  test('an unread account is unknown', () => {
    const accounts = [anAccount(FIRST, { user: UNREAD }), anAccount(SECOND)];

    expect(outcomesFor(licencePosture, FIRST, aSnapshot({ accounts }))).toEqual(['error']);
  });

  test('with nothing designated there is nothing to judge', () => {
    expect(outcomesFor(licencePosture, TENANT, aSnapshot({ accounts: [] }))).toEqual(['notApplicable']);
  });
});
