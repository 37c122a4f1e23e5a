import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, test } from '@jest/globals';
import { z } from 'zod';
import { compliantTenant } from '../../src/sandbox/seed/compliant-tenant.js';
import { startSandboxTenant, type SandboxTenant } from '../../src/sandbox/tenant-server.js';
import { runProgram } from './program.js';

const folder = mkdtempSync(join(tmpdir(), 'glasswatch-scan-'));
const tenants: SandboxTenant[] = [];
afterAll(async () => {
  rmSync(folder, { recursive: true, force: true });
  for (const tenant of tenants) await tenant.close();
});

const subject = z.strictObject({
  type: z.enum(['tenant', 'account', 'policy', 'group']),
  id: z.string(),
  name: z.string(),
});
const scanDocument = z.strictObject({
  schema: z.literal('glasswatch.scan/1'),
  tenant: z.strictObject({ id: z.string().uuid(), displayName: z.string() }),
  startedAt: z.string().datetime(),
  completedAt: z.string().datetime(),
  verdict: z.enum(['compliant', 'nonCompliant', 'incomplete']),
  accounts: z.array(z.strictObject({ id: z.string(), userPrincipalName: z.string(), displayName: z.string() })),
  findings: z.array(
    z.strictObject({
      controlId: z.string().regex(/^BG-[A-Z]+-\d\d$/),
      subject,
      outcome: z.enum(['pass', 'fail', 'warn', 'manual', 'notApplicable', 'error']),
      severity: z.enum(['critical', 'high', 'medium', 'low', 'info']),
      summary: z.string().min(1),
      evidence: z.array(
        z.strictObject({
          source: z.string(),
          readAt: z.string().datetime().nullable(),
          expected: z.string(),
          actual: z.string(),
          object: subject.optional(),
          portalUrl: z.string().url().optional(),
          detail: z.string().optional(),
        }),
      ),
    }),
  ),
  policyMatrix: z.array(
    z.strictObject({
      policyId: z.string(),
      policyName: z.string(),
      state: z.string(),
      accountId: z.string(),
      applicability: z.enum(['excluded', 'notInScope', 'applies', 'unknown']),
      via: z.array(z.string()),
    }),
  ),
  coverage: z.strictObject({
    reads: z.array(
      z.strictObject({
        resource: z.string(),
        status: z.enum([
          'known',
          'forbidden',
          'notLicensed',
          'throttled',
          'timeout',
          'malformed',
          'incomplete',
          'unavailable',
        ]),
        detail: z.string(),
      }),
    ),
  }),
  requests: z.strictObject({ count: z.number(), batches: z.number(), retries: z.number(), durationMs: z.number() }),
  settings: z.strictObject({
    caExclusion: z.enum(['strict', 'effective']),
    requireDedicatedPolicy: z.boolean(),
    maxAccounts: z.strictObject({ warnAbove: z.number(), failAbove: z.number() }),
    personalSignals: z.enum(['warn', 'ignore']),
    allowManager: z.boolean(),
    licence: z.enum(['none', 'any', 'requireP2']),
    globalAdministrators: z.strictObject({ min: z.number(), max: z.number() }),
    allowedMethods: z.array(z.string()),
    passwordMaxAgeDays: z.number().nullable(),
    drillMaxAgeDays: z.number(),
    shadowExclusionPercent: z.number(),
    declaredExclusions: z.array(z.string()),
  }),
});

async function openTenant(options: Parameters<typeof startSandboxTenant>[0]): Promise<Record<string, string>> {
  const tenant = await startSandboxTenant(options);
  tenants.push(tenant);
  return {
    GRAPH_ENDPOINT: tenant.url,
    GRAPH_ACCESS_TOKEN: tenant.token,
    EMERGENCY_ACCOUNTS: tenant.emergencyAccountIds.join(','),
  };
}

// Side by side, for a scan spends eight seconds waiting for its turn at Conditional Access, and next to nothing working.
describe('a scan of the simulated tenant', () => {
  test.concurrent(
    'prints exactly one document as promised, ends with 1, and covers every policy and account',
    async () => {
      const finished = await runProgram('cli.js', ['scan', '--format', 'json']);
      const document = scanDocument.parse(JSON.parse(finished.stdout));
      expect(finished.code).toBe(1);
      expect(document.verdict).toBe('nonCompliant');
      const pairs = new Set(document.policyMatrix.map(({ policyId, accountId }) => `${policyId} ${accountId}`));
      const policies = new Set(document.policyMatrix.map(({ policyId }) => policyId));
      expect(policies.size).toBeGreaterThanOrEqual(16);
      expect(pairs.size).toBe(policies.size * document.accounts.length);
      expect(document.policyMatrix).toHaveLength(pairs.size);
    },
  );

  test.concurrent('prints a table for people that names what fails', async () => {
    const finished = await runProgram('cli.js', ['scan']);
    expect(finished.stdout).toMatch(/^NOT COMPLIANT/);
    expect(finished.stdout).toContain('BG-CA-01');
  });

  test.concurrent(
    'says which settings it was judged with, and in the table only what differs from the default',
    async () => {
      const [usual, other, document] = await Promise.all([
        runProgram('cli.js', ['scan']),
        runProgram('cli.js', ['scan'], { CA_EXCLUSION: 'effective', DRILL_MAX_AGE_DAYS: '365' }),
        runProgram('cli.js', ['scan', '--format', 'json'], { DRILL_MAX_AGE_DAYS: '365' }),
      ]);

      expect(usual.stdout).not.toContain('Settings');
      expect(other.stdout.replace(/\s+/g, ' ')).toContain(
        'Settings that differ from the default: a policy that does not include an account counts as excluding it; each account must have been used in the last 365 days.',
      );
      expect(scanDocument.parse(JSON.parse(document.stdout)).settings).toMatchObject({
        caExclusion: 'strict',
        drillMaxAgeDays: 365,
      });
    },
  );

  test.concurrent('prints the report in Markdown or as one HTML file, with the same exit code', async () => {
    const [markdown, html] = await Promise.all(
      ['markdown', 'html'].map((format) => runProgram('cli.js', ['scan', '--format', format])),
    );
    expect(markdown).toMatchObject({ code: 1, stderr: '' });
    expect(markdown?.stdout).toMatch(/^# Emergency access report\n\n\*\*Not compliant\.\*\*/);
    expect(html).toMatchObject({ code: 1, stderr: '' });
    expect(html?.stdout).toMatch(/^<!doctype html>[\s\S]*<\/html>\n$/);
    expect(html?.stdout).toContain('BG-CA-');
  });

  test.concurrent('writes the document to a file and leaves stdout empty', async () => {
    const file = join(folder, 'scan.json');
    const finished = await runProgram('cli.js', ['scan', '--format', 'json', '--output', file]);
    expect(finished.stdout).toBe('');
    expect(scanDocument.safeParse(JSON.parse(readFileSync(file, 'utf8'))).success).toBe(true);
  });
});

describe('the exit code', () => {
  test.concurrent('is 0 for a compliant tenant', async () => {
    const finished = await runProgram(
      'cli.js',
      ['scan', '--format', 'json'],
      await openTenant({ state: compliantTenant() }),
    );
    expect(scanDocument.parse(JSON.parse(finished.stdout)).verdict).toBe('compliant');
    expect(finished.code).toBe(0);
  });

  test.concurrent('is 2 when the same tenant hides one read', async () => {
    const environment = await openTenant({
      state: compliantTenant(),
      behaviour: { faults: [{ match: /\/domains/, fault: 'forbidden' }] },
    });
    const finished = await runProgram('cli.js', ['scan', '--format', 'json'], environment);
    expect(scanDocument.parse(JSON.parse(finished.stdout)).verdict).toBe('incomplete');
    expect(finished.code).toBe(2);
  });

  test.concurrent('is 1 when no account is designated, which is a finding and not a usage error', async () => {
    const environment = await openTenant({ state: compliantTenant() });
    const finished = await runProgram('cli.js', ['scan', '--format', 'json'], {
      ...environment,
      EMERGENCY_ACCOUNTS: '',
    });
    const { findings } = scanDocument.parse(JSON.parse(finished.stdout));
    expect(findings.find(({ controlId }) => controlId === 'BG-INV-01')?.outcome).toBe('fail');
    expect(finished.code).toBe(1);
  });

  test.each([
    ['an unknown option', ['scan', '--formt', 'json'], {}],
    ['an unknown format', ['scan', '--format', 'yaml'], {}],
    ['an account that is no object ID', ['scan', '--account', 'admin@contoso.com'], {}],
    ['an endpoint without credentials', ['scan'], { GRAPH_ENDPOINT: 'http://127.0.0.1:1' }],
    ['a file that cannot be written', ['scan', '--output', '/nonexistent/scan.json'], {}],
  ] as const)('is 3 for %s, with nothing on stdout', async (_, args, environment) => {
    const finished = await runProgram('cli.js', args, environment);
    expect(finished).toMatchObject({ code: 3, stdout: '' });
    expect(finished.stderr).toMatch(/^[A-Z_]+: /);
  });

  test.concurrent('is 0 when what fails is below --fail-on, and 1 when it is not', async () => {
    const environment = await openTenant({ state: compliantTenant() });
    const [one] = environment['EMERGENCY_ACCOUNTS']?.split(',') ?? [];
    const twice = { ...environment, EMERGENCY_ACCOUNTS: [environment['EMERGENCY_ACCOUNTS'], one].join(',') };
    const finished = await Promise.all(
      ['critical', 'high'].map((severity) => runProgram('cli.js', ['scan', '--fail-on', severity], twice)),
    );
    expect(finished.map(({ code }) => code)).toEqual([0, 1]);
  });
});
