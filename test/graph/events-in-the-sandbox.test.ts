import { afterEach, describe, expect, test } from '@jest/globals';
import type { WatchList } from '../../src/domain/alerts/alert.js';
import { classifyAudits } from '../../src/domain/alerts/classify-audits.js';
import { classifySignIns } from '../../src/domain/alerts/classify-sign-ins.js';
import { createEventReader } from '../../src/graph/event-reader.js';
import { compliantTenant } from '../../src/sandbox/seed/compliant-tenant.js';
import { guidFor } from '../../src/sandbox/seed/ids.js';
import { REQUESTER } from '../../src/sandbox/seed/people.js';
import { startSandboxTenant, type SandboxTenant } from '../../src/sandbox/tenant-server.js';

/** From a change in the simulated tenant, over HTTP, to the event that people are told of. */

const NOW = Date.parse('2026-11-23T10:00:00Z');
const SINCE = '2026-11-23T09:30:00.000Z';
const GROUP_ID = guidFor('group:emergency-access');

const running: SandboxTenant[] = [];
afterEach(async () => {
  for (const tenant of running.splice(0)) await tenant.close();
});

/** A sound tenant whose clock moves by a second with each question. */
async function open() {
  const clock = { ms: NOW };
  const tenant = await startSandboxTenant({ state: compliantTenant(), now: () => (clock.ms += 1000) });
  running.push(tenant);
  const [account = '', other = ''] = tenant.emergencyAccountIds;
  const unitId = tenant.state.administrativeUnits[0]?.id ?? '';
  const watchList: WatchList = {
    accountIds: [account, other],
    accountNames: new Map(),
    groupIds: [GROUP_ID],
    administrativeUnitIds: [unitId],
    drillWindows: [],
  };
  const tokens = { getToken: () => Promise.resolve({ token: tenant.token }) };
  const reader = createEventReader({ endpoint: tenant.url, tokens, clock: { now: () => NOW } });
  return { tenant, account, other, unitId, watchList, reader };
}

describe('what an administrator does in the simulated tenant', () => {
  test('is told, in its order, each thing by its kind', async () => {
    const { tenant, account, other, unitId, watchList, reader } = await open();
    const { administrator, state } = tenant;
    const policyId = state.policies[0]?.policy.id ?? '';
    const [key] = state.authenticationMethods[account]?.slice(1) ?? [];
    administrator.disableUser(account, REQUESTER);
    administrator.enableUser(account, REQUESTER);
    administrator.resetPassword(account, REQUESTER);
    administrator.deleteAuthenticationMethod(account, key?.id ?? '', REQUESTER);
    administrator.renameUser(account, 'Renamed', REQUESTER);
    administrator.removeRole(account, 'globalAdministrator', REQUESTER);
    administrator.removeMember(GROUP_ID, account, REQUESTER);
    administrator.updatePolicy(policyId, () => undefined, REQUESTER);
    administrator.setSecurityDefaults(true, REQUESTER);
    administrator.removeFromAdministrativeUnit(unitId, account, REQUESTER);
    administrator.deleteUser(other, REQUESTER);

    const audits = await reader.readDirectoryAudits(SINCE);
    const events = audits.known ? classifyAudits(audits.value, watchList) : [];
    expect(events.map(({ kind, subject }) => [kind, subject.id])).toEqual([
      ['E4', account],
      ['E4', account],
      ['E6', account],
      ['E7', account],
      ['E8', account],
      ['E9', account],
      ['E10', GROUP_ID],
      ['E11', policyId],
      ['E13', '00000000-0000-0000-0000-000000000005'],
      ['E15', account],
      ['E5', other],
    ]);
    expect(new Set(events.map(({ actor }) => actor?.name))).toEqual(new Set([REQUESTER.userPrincipalName]));
  });

  test('to somebody else is not told', async () => {
    const { tenant, watchList, reader } = await open();
    tenant.administrator.disableUser(REQUESTER.objectId, REQUESTER);
    const audits = await reader.readDirectoryAudits(SINCE);
    expect(audits.known && audits.value).toHaveLength(1);
    expect(audits.known && classifyAudits(audits.value, watchList)).toEqual([]);
  });
});

describe('sign-ins in the simulated tenant', () => {
  test('of both kinds are told', async () => {
    const { tenant, account, other, watchList, reader } = await open();
    tenant.administrator.signIn(account, { errorCode: 50126 });
    tenant.administrator.signIn(account);
    tenant.administrator.signIn(account, { isInteractive: false });
    tenant.administrator.signIn(other);
    const reading = await reader.readSignIns(account, SINCE);
    expect(reading.detail).toBeUndefined();
    const events = reading.known ? classifySignIns(reading.value, watchList, []) : [];
    expect(events.map(({ kind, severity }) => [kind, severity])).toEqual([
      ['E2', 'high'],
      ['E1', 'critical'],
      ['E1', 'critical'],
    ]);
  });

  test('are not known without P1, and known with it', async () => {
    const { tenant, account, reader } = await open();
    expect(await reader.readSignIns(account, SINCE)).toMatchObject({ known: true, value: [] });
    tenant.state.hasPremiumP1 = false;
    expect(await reader.readSignIns(account, SINCE)).toMatchObject({ known: false, reason: 'notLicensed' });
  });

  test('are known in part, and said to be, where beta is refused', async () => {
    const { tenant, account, reader } = await open();
    tenant.administrator.signIn(account);
    tenant.behaviour.forbidden = [/\/beta\/auditLogs/];
    const reading = await reader.readSignIns(account, SINCE);
    expect(reading.known && reading.value).toHaveLength(1);
    expect(reading.detail).toContain('GRAPH_FORBIDDEN');
  });
});
