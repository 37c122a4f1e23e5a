import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from '@jest/globals';
import { DEFAULT_SETTINGS } from '../../src/domain/controls/control.js';
import { CONTROLS } from '../../src/domain/controls/index.js';
import { judgeSnapshot, type JudgedSnapshot } from '../../src/domain/report/judge-snapshot.js';
import { staticTokenSource } from '../../src/graph/credentials.js';
import { createTenantReader } from '../../src/graph/tenant-reader.js';
import { READER_APP, READER_PERMISSIONS, REMEDIATOR_APP } from '../../src/sandbox/identities.js';
import { compliantTenant } from '../../src/sandbox/seed/compliant-tenant.js';
import { startSandboxTenant } from '../../src/sandbox/tenant-server.js';

/**
 * The documented permissions of the reader, proven from outside: with them and nothing else every read of a scan is
 * answered, and each of them is needed by a control that says so.
 */

const HASTY = { conditionalAccessSpacingMs: 0, reportsPer10s: 1_000, backoffBaseMs: 1, maxRetries: 0 };

/** The first column of the table under "The reader". */
function documentedPermissions(): readonly string[] {
  const text = readFileSync(join(process.cwd(), 'docs', 'permissions.md'), 'utf8');
  const section = text.slice(text.indexOf('## The reader'), text.indexOf('## The remediator'));
  return [...section.matchAll(/^\| `([\w.-]+)` +\|/gm)].map(([, permission]) => permission ?? '').sort();
}

async function scanWith(readerPermissions: readonly string[]): Promise<JudgedSnapshot> {
  const tenant = await startSandboxTenant({ state: compliantTenant(), behaviour: { readerPermissions } });
  try {
    const reader = createTenantReader({
      endpoint: tenant.url,
      tokens: staticTokenSource(tenant.token),
      clock: { now: () => Date.now() },
      tenantId: tenant.tenantId,
      limits: HASTY,
      applications: { reader: READER_APP.appId, remediator: REMEDIATOR_APP.appId },
    });
    const accounts = tenant.emergencyAccountIds.map((objectId) => ({ objectId }));
    const { snapshot } = await reader.readTenant({ accounts, priority: 'high' });
    return judgeSnapshot(snapshot, DEFAULT_SETTINGS);
  } finally {
    await tenant.close();
  }
}

function outcomesOf({ findings }: JudgedSnapshot): ReadonlyMap<string, ReadonlySet<string>> {
  const controls = new Set(findings.map(({ controlId }) => controlId));
  return new Map(
    [...controls].map((id) => [
      id,
      new Set(findings.filter(({ controlId }) => controlId === id).map(({ outcome }) => outcome)),
    ]),
  );
}

const controlsThatNeed = (permission: string) =>
  CONTROLS.filter(({ permissions }) => permissions.includes(permission)).map(({ id }) => id);

test('the reader of the simulated tenant holds what docs/permissions.md asks for', () => {
  expect(documentedPermissions()).toEqual([...READER_PERMISSIONS].sort());
});

test('with the documented permissions and nothing else every read is answered, and the tenant is compliant', async () => {
  const judged = await scanWith(documentedPermissions());
  expect(judged.coverage.reads.filter(({ status }) => status !== 'known')).toEqual([]);
  expect(judged.verdict).toBe('compliant');
});

test.each(documentedPermissions())(
  'without %s the controls that ask for it cannot tell, and the others can',
  async (gone) => {
    const [whole, lacking] = await Promise.all([
      scanWith(documentedPermissions()),
      scanWith(documentedPermissions().filter((permission) => permission !== gone)),
    ]);
    const before = outcomesOf(whole);
    const changed = [...outcomesOf(lacking)].filter(
      ([id, outcomes]) => JSON.stringify([...outcomes].sort()) !== JSON.stringify([...(before.get(id) ?? [])].sort()),
    );

    expect(changed.map(([id]) => id)).not.toEqual([]);
    expect(changed.map(([id]) => id).filter((id) => !controlsThatNeed(gone).includes(id))).toEqual([]);
    for (const [, outcomes] of changed) {
      expect([...outcomes].some((outcome) => outcome === 'error' || outcome === 'notApplicable')).toBe(true);
      expect(outcomes).not.toContain('fail');
    }
    const named = lacking.coverage.reads.filter(({ status }) => status === 'forbidden');
    expect(named.every(({ detail }) => detail.includes(`${gone} is not granted`))).toBe(true);
  },
);
