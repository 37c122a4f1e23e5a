import { describe, expect, test } from '@jest/globals';
import type { AccountReading, TenantSnapshot } from '../../../src/domain/tenant/snapshot.js';
import { anAccount, aUser, CUSTODIAN, FIRST, read, SECOND, STRANGER, TENANT } from '../a-snapshot.js';
import { aRegistration } from './a-full-snapshot.js';
import { driftTo, onlyDriftOf } from './a-view.js';

function account(change: Partial<AccountReading>): Partial<TenantSnapshot> {
  return { accounts: [anAccount(FIRST, change), anAccount(SECOND)] };
}

function risk(id: string, riskState: string, riskLevel = 'high', riskLastUpdatedDateTime = '2026-02-28T00:00:00Z') {
  return { riskyUsers: read([{ id, riskState, riskLevel, riskLastUpdatedDateTime }]) };
}

function reported(overrides: Parameters<typeof aRegistration>[0]) {
  return { registrationDetails: read([aRegistration(overrides)]) };
}

function of(id: string, ...methodsRegistered: readonly string[]) {
  return aRegistration({ id, methodsRegistered });
}

const MAILBOX = { service: 'exchange', servicePlanId: STRANGER, capabilityStatus: 'Enabled' };

describe('an emergency account', () => {
  test.each<[string, Partial<TenantSnapshot>, Partial<TenantSnapshot>, string]>([
    [
      'with a mailbox',
      {},
      account({ user: read(aUser(FIRST, { assignedPlans: [MAILBOX] })) }),
      'has service plans now: "exchange"',
    ],
    [
      'whose mailbox is suspended',
      account({ user: read(aUser(FIRST, { assignedPlans: [MAILBOX] })) }),
      account({ user: read(aUser(FIRST, { assignedPlans: [{ ...MAILBOX, capabilityStatus: 'Suspended' }] })) }),
      'has these service plans in another state: "exchange"',
    ],
    [
      'with a manager',
      {},
      account({ manager: read({ id: STRANGER, displayName: 'Ada' }) }),
      'has "Ada" as its manager now',
    ],
    [
      'with the same name as somebody',
      {},
      account({ namesakeIds: read([STRANGER]) }),
      `has the same name as "${STRANGER}" now`,
    ],
    [
      'of which per-user multifactor authentication is demanded',
      {},
      account({ perUserMfaState: read('enforced') }),
      'has per-user multifactor authentication enforced and had it disabled before',
    ],
    [
      'that the report shows with a certificate',
      reported({ methodsRegistered: [] }),
      reported({ methodsRegistered: ['x509CertificateMultiFactor'] }),
      'is reported with another way to sign in: "x509CertificateMultiFactor"',
    ],
    [
      'that can reset its own password',
      reported({}),
      reported({ isSsprRegistered: true }),
      'is registered for self-service password reset now',
    ],
    ['at risk', {}, risk(FIRST, 'atRisk'), 'is listed as a risky user: atRisk (high)'],
    ['that is compromised', risk(FIRST, 'atRisk'), risk(FIRST, 'confirmedCompromised'), 'is confirmed as compromised'],
    [
      'at risk no more',
      risk(FIRST, 'atRisk'),
      { riskyUsers: read([]) },
      'is no longer listed as a risky user; it was atRisk (high)',
    ],
  ])('%s is told', (_what, from, to, words) => {
    expect(onlyDriftOf(FIRST, driftTo(to, from)).summary).toContain(words);
  });

  test('that is compromised is regressed, whatever a control says', () => {
    expect(onlyDriftOf(FIRST, driftTo(risk(FIRST, 'confirmedCompromised')))).toMatchObject({
      kind: 'regressed',
      severity: 'critical',
    });
  });

  test.each<[string, Partial<TenantSnapshot>, Partial<TenantSnapshot>]>([
    ['somebody else is at risk', {}, risk(STRANGER, 'atRisk')],
    ['the stamp of a risk moves', risk(FIRST, 'atRisk'), risk(FIRST, 'atRisk', 'high', '2026-03-01T00:00:00Z')],
    [
      'another administrator is in the report',
      { registrationDetails: read([aRegistration(), of(CUSTODIAN, 'fido2SecurityKey', 'mobilePhone')]) },
      {
        registrationDetails: read([
          aRegistration(),
          of(CUSTODIAN, 'fido2SecurityKey', 'mobilePhone'),
          of(STRANGER, 'fido2SecurityKey', 'mobilePhone'),
        ]),
      },
    ],
    [
      'the report of what it lacks is made anew',
      { ...account({ authenticationMethods: read([]) }), ...reported({ methodsRegistered: [] }) },
      {
        ...account({ authenticationMethods: read([]) }),
        ...reported({ methodsRegistered: [], lastUpdatedDateTime: '2026-03-01T00:00:00Z' }),
      },
    ],
    [
      'the report catches up with the list of methods',
      reported({ methodsRegistered: [] }),
      reported({ methodsRegistered: ['fido2SecurityKey'] }),
    ],
  ])('is as it was when %s', (_what, from, to) => {
    expect(driftTo(to, from)).toEqual([]);
  });
});

test('what the other administrators have in common is told by BG-AUTH-03', () => {
  const report = (...methods: readonly string[]) => ({
    registrationDetails: read([aRegistration(), of(CUSTODIAN, ...methods)]),
  });

  const drifts = driftTo(report('fido2SecurityKey'), report('fido2SecurityKey', 'mobilePhone'));

  expect(drifts).toMatchObject([{ subject: { id: TENANT }, findings: [{ controlId: 'BG-AUTH-03' }] }]);
});
