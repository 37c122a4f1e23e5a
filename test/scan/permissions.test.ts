import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from '@jest/globals';
import { CONTROLS } from '../../src/domain/controls/index.js';
import type { JudgedSnapshot } from '../../src/domain/report/judge-snapshot.js';
import { READER_PERMISSIONS } from '../../src/sandbox/identities.js';
import { compliantTenant } from '../../src/sandbox/seed/compliant-tenant.js';
import { scanOf } from './faulty-scan.js';

/**
 * The documented permissions of the reader, proven from outside: with them and nothing else every read of a scan is
 * answered, and each of them is needed by a control that says so.
 */

/** The first column of the table under "The reader". */
function documentedPermissions(): readonly string[] {
  const text = readFileSync(join(process.cwd(), 'docs', 'permissions.md'), 'utf8');
  const section = text.slice(text.indexOf('## The reader'), text.indexOf('## The remediator'));
  return [...section.matchAll(/^\| `([\w.-]+)` +\|/gm)].map(([, permission]) => permission ?? '').sort();
}

async function scanHolding(readerPermissions: readonly string[]): Promise<JudgedSnapshot> {
  return (await scanOf(compliantTenant(), { readerPermissions })).judged;
}

function outcomesOf({ findings }: JudgedSnapshot): ReadonlyMap<string, string> {
  const controls = [...new Set(findings.map(({ controlId }) => controlId))];
  return new Map(
    controls.map((id) => {
      const own = findings.filter(({ controlId }) => controlId === id).map(({ outcome }) => outcome);
      return [id, [...new Set(own)].sort().join(' and ')];
    }),
  );
}

const controlsThatNeed = (permission: string) =>
  CONTROLS.filter(({ permissions }) => permissions.includes(permission)).map(({ id }) => id);

test('the reader of the simulated tenant holds what docs/permissions.md asks for', () => {
  expect(documentedPermissions()).toEqual([...READER_PERMISSIONS].sort());
});

test('with the documented permissions and nothing else every read is answered, and the tenant is compliant', async () => {
  const judged = await scanHolding(documentedPermissions());
  expect(judged.coverage.reads.filter(({ status }) => status !== 'known')).toEqual([]);
  expect(judged.verdict).toBe('compliant');
});

test.each(documentedPermissions())(
  'without %s controls that ask for it cannot tell, and all others say what they said',
  async (gone) => {
    const whole = await scanHolding(documentedPermissions());
    const lacking = await scanHolding(documentedPermissions().filter((permission) => permission !== gone));
    const before = outcomesOf(whole);
    const changed = [...outcomesOf(lacking)].filter(([id, outcomes]) => outcomes !== before.get(id));

    expect(changed).not.toEqual([]);
    expect(changed.map(([id]) => id).filter((id) => !controlsThatNeed(gone).includes(id))).toEqual([]);
    expect(changed.filter(([, outcomes]) => !/error|notApplicable/.test(outcomes))).toEqual([]);
    expect(changed.filter(([, outcomes]) => outcomes.includes('fail'))).toEqual([]);
    expect(lacking.verdict).toBe('incomplete');
  },
);

test.each(documentedPermissions())('without %s each read that is refused names it', async (gone) => {
  const { coverage } = await scanHolding(documentedPermissions().filter((permission) => permission !== gone));
  const unread = coverage.reads.filter(({ status }) => status !== 'known');
  expect(unread).not.toEqual([]);
  const named = new RegExp(`(: | or )${gone.replaceAll('.', '\\.')}( or \\S+)? is not granted`);
  expect(unread.filter(({ status, detail }) => status !== 'forbidden' || !named.test(detail))).toEqual([]);
});
