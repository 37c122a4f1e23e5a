import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { openSqliteStore } from '../../src/store/sqlite.js';
import { eventOf, scanOf, snapshotOf } from '../store/fixtures.js';
import { runProgram } from './program.js';

const folder = mkdtempSync(join(tmpdir(), 'glasswatch-export-'));
const environment = { DATA_DIR: folder };

beforeAll(async () => {
  const store = await openSqliteStore({ file: join(folder, 'glasswatch.sqlite') });
  const older = scanOf('older', { completedAt: '2026-01-01T00:00:00.000Z', verdict: 'compliant' });
  for (const scan of [older, scanOf('newer')]) await store.scans.complete(scan, snapshotOf(), eventOf(scan.id));
  await store.close();
});

afterAll(() => rmSync(folder, { recursive: true, force: true }));

describe('the report of a stored scan', () => {
  test.each([
    ['the latest one without a name', ['export'], 'newer'],
    ['the latest one by that word', ['export', '--scan', 'latest'], 'newer'],
    ['the one that is named', ['export', '--scan', 'older'], 'older'],
  ])('is that of %s, as HTML', async (_, args, id) => {
    const finished = await runProgram('cli.js', args, environment);
    expect(finished).toMatchObject({ code: 0, stderr: '' });
    expect(finished.stdout).toMatch(/^<!doctype html>/);
    expect(finished.stdout).toContain(`<code>${id}</code>`);
  });

  test('is written in Markdown to a file, and stdout stays empty', async () => {
    const file = join(folder, 'report.md');
    const args = ['export', '--format', 'markdown', '--output', file];
    expect(await runProgram('cli.js', args, environment)).toMatchObject({ code: 0, stdout: '' });
    expect(readFileSync(file, 'utf8')).toMatch(/^# Emergency access report/);
  });

  test.each([
    ['a scan that is not stored', ['export', '--scan', 'nothing'], environment, 'EXPORT_SCAN_UNKNOWN'],
    ['a store without a scan', ['export'], { DATA_DIR: join(folder, 'empty') }, 'EXPORT_NO_SCAN'],
    ['a format that is no report', ['export', '--format', 'json'], environment, 'USAGE'],
  ])('is refused for %s, with a code and nothing on stdout', async (_, args, variables, code) => {
    const finished = await runProgram('cli.js', args, variables);
    expect(finished).toMatchObject({ code: 3, stdout: '' });
    expect(finished.stderr).toMatch(new RegExp(`^${code}: `));
  });
});
