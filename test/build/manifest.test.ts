import { describe, expect, test } from '@jest/globals';
import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { PNG } from 'pngjs';

/** What Teams receives: the manifest by Microsoft's own schema, and the two icons by Teams' rules for them. */

const FOLDER = join(import.meta.dirname, '..', '..', 'appPackage');
const SAMPLES: Readonly<Record<string, string>> = {
  TEAMS_APP_ID: '11111111-1111-4111-8111-111111111111',
  BOT_ID: '22222222-2222-4222-8222-222222222222',
  BOT_DOMAIN: 'bot.example.com',
  DEVELOPER_NAME: 'Example organisation',
  DEVELOPER_WEBSITE_URL: 'https://example.com',
  DEVELOPER_PRIVACY_URL: 'https://example.com/privacy',
  DEVELOPER_TERMS_OF_USE_URL: 'https://example.com/terms',
};

interface Manifest {
  readonly name: { readonly short: string };
  readonly validDomains: readonly string[];
  readonly bots: readonly {
    readonly botId: string;
    readonly scopes: readonly string[];
    readonly commandLists: readonly {
      readonly scopes: readonly string[];
      readonly commands: readonly { readonly title: string; readonly description: string }[];
    }[];
  }[];
}

function manifestText(): string {
  const text = readFileSync(join(FOLDER, 'manifest.json'), 'utf8');
  return text.replace(/\$\{\{(\w+)\}\}/g, (_placeholder, name: string) => {
    const value = SAMPLES[name];
    if (value === undefined) throw new Error(`The manifest asks for ${name}: add a sample value here.`);
    return value;
  });
}

/** The validator is a CommonJS package that needs an ESM one, which jest cannot load on Node 20: a process of its own can. */
const VALIDATE = `
  import tools from '@microsoft/app-manifest';
  import { readFileSync } from 'node:fs';
  const manifest = JSON.parse(readFileSync(0, 'utf8'));
  process.stdout.write(JSON.stringify(await tools.AppManifestUtils.validateAgainstSchema(manifest)));
`;

function problemsOf(manifest: string): unknown {
  const args = ['--input-type=module', '--eval', VALIDATE];
  const run = spawnSync(process.execPath, args, { cwd: join(FOLDER, '..'), input: manifest, encoding: 'utf8' });
  if (run.status !== 0) throw new Error(`The validator did not run: ${run.stderr}`);
  return JSON.parse(run.stdout);
}

function readIcon(name: string): PNG {
  return PNG.sync.read(readFileSync(join(FOLDER, name)));
}

/** The pixels of a picture as [red, green, blue, alpha]. */
function pixelsOf(icon: PNG): readonly (readonly number[])[] {
  return Array.from({ length: icon.width * icon.height }, (_, i) => [...icon.data.subarray(i * 4, i * 4 + 4)]);
}

describe('app manifest', () => {
  test('is valid by the schema of its version', () => {
    expect(problemsOf(manifestText())).toEqual([]);
  });

  test('with a scope that Teams does not know is reported', () => {
    const wrong = manifestText().replace('"scopes": ["personal", "team", "groupChat"]', '"scopes": ["everyone"]');
    expect(problemsOf(wrong)).toEqual([expect.stringContaining('/bots/0/scopes/0')]);
  });

  test('names the product and the places where the bot answers', () => {
    const manifest = JSON.parse(manifestText()) as Manifest;
    expect(manifest.name.short).toBe('Glasswatch');
    expect(manifest.bots.map(({ botId, scopes }) => ({ botId, scopes }))).toEqual([
      { botId: SAMPLES['BOT_ID'], scopes: ['personal', 'team', 'groupChat'] },
    ]);
    expect(manifest.validDomains).toEqual([SAMPLES['BOT_DOMAIN']]);
  });

  test.each(['personal', 'team', 'groupChat'])('offers the commands that exist in scope %s', (scope) => {
    const lists = (JSON.parse(manifestText()) as Manifest).bots[0]?.commandLists;
    const offered = lists?.filter(({ scopes }) => scopes.includes(scope)).flatMap(({ commands }) => commands);
    expect(offered?.map(({ title }) => title)).toEqual([
      ...['scan emergency access', 'status', 'fix', 'approvals'],
      ...['automation', 'stop', 'drill', 'attest', 'subscribe', 'help'],
    ]);
  });
});

describe('app icons', () => {
  test('the colour icon is 192 × 192 and opaque to the edges', () => {
    const icon = readIcon('color.png');
    expect([icon.width, icon.height]).toEqual([192, 192]);
    expect(pixelsOf(icon).every(([, , , alpha]) => alpha === 255)).toBe(true);
  });

  test('the outline icon is 32 × 32, white where it is anything, and transparent around the drawing', () => {
    const icon = readIcon('outline.png');
    const pixels = pixelsOf(icon);
    expect([icon.width, icon.height]).toEqual([32, 32]);
    expect(pixels.every(([r, g, b, alpha]) => alpha === 0 || (r === 255 && g === 255 && b === 255))).toBe(true);
    const drawn = pixels.filter(([, , , alpha]) => alpha === 255).length;
    const empty = pixels.filter(([, , , alpha]) => alpha === 0).length;
    expect({ drawn: drawn > 150, empty: empty > 300 }).toEqual({ drawn: true, empty: true });
  });
});
