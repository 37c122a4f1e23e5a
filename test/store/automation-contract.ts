import { describe, expect, test } from '@jest/globals';
import type { ControlModeSetting } from '../../src/workflows/ports.js';
import { at, eventOf, OTHER_TENANT, TENANT } from './fixtures.js';
import { countAudited, unwritableEvent } from './request-fixtures.js';
import type { StoreUnderTest } from './store-contract.js';

const MODE_SET = eventOf('BG-CA-01', { at: at(3), action: 'mode.set' });
const STOPPED = eventOf(TENANT, { at: at(1), action: 'writing.stopped' });
const RESUMED = eventOf(TENANT, { at: at(2), action: 'writing.resumed' });
const STOP = { byName: 'Ada Lindqvist', at: at(1) };

function settingOf(controlId: string, change: Partial<ControlModeSetting> = {}): ControlModeSetting {
  return { controlId, mode: 'automatic', requestId: 'request-1', at: at(3), ...change };
}

function describeModes(current: () => StoreUnderTest): void {
  test('no control has a mode until it is given one', async () => {
    expect(await current().store.automation.listModes(TENANT)).toEqual([]);
  });

  test('a mode comes back as it was set, together with its audit record', async () => {
    const { store } = current();

    await store.automation.setMode(TENANT, settingOf('BG-CA-01'), MODE_SET);

    expect(await store.automation.listModes(TENANT)).toEqual([settingOf('BG-CA-01')]);
    expect(await countAudited(store, 'mode.set')).toBe(1);
  });

  test('a mode takes the place of the former one, with its request and time', async () => {
    const { store } = current();
    const latter = settingOf('BG-CA-01', { mode: 'approval', requestId: 'request-2', at: at(5) });
    await store.automation.setMode(TENANT, settingOf('BG-CA-01'), MODE_SET);

    await store.automation.setMode(TENANT, latter, MODE_SET);

    expect(await store.automation.listModes(TENANT)).toEqual([latter]);
    expect(await countAudited(store, 'mode.set')).toBe(2);
  });

  test('modes are listed by control, and one control leaves the others alone', async () => {
    const { automation } = current().store;
    for (const controlId of ['BG-CA-02', 'BG-ACC-01', 'BG-CA-01']) {
      await automation.setMode(TENANT, settingOf(controlId), MODE_SET);
    }

    await automation.setMode(TENANT, settingOf('BG-CA-01', { mode: 'approval' }), MODE_SET);

    expect(await automation.listModes(TENANT)).toEqual([
      settingOf('BG-ACC-01'),
      settingOf('BG-CA-01', { mode: 'approval' }),
      settingOf('BG-CA-02'),
    ]);
  });

  test('a control that is put back to advisory is not listed, and can be given a mode again', async () => {
    const { automation } = current().store;
    await automation.setMode(TENANT, settingOf('BG-CA-01'), MODE_SET);

    await automation.setMode(TENANT, settingOf('BG-CA-01', { mode: 'advisory' }), MODE_SET);
    expect(await automation.listModes(TENANT)).toEqual([]);

    await automation.setMode(TENANT, settingOf('BG-CA-01'), MODE_SET);
    expect(await automation.listModes(TENANT)).toEqual([settingOf('BG-CA-01')]);
  });

  test('a mode holds in its own tenant only', async () => {
    const { automation } = current().store;
    await automation.setMode(TENANT, settingOf('BG-CA-01'), MODE_SET);
    await automation.setMode(OTHER_TENANT, settingOf('BG-CA-01', { mode: 'approval' }), MODE_SET);

    expect(await automation.listModes(TENANT)).toEqual([settingOf('BG-CA-01')]);
    expect(await automation.listModes(OTHER_TENANT)).toEqual([settingOf('BG-CA-01', { mode: 'approval' })]);
  });

  test('a mode that cannot be audited does not hold: the former one does', async () => {
    const { automation } = current().store;
    await automation.setMode(TENANT, settingOf('BG-CA-01', { mode: 'approval' }), MODE_SET);

    await expect(automation.setMode(TENANT, settingOf('BG-CA-01'), unwritableEvent('BG-CA-01'))).rejects.toThrow();

    expect(await automation.listModes(TENANT)).toEqual([settingOf('BG-CA-01', { mode: 'approval' })]);
  });

  test('modes are there after a restart', async () => {
    await current().store.automation.setMode(TENANT, settingOf('BG-CA-01'), MODE_SET);

    const { automation } = await current().reopen();

    expect(await automation.listModes(TENANT)).toEqual([settingOf('BG-CA-01')]);
  });
}

function describeStops(current: () => StoreUnderTest): void {
  test('nothing is stopped until somebody does', async () => {
    expect(await current().store.automation.findStop(TENANT)).toBeUndefined();
  });

  test('a stop comes back as it was made, together with its audit record, in its own tenant only', async () => {
    const { store } = current();

    expect(await store.automation.stop(TENANT, STOP, STOPPED)).toBe(true);

    expect(await store.automation.findStop(TENANT)).toEqual(STOP);
    expect(await store.automation.findStop(OTHER_TENANT)).toBeUndefined();
    expect(await countAudited(store, 'writing.stopped')).toBe(1);
  });

  test('a second stop is answered false, and the first stays', async () => {
    const { store } = current();
    await store.automation.stop(TENANT, STOP, STOPPED);

    expect(await store.automation.stop(TENANT, { byName: 'Bo Ek', at: at(2) }, STOPPED)).toBe(false);

    expect(await store.automation.findStop(TENANT)).toEqual(STOP);
    expect(await countAudited(store, 'writing.stopped')).toBe(1);
  });

  test('the stop of another tenant is not in the way', async () => {
    const { automation } = current().store;
    await automation.stop(OTHER_TENANT, STOP, STOPPED);

    expect(await automation.stop(TENANT, STOP, STOPPED)).toBe(true);
  });

  test('of 50 who stop at once, exactly one did, and one stop is audited', async () => {
    const { store } = current();

    const answers = await Promise.all(Array.from({ length: 50 }, () => store.automation.stop(TENANT, STOP, STOPPED)));

    expect(answers.filter((answer) => answer)).toHaveLength(1);
    expect(await countAudited(store, 'writing.stopped')).toBe(1);
  });

  test('a stop that cannot be audited is not made', async () => {
    const { automation } = current().store;

    await expect(automation.stop(TENANT, STOP, unwritableEvent(TENANT))).rejects.toThrow();

    expect(await automation.findStop(TENANT)).toBeUndefined();
    expect(await automation.stop(TENANT, STOP, STOPPED)).toBe(true);
  });

  test('a name with characters that a database refuses still stops', async () => {
    const { automation } = current().store;

    expect(await automation.stop(TENANT, { ...STOP, byName: 'Eve\0 \uD800' }, STOPPED)).toBe(true);

    expect(await automation.findStop(TENANT)).toEqual({ ...STOP, byName: 'Eve\uFFFD \uFFFD' });
  });

  test('a stop is there after a restart', async () => {
    await current().store.automation.stop(TENANT, STOP, STOPPED);

    const { automation } = await current().reopen();

    expect(await automation.findStop(TENANT)).toEqual(STOP);
  });
}

function describeResumptions(current: () => StoreUnderTest): void {
  test('nobody has resumed until somebody does', async () => {
    const { automation } = current().store;
    await automation.stop(TENANT, STOP, STOPPED);

    expect(await automation.findLastResume(TENANT)).toBeUndefined();
  });

  test('resuming ends the stop and remembers when, together with its audit record', async () => {
    const { store } = current();
    await store.automation.stop(TENANT, STOP, STOPPED);

    await store.automation.resume(TENANT, at(2), RESUMED);

    expect(await store.automation.findStop(TENANT)).toBeUndefined();
    expect(await store.automation.findLastResume(TENANT)).toBe(at(2));
    expect(await countAudited(store, 'writing.resumed')).toBe(1);
  });

  test('resuming leaves the stop of another tenant alone', async () => {
    const { automation } = current().store;
    await automation.stop(TENANT, STOP, STOPPED);

    await automation.resume(OTHER_TENANT, at(2), RESUMED);

    expect(await automation.findStop(TENANT)).toEqual(STOP);
    expect(await automation.findLastResume(TENANT)).toBeUndefined();
  });

  test('after resuming, writing can be stopped again, and when it was resumed stays remembered', async () => {
    const { automation } = current().store;
    await automation.stop(TENANT, STOP, STOPPED);
    await automation.resume(TENANT, at(2), RESUMED);

    expect(await automation.stop(TENANT, { byName: 'Bo Ek', at: at(3) }, STOPPED)).toBe(true);

    expect(await automation.findStop(TENANT)).toEqual({ byName: 'Bo Ek', at: at(3) });
    expect(await automation.findLastResume(TENANT)).toBe(at(2));
  });

  test('the last time of resuming counts', async () => {
    const { automation } = current().store;
    await automation.resume(TENANT, at(2), RESUMED);

    await automation.resume(TENANT, at(4), RESUMED);

    expect(await automation.findLastResume(TENANT)).toBe(at(4));
  });

  test('resuming that cannot be audited ends no stop and is not remembered', async () => {
    const { automation } = current().store;
    await automation.stop(TENANT, STOP, STOPPED);

    await expect(automation.resume(TENANT, at(2), unwritableEvent(TENANT))).rejects.toThrow();

    expect(await automation.findStop(TENANT)).toEqual(STOP);
    expect(await automation.findLastResume(TENANT)).toBeUndefined();
  });

  test('when writing was resumed is there after a restart', async () => {
    await current().store.automation.resume(TENANT, at(2), RESUMED);

    const { automation } = await current().reopen();

    expect(await automation.findLastResume(TENANT)).toBe(at(2));
  });
}

export function describeAutomationContract(current: () => StoreUnderTest): void {
  describe('modes of controls', () => {
    describeModes(current);
  });
  describe('stops of all writing', () => {
    describeStops(current);
  });
  describe('resuming', () => {
    describeResumptions(current);
  });
}
