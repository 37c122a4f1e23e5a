import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { inflateRawSync } from 'node:zlib';

/** The script that builds the app package, run as people run it. */

const ROOT = join(import.meta.dirname, '..', '..');
const VALUES = {
  TEAMS_APP_ID: '11111111-1111-4111-8111-111111111111',
  BOT_ID: '22222222-2222-4222-8222-222222222222',
  BOT_DOMAIN: 'bot.example.com',
  DEVELOPER_NAME: 'Example "quoted" organisation',
  DEVELOPER_WEBSITE_URL: 'https://example.com',
  DEVELOPER_PRIVACY_URL: 'https://example.com/privacy',
  DEVELOPER_TERMS_OF_USE_URL: 'https://example.com/terms',
};

let folder: string;
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'glasswatch-package-'));
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

function packageApp(environment: string, values: Readonly<Record<string, string>>) {
  const script = join(ROOT, 'scripts', 'package-app.mjs');
  return spawnSync(process.execPath, [script, environment, folder], { env: { ...values }, encoding: 'utf8' });
}

/** Reads the local records of an archive one after the other. */
function unzip(archive: Buffer): ReadonlyMap<string, Buffer> {
  const files = new Map<string, Buffer>();
  for (let at = 0; archive.readUInt32LE(at) === 0x04034b50;) {
    const packed = archive.readUInt32LE(at + 18);
    const name = archive.readUInt16LE(at + 26);
    const start = at + 30 + name;
    files.set(archive.toString('utf8', at + 30, start), inflateRawSync(archive.subarray(start, start + packed)));
    at = start + packed;
  }
  return files;
}

describe('app package', () => {
  test('holds the filled manifest and both icons', () => {
    const run = packageApp('dev', VALUES);
    expect(run).toMatchObject({ status: 0, stderr: '', stdout: `${join(folder, 'glasswatch.dev.zip')}\n` });
    const files = unzip(readFileSync(join(folder, 'glasswatch.dev.zip')));
    expect([...files.keys()]).toEqual(['manifest.json', 'color.png', 'outline.png']);
    expect(JSON.parse(String(files.get('manifest.json')))).toMatchObject({
      id: VALUES.TEAMS_APP_ID,
      developer: { name: VALUES.DEVELOPER_NAME },
      bots: [{ botId: VALUES.BOT_ID }],
    });
    expect(files.get('color.png')).toEqual(readFileSync(join(ROOT, 'appPackage', 'color.png')));
  });

  test('is refused while a value is missing, and the refusal names it', () => {
    expect(packageApp('dev', { ...VALUES, BOT_ID: '' })).toMatchObject({
      status: 1,
      stdout: '',
      stderr: 'PACKAGE_VARIABLE_MISSING: set BOT_ID in the environment file or the environment.\n',
    });
  });

  test('is refused when Teams would refuse the manifest', () => {
    const run = packageApp('dev', { ...VALUES, BOT_ID: 'not a GUID' });
    expect(run).toMatchObject({ status: 1, stdout: '' });
    expect(run.stderr).toMatch(/^PACKAGE_MANIFEST_INVALID: correct these values:\n {2}\/bots\/0\/botId /);
  });

  test('is refused for an environment that does not exist', () => {
    const run = packageApp('nowhere', VALUES);
    expect(run).toMatchObject({ status: 1, stderr: expect.stringMatching(/^PACKAGE_ENVIRONMENT_UNKNOWN: /) });
  });
});
