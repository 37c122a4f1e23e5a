import { describe, expect, test } from '@jest/globals';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseEnv } from 'node:util';
import { parse } from 'yaml';
import { z } from 'zod';

/** The Agents Toolkit's files agree with each other: steps, environment files, the manifest and the Azure template. */

const ROOT = join(import.meta.dirname, '..', '..');
const read = (path: string): string => readFileSync(join(ROOT, path), 'utf8');

const step = z.object({
  uses: z.string(),
  name: z.string().optional(),
  with: z.record(z.unknown()),
  writeToEnvironmentFile: z.record(z.string()).optional(),
});
const project = z
  .object({
    version: z.string().regex(/^v1\.\d+$/),
    environmentFolderPath: z.literal('./env'),
    provision: z.array(step).optional(),
    deploy: z.array(step).optional(),
    publish: z.array(step).optional(),
  })
  .strict();

const FILES = [
  { file: 'teamsapp.yml', environment: 'dev' },
  { file: 'teamsapp.local.yml', environment: 'local' },
  { file: 'teamsapp.sandbox.yml', environment: 'sandbox' },
];

const load = (file: string) => project.parse(parse(read(file)));
const names = (text: string): readonly string[] =>
  [...text.matchAll(/\$\{\{(\w+)\}\}/g)].flatMap(([, name]) => name ?? []);
const allSteps = (file: string) => Object.values(load(file)).flatMap((stage) => (Array.isArray(stage) ? stage : []));
const actions = (steps: readonly z.infer<typeof step>[] | undefined) => steps?.map(({ uses }) => uses);
const secretsMissingFrom = (committed: string, wanted: readonly string[]) =>
  wanted.filter((name) => !new RegExp(`^#.*\\b${name}\\b`, 'm').test(committed));

describe.each(FILES)('$file', ({ file, environment }) => {
  const committed = read(`env/.env.${environment}`);
  const defined = Object.keys(parseEnv(committed));

  test('names every variable in its environment file, and every secret in a comment there', () => {
    const text = read(file);
    const texts = text.includes('appPackage/manifest.json') ? [text, read('appPackage/manifest.json')] : [text];
    if (text.includes('infra/azure.parameters.json')) texts.push(read('infra/azure.parameters.json'));
    const wanted = [...new Set(texts.flatMap(names))];
    const secrets = wanted.filter((name) => name.startsWith('SECRET_'));
    expect(wanted.filter((name) => !secrets.includes(name) && !defined.includes(name))).toEqual([]);
    expect(secretsMissingFrom(committed, secrets)).toEqual([]);
  });

  test('writes only variables that its environment file names, or secrets', () => {
    const written = allSteps(file).flatMap((each) => Object.values(each.writeToEnvironmentFile ?? {}));
    expect(written.filter((name) => !name.startsWith('SECRET_') && !defined.includes(name))).toEqual([]);
  });

  test('has an environment file that is its own and holds no secret', () => {
    expect(parseEnv(committed)['TEAMSFX_ENV']).toBe(environment);
    expect(defined.filter((name) => /^SECRET_|PASSWORD|TOKEN|_KEY$/.test(name))).toEqual([]);
  });

  test('points at files that exist', () => {
    const paths = [...read(file).matchAll(/(?:manifestPath|path|parameters|ignoreFile): (\.\/\S+)/g)].flatMap(
      ([, path]) => path ?? [],
    );
    expect(paths.filter((path) => !existsSync(join(ROOT, path)))).toEqual([]);
  });
});

describe('stages', () => {
  test('production is provisioned, deployed and published', () => {
    const { provision, deploy, publish } = load('teamsapp.yml');
    expect(actions(provision)).toEqual([
      'teamsApp/create',
      'arm/deploy',
      'teamsApp/validateManifest',
      'teamsApp/zipAppPackage',
      'teamsApp/update',
    ]);
    expect(actions(deploy)).toContain('azureAppService/zipDeploy');
    expect(actions(publish)).toContain('teamsApp/publishAppPackage');
  });

  test('the sandbox needs nothing but packages', () => {
    const { provision, deploy, publish } = load('teamsapp.sandbox.yml');
    expect({ provision, deploy: actions(deploy), publish }).toEqual({ deploy: ['cli/runNpmCommand'] });
  });

  test('what deployment leaves behind never matches a folder inside a package', () => {
    const lines = read('infra/.webappignore').split('\n');
    expect(lines.filter((line) => !/^(#.*|\/\S+|)$/.test(line))).toEqual([]);
  });
});

describe('Azure template', () => {
  const template = read('infra/azure.bicep');

  test('is given exactly the parameters that it cannot default', () => {
    const required = [...template.matchAll(/^param (\w+) \w+$/gm)].flatMap(([, name]) => name ?? []);
    const given = JSON.parse(read('infra/azure.parameters.json')) as { readonly parameters: object };
    expect(Object.keys(given.parameters).sort()).toEqual([...required].sort());
  });

  test('writes only variables that the environment file names', () => {
    const outputs = [...template.matchAll(/^output (\w+) /gm)].flatMap(([, name]) => name ?? []);
    const defined = Object.keys(parseEnv(read('env/.env.dev')));
    expect(outputs).toContain('BOT_AZURE_APP_SERVICE_RESOURCE_ID');
    expect(outputs.filter((name) => !defined.includes(name))).toEqual([]);
  });

  test('sets only variables that the program reads', () => {
    const settings = [...template.matchAll(/\{ name: '(\w+)', value:/g)].flatMap(([, name]) => name ?? []);
    const platform = ['SCM_DO_BUILD_DURING_DEPLOYMENT', 'WEBSITE_RUN_FROM_PACKAGE'];
    const readers = `${read('src/config.ts')}${read('src/config/bot-credentials.ts')}${read('src/config/graph-config.ts')}`;
    expect(settings).toContain('BOT_ID');
    expect(settings.filter((name) => !platform.includes(name) && !readers.includes(`'${name}'`))).toEqual([]);
  });
});
