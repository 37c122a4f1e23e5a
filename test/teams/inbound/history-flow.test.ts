import { mkdtempSync, readdirSync, readFileSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { reportFolderFor } from '../../../src/compose/report-folder.js';
import { openSqliteStore } from '../../../src/store/sqlite.js';
import { scanHistory } from '../../../src/workflows/scan-history.js';
import { scanReports } from '../../../src/workflows/scan-reports.js';
import { createFakeTime } from '../../fakes/fake-time.js';
import { at, eventOf, findingOf, scanOf, snapshotOf, TENANT } from '../../store/fixtures.js';
import { ALEX, MEGAN, press, startBot, type BotHarness } from './bot-harness.js';

/** Earlier scans asked for through the real endpoint, from a real store. */

const folder = mkdtempSync(join(tmpdir(), 'glasswatch-reports-'));
let store: Awaited<ReturnType<typeof openSqliteStore>>;
let bot: BotHarness;

beforeEach(async () => {
  store = await openSqliteStore({ file: ':memory:' });
  const { clock } = createFakeTime();
  const reading = { tenantId: TENANT, scans: store.scans, drift: store.drift, clock };
  bot = await startBot({
    ...scanReports(reading),
    history: scanHistory({ ...reading, audit: store.audit, folder: reportFolderFor({ kind: 'memory' }, folder) }),
  });
});
afterEach(async () => {
  await bot.close();
  await store.close();
  rmSync(folder, { recursive: true, force: true });
});

/** Ten scans of the schedule, of which the fifth and those after it found something else. */
async function completeTen(): Promise<void> {
  for (let minute = 0; minute < 10; minute += 1) {
    const findings = [findingOf(minute < 5 ? 2 : 1)];
    const change = { trigger: { kind: 'schedule' as const }, completedAt: at(minute), findings };
    await store.scans.complete(scanOf(`scan-${minute}`, change), snapshotOf(), eventOf('scan'));
  }
}
const answerTo = async (fields: object) => (await (await bot.send(fields)).json()) as { readonly value: object };

describe('the history', () => {
  test('lists what changed, and every scan page by page when asked to', async () => {
    await completeTen();
    await bot.send({ id: 'a1', text: 'history' });
    expect(bot.connector.cards[0]?.card).toEqual({ view: 'history', ids: ['scan-5', 'scan-0'], page: 0, all: false });

    const { value } = await answerTo(press('history.show', { page: 1, all: true }));
    expect(value).toEqual({ view: 'history', ids: ['scan-1', 'scan-0'], page: 1, all: true });
  });

  test('before the first scan says so', async () => {
    await bot.send({ id: 'a1', text: 'history' });
    expect(bot.connector.cards[0]?.card).toEqual({ view: 'noScanYet' });
  });

  test('compares two scans for the one who pressed, and changes nobody else’s card', async () => {
    await completeTen();
    const { value } = await answerTo(press('history.compare', { earlier: 'scan-7', later: 'scan-1' }, { from: MEGAN }));
    expect(value).toEqual({ view: 'comparison', earlier: 'scan-1', later: 'scan-7', changes: 2 });
    expect(bot.connector.requests).toEqual([]);
  });

  test.each([
    ['the same scan twice', { earlier: 'scan-1', later: 'scan-1' }, 'BOT_PICK_TWO_SCANS'],
    ['nothing chosen', {}, 'BOT_PICK_TWO_SCANS'],
    ['a scan that is gone', { earlier: 'scan-1', later: 'gone' }, 'BOT_SCAN_NOT_FOUND'],
  ])('refuses to compare %s', async (_, data, code) => {
    await completeTen();
    expect((await answerTo(press('history.compare', data))).value).toMatchObject({ view: 'problem', code });
  });

  test('a page of the matrix is shown to the one who pressed', async () => {
    await completeTen();
    const { value } = await answerTo(press('scan.matrix', { scanId: 'scan-1', page: 2 }));
    expect(value).toEqual({ view: 'matrix', scanId: 'scan-1', page: 2 });
  });
});

describe('an export', () => {
  test('writes the report of the latest scan where only the bot may read it, and is in the audit log', async () => {
    await completeTen();
    await bot.send({ id: 'a1', text: 'export' });

    const { files, scanId } = bot.connector.cards[0]?.card as { files: string[]; scanId: string };
    expect(scanId).toBe('scan-9');
    expect(readdirSync(join(folder, 'reports')).sort()).toEqual([...files].sort());
    const [html = ''] = files;
    expect(readFileSync(join(folder, 'reports', html), 'utf8')).toMatch(/^<!doctype html>/);
    expect(statSync(join(folder, 'reports', html)).mode & 0o077).toBe(0);
    const event = await store.audit.findLast('report.exported');
    expect(event).toMatchObject({ subject: 'scan-9', result: 'succeeded' });
    expect(event?.actor).toContain(ALEX.aadObjectId);
  });

  test('before the first scan says so, and writes nothing', async () => {
    await bot.send({ id: 'a1', text: 'export' });
    expect(bot.connector.cards[0]?.card).toEqual({ view: 'noScanYet' });
    expect(await store.audit.findLast('report.exported')).toBeUndefined();
  });
});
