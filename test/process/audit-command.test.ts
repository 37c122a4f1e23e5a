import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { openSqliteStore } from '../../src/store/sqlite.js';
import { runProgram } from './program.js';

const folder = mkdtempSync(join(tmpdir(), 'glasswatch-audit-'));
const exported = join(folder, 'audit.jsonl');
const environment = { DATA_DIR: folder };

beforeAll(async () => {
  const store = await openSqliteStore({ file: join(folder, 'glasswatch.sqlite') });
  for (const subject of ['one', 'two', 'three']) {
    const event = { at: '2026-11-23T10:00:00.000Z', actor: { kind: 'unknown' }, action: 'test.done', subject } as const;
    await store.audit.append({ ...event, result: 'succeeded', details: {} });
  }
  await store.close();
  await runProgram('cli.js', ['audit', 'export', '--output', exported], environment);
});

afterAll(() => rmSync(folder, { recursive: true, force: true }));

function lines(): string[] {
  return readFileSync(exported, 'utf8')
    .split('\n')
    .filter((line) => line !== '');
}

async function verifyLines(changed: readonly string[], ...more: string[]) {
  const file = join(folder, 'changed.jsonl');
  writeFileSync(file, changed.map((line) => `${line}\n`).join(''));
  return runProgram('cli.js', ['audit', 'verify', '--file', file, ...more]);
}

describe('the audit log', () => {
  test('is sound, live and exported, and says where it ends', async () => {
    const live = await runProgram('cli.js', ['audit', 'verify'], environment);
    const file = await verifyLines(lines());
    expect(live).toMatchObject({ code: 0 });
    expect(live.stdout).toMatch(/^ok: 3 records, head 3 [0-9a-f]{64}\n$/);
    expect(file.stdout).toBe(live.stdout);
  });

  test.each([
    ['a changed field', (all: string[]) => all.map((line) => line.replace('"two"', '"too"'))],
    ['a deleted record', (all: string[]) => all.filter((_, index) => index !== 1)],
    ['two records that changed places', ([a = '', b = '', c = '']: string[]) => [a, c, b]],
    ['an inserted record', ([a = '', ...rest]: string[]) => [a, a, ...rest]],
  ])('with %s is found to be broken', async (_, change) => {
    const finished = await verifyLines(change(lines()));
    expect(finished).toMatchObject({ code: 1 });
    expect(finished.stdout).toMatch(/^broken: record \d/);
  });

  test('whose tail was cut is found out by the published head, and only by it', async () => {
    const head = JSON.parse(lines().at(-1) ?? '') as { seq: number; hash: string };
    const cut = lines().slice(0, -1);
    expect(await verifyLines(cut, '--head', `${head.seq}:${head.hash}`)).toMatchObject({ code: 1 });
    expect(await verifyLines(lines(), '--head', `${head.seq}:${head.hash}`)).toMatchObject({ code: 0 });
  });

  test('that is no log is told apart from a broken one', async () => {
    const finished = await verifyLines(['not a record']);
    expect(finished).toMatchObject({ code: 3, stdout: '' });
    expect(finished.stderr).toContain('AUDIT_EXPORT_MALFORMED: line 1');
  });
});

test('the record of a request that does not exist is refused by name', async () => {
  const finished = await runProgram('cli.js', ['record', 'nothing'], environment);
  expect(finished).toMatchObject({ code: 3, stdout: '' });
  expect(finished.stderr).toContain('REQUEST_UNKNOWN');
});
