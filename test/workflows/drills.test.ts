import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import type { Alert } from '../../src/domain/alerts/alert.js';
import { DEFAULT_SETTINGS } from '../../src/domain/controls/control.js';
import type { Drill } from '../../src/domain/drills/drill.js';
import { known, unknown } from '../../src/domain/tenant/observed.js';
import type { TenantSnapshot } from '../../src/domain/tenant/snapshot.js';
import { openSqliteStore } from '../../src/store/sqlite.js';
import { attestationActions } from '../../src/workflows/attestation-actions.js';
import { checkCustodians } from '../../src/workflows/check-custodians.js';
import { createDeltaMemory } from '../../src/workflows/delta-memory.js';
import { drillActions } from '../../src/workflows/drill-actions.js';
import { missDrills, observeDrills } from '../../src/workflows/observe-drills.js';
import type { Store } from '../../src/workflows/ports.js';
import { readWatchRecords } from '../../src/workflows/read-watch-records.js';
import { findReminder, remind } from '../../src/workflows/remind.js';
import { scanTenant } from '../../src/workflows/scan-tenant.js';
import type { WatchDependencies } from '../../src/workflows/watch-dependencies.js';
import { aSnapshot, aUser, anAccount, FIRST, READ_AT, read, SECOND, STRANGER, TENANT } from '../domain/a-snapshot.js';
import { ADA, aSignInAlert, BO, minutes } from '../domain/drills/fixtures.js';

/** Drills and statements from the click to the store, on a real store and a clock that the test moves. */

const PERSON = { principal: { tenantId: TENANT, objectId: ADA.objectId }, name: ADA.name };
const DAY = 24 * 60;
const CHANNEL = 'channel';

let store: Store;
let nowMs = 0;
let deps: WatchDependencies;

/** Moves the clock to so many minutes after the snapshot. */
function at(count: number): void {
  nowMs = Date.parse(minutes(count));
}

const notHere = () => Promise.reject(new Error('No test of this file does that.'));

beforeEach(async () => {
  at(0);
  let count = 0;
  store = await openSqliteStore({ file: ':memory:' });
  deps = {
    ...store,
    tenantId: TENANT,
    accountIds: () => Promise.resolve([FIRST, SECOND]),
    events: { readDirectoryAudits: notHere, readSignIns: notHere, readAccount: notHere, readDelta: notHere },
    deltas: createDeltaMemory(),
    approvers: null,
    startScan: notHere,
    jobs: {
      handle: () => undefined,
      start: notHere,
      stop: notHere,
      enqueue: notHere,
      schedule: notHere,
      unschedule: notHere,
      describeCron: notHere,
      listSchedules: notHere,
      listDeadLetters: notHere,
    } as unknown as WatchDependencies['jobs'],
    webhook: null,
    clock: { now: () => nowMs },
    ids: { next: () => `id-${(count += 1)}` },
  };
  const { conversations, subscriptions } = store;
  await conversations.remember({ id: CHANNEL, tenantId: TENANT, kind: 'channel', reference: '{}' }, READ_AT);
  await subscriptions.subscribe(
    { conversationId: CHANNEL, minSeverity: 'medium', kinds: ['reminders'], role: 'channel', by: 'Ada', at: READ_AT },
    event('subscription.set'),
  );
});

afterEach(async () => {
  await store.close();
});

function event(action: string) {
  return {
    at: READ_AT,
    actor: { kind: 'system', name: 'test' },
    action,
    subject: 'x',
    result: 'succeeded',
    details: {},
  } as const;
}

/** The actions in the audit log, after the test's own. */
async function actions(): Promise<readonly string[]> {
  const records = await store.audit.readAudit({ limit: 100 });
  return records.map(({ action }) => action).filter((action) => action !== 'subscription.set');
}

/** The topics that are on their way to the channel; takes them out. */
async function told(): Promise<readonly string[]> {
  const topics: string[] = [];
  const now = new Date(nowMs).toISOString();
  for (;;) {
    const item = await store.outbox.claim(now, new Date(nowMs + 60_000).toISOString(), []);
    if (!item) return topics;
    topics.push(`${item.topic.kind} ${item.topic.id}`);
    await store.outbox.settle(item.id, { kind: 'delivered', messageId: null, at: now });
  }
}

async function scan(snapshot: TenantSnapshot = aSnapshot()) {
  const start = scanTenant({
    reader: {
      readTenant: () => Promise.resolve({ snapshot, requests: { count: 0, batches: 0, retries: 0, durationMs: 0 } }),
    },
    scans: store.scans,
    clock: deps.clock,
    ids: deps.ids,
    tenantId: TENANT,
    accounts: () => Promise.resolve({ accounts: snapshot.emergencyAccounts, groupIds: [] }),
    settings: DEFAULT_SETTINGS,
    records: () => readWatchRecords(deps),
  });
  const started = await start({ trigger: { kind: 'schedule' } });
  if (started.kind !== 'started') throw new Error('Another scan is running.');
  return (await started.report).scan;
}

async function planned(change: Partial<Parameters<ReturnType<typeof drillActions>['plan']>[0]> = {}) {
  return drillActions(deps).plan({
    accountId: FIRST,
    from: minutes(0),
    minutes: 60,
    second: BO,
    person: PERSON,
    ...change,
  });
}

async function aPlannedDrill(): Promise<Drill> {
  const answer = await planned();
  if (answer.kind !== 'done') throw new Error(answer.message);
  await told();
  return answer.drill;
}

function raise(change: Partial<Alert> = {}) {
  return store.alerts.raise([aSignInAlert(change)], [], [], minutes(12));
}

const find = async (id: string) => store.drills.findDrill(id);

describe('planning a drill', () => {
  test('stores it, tells the channel, and is in the audit log', async () => {
    await scan();
    const answer = await planned();
    expect(answer).toMatchObject({
      kind: 'done',
      drill: { state: 'planned', accountName: aUser(FIRST).userPrincipalName },
    });
    expect(await told()).toEqual([`drill ${answer.kind === 'done' ? answer.drill.id : ''}`]);
    expect((await actions()).at(-1)).toBe('drill.planned');
  });

  test.each([
    ['an account that is not designated', { accountId: STRANGER }, 'DRILL_ACCOUNT_UNKNOWN'],
    ['a window of five hours', { minutes: 300 }, 'DRILL_WINDOW_INVALID'],
    ['one person', { second: ADA }, 'DRILL_PEOPLE_INVALID'],
  ])('with %s is refused, and the refusal is in the audit log', async (_, change, code) => {
    expect(await planned(change)).toMatchObject({ kind: 'refused', code });
    expect(await store.drills.listDrills(TENANT)).toEqual([]);
    expect(await actions()).toEqual(['drill.refused']);
  });
});

describe('a planned drill', () => {
  test('is observed by the sign-in that the log shows, told, and noted once', async () => {
    const { id } = await aPlannedDrill();
    await raise();
    await observeDrills(deps);
    await observeDrills(deps);
    expect(await find(id)).toMatchObject({ state: 'observed', version: 2, alertLatencyMs: 180_000 });
    expect(await told()).toEqual([`drill ${id}`]);
    expect(await actions()).toEqual(['drill.planned', 'drill.observed']);
  });

  test('is observed first and gets the time of its alert once that is delivered', async () => {
    const { id } = await aPlannedDrill();
    const [alert] = await raise({ deliveredAt: null });
    await observeDrills(deps);
    expect(await find(id)).toMatchObject({ state: 'observed', alertLatencyMs: null });
    if (!alert) throw new Error('The alert is new.');
    const delivered = { ...alert, version: 2, deliveredAt: minutes(15) };
    await store.alerts.save(delivered, 1, event('alert.delivered'), [], minutes(15));
    await observeDrills(deps);
    await observeDrills(deps);
    expect(await find(id)).toMatchObject({ state: 'observed', version: 3, alertLatencyMs: 300_000 });
  });

  test('shares its sign-in with no other drill', async () => {
    const [first, second] = [await aPlannedDrill(), await aPlannedDrill()];
    await raise();
    await observeDrills(deps);
    await observeDrills(deps);
    const states = [await find(first.id), await find(second.id)].map((drill) => drill?.state);
    expect(states.sort()).toEqual(['observed', 'planned']);
  });

  test('is missed when its window is over, once', async () => {
    const { id } = await aPlannedDrill();
    at(90);
    await missDrills(deps);
    expect((await find(id))?.state).toBe('planned');
    at(91);
    await missDrills(deps);
    await missDrills(deps);
    expect(await find(id)).toMatchObject({ state: 'missed', version: 2 });
    expect(await told()).toEqual([`drill ${id}`]);
  });

  test('that was missed is observed when the log shows the sign-in late', async () => {
    const { id } = await aPlannedDrill();
    at(91);
    await missDrills(deps);
    await raise();
    await observeDrills(deps);
    expect((await find(id))?.state).toBe('observed');
  });

  test('can be called off, and then no sign-in proves it', async () => {
    const { id } = await aPlannedDrill();
    expect(await drillActions(deps).cancel({ drillId: id, person: PERSON })).toMatchObject({ kind: 'done' });
    await raise();
    await observeDrills(deps);
    expect((await find(id))?.state).toBe('cancelled');
    expect(await drillActions(deps).cancel({ drillId: id, person: PERSON })).toMatchObject({
      code: 'DRILL_NOT_PLANNED',
    });
  });

  test('that people claim is claimed, never passed', async () => {
    const { id } = await aPlannedDrill();
    const drills = drillActions(deps);
    expect(await drills.claim({ drillId: id, person: PERSON })).toMatchObject({
      kind: 'done',
      drill: { state: 'claimed' },
    });
    const answer = await drills.followUp({
      drillId: id,
      followUp: { keySealed: true, password: 'notUsed', notes: '' },
      person: PERSON,
    });
    expect(answer).toMatchObject({ code: 'DRILL_NOT_OBSERVED' });
    expect((await find(id))?.state).toBe('claimed');
  });

  test('cannot be claimed before its window', async () => {
    const answer = await planned({ from: minutes(30) });
    const drillId = answer.kind === 'done' ? answer.drill.id : '';
    const drills = drillActions(deps);
    at(29);
    expect(await drills.claim({ drillId, person: PERSON })).toMatchObject({ code: 'DRILL_WINDOW_INVALID' });
    at(30);
    expect(await drills.claim({ drillId, person: PERSON })).toMatchObject({ kind: 'done' });
  });
});

describe('an observed drill', () => {
  const complete = { keySealed: true, password: 'changed', notes: ' The key was found at once. ' } as const;

  async function followUp(recorded: Parameters<ReturnType<typeof drillActions>['followUp']>[0]['followUp']) {
    const { id } = await aPlannedDrill();
    await raise();
    await observeDrills(deps);
    return drillActions(deps).followUp({ drillId: id, followUp: recorded, person: PERSON });
  }

  test('passes with a complete follow-up, which says who recorded it', async () => {
    expect(await followUp(complete)).toMatchObject({
      kind: 'done',
      drill: { state: 'passed', followUp: { by: ADA, at: READ_AT, notes: 'The key was found at once.' } },
    });
    expect((await actions()).at(-1)).toBe('drill.passed');
  });

  test.each([
    ['the key is not sealed', { ...complete, keySealed: false }],
    ['the password was not changed', { ...complete, password: 'notChanged' }],
  ] as const)('does not pass while %s', async (_, recorded) => {
    expect(await followUp(recorded)).toMatchObject({ code: 'DRILL_FOLLOW_UP_INCOMPLETE' });
    expect((await actions()).at(-1)).toBe('drill.refused');
  });
});

test('an unknown drill is refused', async () => {
  const drills = drillActions(deps);
  const asked = { drillId: 'nobody', person: PERSON };
  const recorded = { keySealed: true, password: 'notUsed', notes: '' } as const;
  expect(
    await Promise.all([drills.cancel(asked), drills.claim(asked), drills.followUp({ ...asked, followUp: recorded })]),
  ).toMatchObject([{ code: 'DRILL_UNKNOWN' }, { code: 'DRILL_UNKNOWN' }, { code: 'DRILL_UNKNOWN' }]);
});

test('a change that somebody else made first is refused', async () => {
  const drill = await aPlannedDrill();
  const overtaken: WatchDependencies = {
    ...deps,
    drills: {
      ...deps.drills,
      findDrill: async (id) => {
        const found = await deps.drills.findDrill(id);
        await deps.drills.saveDrill({ ...drill, version: 2 }, event('drill.other'), [], READ_AT);
        return found;
      },
    },
  };
  expect(await drillActions(overtaken).cancel({ drillId: drill.id, person: PERSON })).toMatchObject({
    code: 'OVERTAKEN',
  });
});

describe('the dates by which accounts must be rehearsed', () => {
  test('follow what the latest scan read', async () => {
    await scan();
    expect(await drillActions(deps).listDue()).toMatchObject([
      { accountId: FIRST, dueAt: '2026-05-11T09:00:00.000Z' },
      { accountId: SECOND, dueAt: '2026-05-11T09:00:00.000Z' },
    ]);
  });

  test('are not known before the first scan', async () => {
    expect(await drillActions(deps).listDue()).toEqual([
      { accountId: FIRST, accountName: FIRST, dueAt: null },
      { accountId: SECOND, accountName: SECOND, dueAt: null },
    ]);
  });
});

describe('signing', () => {
  const signed = {
    controlId: 'BG-GOV-03',
    statement: 'It is so.',
    custodians: [ADA, BO],
    evidenceLink: null,
    days: 30,
    person: PERSON,
  };

  test('makes the control pass until its date, and fail after it', async () => {
    const outcome = async () =>
      (await scan(aSnapshot({ takenAt: new Date(nowMs).toISOString() }))).findings.find(
        ({ controlId }) => controlId === 'BG-GOV-03',
      )?.outcome;
    expect(await outcome()).toBe('manual');
    expect(await attestationActions(deps).sign(signed)).toMatchObject({ kind: 'done' });
    expect(await outcome()).toBe('pass');
    at(30 * DAY);
    expect(await outcome()).toBe('fail');
    expect((await actions()).filter((action) => action.startsWith('attestation'))).toEqual(['attestation.signed']);
  });

  test('with a link that is not https is refused, and the refusal is in the audit log', async () => {
    const answer = await attestationActions(deps).sign({ ...signed, evidenceLink: 'http://contoso.example' });
    expect(answer).toMatchObject({ code: 'ATTESTATION_LINK_INVALID' });
    expect(await actions()).toEqual(['attestation.refused']);
    expect(await store.drills.listAttestations(TENANT)).toEqual([]);
  });

  test('lists what can be signed, with the newest signature', async () => {
    const attestations = attestationActions(deps);
    await attestations.sign(signed);
    at(1);
    await attestations.renew({ controlId: 'BG-GOV-03', person: PERSON });
    const [cleanUp, procedure, workstation] = await attestations.list();
    expect(cleanUp).toMatchObject({ controlId: 'BG-GOV-02', custodiansNeeded: 0, current: null });
    expect(procedure).toMatchObject({ controlId: 'BG-GOV-03', custodiansNeeded: 2, current: { signedAt: minutes(1) } });
    expect(workstation).toMatchObject({ controlId: 'BG-GOV-04', custodiansNeeded: 0, current: null });
  });

  test('again takes the statement, the custodians and the number of days over', async () => {
    const attestations = attestationActions(deps);
    await attestations.sign(signed);
    at(10 * DAY);
    expect(await attestations.renew({ controlId: 'BG-GOV-03', person: PERSON })).toMatchObject({
      attestation: { statement: 'It is so.', custodians: [ADA, BO], expiresAt: minutes(40 * DAY) },
    });
  });

  test.each([
    ['was never signed', 'BG-GOV-04', 'ATTESTATION_STATEMENT_MISSING'],
    ['nobody can sign', 'BG-CA-01', 'ATTESTATION_CONTROL_UNKNOWN'],
  ])('again what %s is refused', async (_, controlId, code) => {
    expect(await attestationActions(deps).renew({ controlId, person: PERSON })).toMatchObject({ code });
  });

  describe('custodians', () => {
    const enabled = known({ accountEnabled: true }, READ_AT);
    const lookUpBo = (bo: Awaited<ReturnType<Parameters<typeof checkCustodians>[1]>>) => (id: string) =>
      Promise.resolve(id === BO.objectId ? bo : enabled);
    const current = async () => (await store.drills.listAttestations(TENANT))[0];

    beforeEach(async () => {
      await attestationActions(deps).sign(signed);
    });

    test.each([
      ['enabled', enabled, null],
      ['disabled', known({ accountEnabled: false }, READ_AT), 'The account of custodian "Bo" is disabled.'],
      ['deleted', known(null, READ_AT), 'The account of custodian "Bo" is deleted.'],
      ['not readable', unknown('forbidden', 'GRAPH_FORBIDDEN: x'), null],
    ])('one of them is %s', async (_, bo, because) => {
      await checkCustodians(deps, lookUpBo(bo));
      await checkCustodians(deps, lookUpBo(bo));
      expect((await current())?.invalidBecause).toBe(because);
      const noted = (await actions()).filter((action) => action === 'attestation.invalidated');
      expect(noted).toHaveLength(because === null ? 0 : 1);
    });

    test('who are gone cannot be taken over into a new signature', async () => {
      await checkCustodians(deps, lookUpBo(known(null, READ_AT)));
      expect(await attestationActions(deps).renew({ controlId: 'BG-GOV-03', person: PERSON })).toMatchObject({
        code: 'ATTESTATION_CUSTODIANS_INVALID',
      });
    });
  });
});

describe('reminders', () => {
  const DUE_IN_14_DAYS = '2025-12-15T08:00:00.000Z';

  function usedAt(lastSuccessfulSignInDateTime: string | null) {
    const signInActivity = read({ lastSuccessfulSignInDateTime });
    return aSnapshot({ accounts: [anAccount(FIRST, { signInActivity }), anAccount(SECOND)] });
  }

  test('of a drill are told at each step once', async () => {
    await scan(usedAt(DUE_IN_14_DAYS));
    const tellings: (readonly string[])[] = [];
    for (const day of [0, 0.1, 7, 7.1, 13, 13.1, 14, 14.1, 40]) {
      at(day * DAY);
      await remind(deps);
      tellings.push(await told());
    }
    const one = [`reminder drill:${FIRST}`];
    expect(tellings).toEqual([one, [], one, [], one, [], one, [], []]);
  });

  test('of an overdue drill are told once, however long it stays so', async () => {
    await scan(usedAt(null));
    await remind(deps);
    expect(await told()).toEqual([`reminder drill:${FIRST}`]);
    for (const day of [30, 60, 75]) {
      at(day * DAY);
      await remind(deps);
    }
    expect((await told()).filter((topic) => topic.includes(FIRST))).toEqual([]);
  });

  test('are not told before a scan has read when the account was used', async () => {
    await remind(deps);
    expect(await told()).toEqual([]);
  });

  test('of a statement are told for its control, and show its title', async () => {
    await attestationActions(deps).sign({
      controlId: 'BG-NOTIF-01',
      statement: 'It is so.',
      custodians: [],
      evidenceLink: null,
      days: 7,
      person: PERSON,
    });
    await remind(deps);
    expect(await told()).toEqual(['reminder attestation:BG-NOTIF-01']);
    expect(await findReminder(deps, 'attestation:BG-NOTIF-01')).toMatchObject({
      what: 'attestation',
      id: 'BG-NOTIF-01',
      name: 'Mail to the accounts reaches people',
      dueAt: minutes(7 * DAY),
      isOverdue: false,
    });
  });

  test('that are not due any more have no card', async () => {
    await scan();
    expect(await findReminder(deps, `drill:${FIRST}`)).toBeUndefined();
  });
});

describe('what a scan is judged by', () => {
  test('says that nobody watches before the sign-ins were read once', async () => {
    expect(await readWatchRecords(deps)).toMatchObject({ watchingSince: null, health: [] });
  });

  test('has every alert that nobody explained, however old', async () => {
    await raise();
    at(200 * DAY);
    expect((await readWatchRecords(deps)).alerts).toMatchObject([{ id: 'alert-1' }]);
  });

  test('dates the watching from the oldest thing noticed', async () => {
    const health = { lastFailureAt: null, lastFailure: null, newestRecordAt: null };
    await store.alerts.saveHealth(TENANT, { source: 'signIns', lastSuccessAt: minutes(60), ...health });
    expect((await readWatchRecords(deps)).watchingSince).toBe(minutes(60));
    await raise();
    expect((await readWatchRecords(deps)).watchingSince).toBe(minutes(12));
  });
});
