import { expect, test } from '@jest/globals';
import fc from 'fast-check';
import { compare } from '../../../src/domain/drift/compare.js';
import { digestOfDrifts } from '../../../src/domain/drift/cases.js';
import { sealSnapshot } from '../../../src/domain/tenant/canonical.js';
import type { TenantSnapshot } from '../../../src/domain/tenant/snapshot.js';
import { aSnapshot, READ_AT, read } from '../a-snapshot.js';
import { arbitrarySnapshot, shuffled } from '../arbitrary-snapshot.js';
import { aFullSnapshot } from './a-full-snapshot.js';
import { driftTo, viewOf, withPolicy } from './a-view.js';

const RUNS = { numRuns: 1_000 };

/** A random tenant with every reading that a snapshot has. */
const arbitraryTenant: fc.Arbitrary<TenantSnapshot> = arbitrarySnapshot.map((random) => ({
  ...aSnapshot(),
  ...random,
  accounts: random.accounts.map((account) => ({ ...account, deletedItem: read(null) })),
}));

/** `snapshot` as another scan would have read it: another time in every place that holds one. */
function readLater(snapshot: TenantSnapshot): TenantSnapshot {
  return JSON.parse(JSON.stringify(snapshot).replaceAll(READ_AT, '2026-03-02T08:00:00.000Z')) as TenantSnapshot;
}

test('the same tenant in any order of lists and keys, read at another time, has no drift', () => {
  fc.assert(
    fc.property(arbitraryTenant, fc.nat(), (snapshot, seed) => {
      const accepted = viewOf(sealSnapshot(snapshot));
      const present = viewOf(sealSnapshot(shuffled(readLater(snapshot), seed)));

      expect(compare(accepted, present)).toEqual([]);
    }),
    RUNS,
  );
});

test('the same tenant has no drift even when a snapshot was not put in canonical order', () => {
  fc.assert(
    fc.property(arbitraryTenant, fc.nat(), (snapshot, seed) => {
      const findings = viewOf(sealSnapshot(snapshot)).findings;

      expect(compare({ snapshot, findings }, { snapshot: shuffled(snapshot, seed), findings })).toEqual([]);
    }),
    { numRuns: 200 },
  );
});

test('the drift of two tenants says the same in whatever order they are read', () => {
  fc.assert(
    fc.property(arbitraryTenant, arbitraryTenant, fc.nat(), (one, other, seed) => {
      const accepted = viewOf(sealSnapshot(one));
      const asRead = compare(accepted, viewOf(sealSnapshot(other)));
      const inAnotherOrder = compare(accepted, viewOf(sealSnapshot(shuffled(other, seed))));

      expect(digestOfDrifts(inAnotherOrder)).toBe(digestOfDrifts(asRead));
    }),
    { numRuns: 100 },
  );
});

test('a stamp that every edit changes is no drift by itself', () => {
  expect(driftTo(withPolicy({ modifiedDateTime: '2026-03-01T09:00:00Z' }))).toEqual([]);
});

test('the same edit with a changed name is drift', () => {
  expect(driftTo(withPolicy({ modifiedDateTime: '2026-03-01T09:00:00Z', displayName: 'MFA' }))).toHaveLength(1);
});

type Path = readonly (string | number)[];

/** Every place in `value` that holds a string, number or boolean. */
function leavesOf(value: unknown, path: Path = []): readonly Path[] {
  if (value === null || typeof value !== 'object') return value === null ? [] : [path];
  return Object.entries(value).flatMap(([key, part]) => leavesOf(part, [...path, key]));
}

function replaced(value: unknown, [key, ...rest]: Path): unknown {
  if (key === undefined) return typeof value === 'boolean' ? !value : `${String(value)}0`;
  if (Array.isArray(value))
    return value.map((part: unknown, index) => (String(index) === key ? replaced(part, rest) : part));
  const fields = value as Readonly<Record<string, unknown>>;
  return { ...fields, [key]: replaced(fields[key], rest) };
}

/** Not content, names of others' objects that only accompany an ID, or what no verdict rests on. */
const SILENT = [
  /^(schema|tenantId|takenAt)$/,
  /(^|\.)(readAt|known)$/,
  /^roleReview\./,
  /^organization\.value\.id$/,
  /^accounts\.\d+\.memberships\.value\.groups\.\d+\.(displayName|isAssignableToRole)$/,
  /^exclusionGroups\.\d+\.(members|transitiveMembers|owners)\.value\.\d+\.name$/,
  // Told by the ID under which the object was asked for.
  /^(accounts\.\d+\.user|(exclusion|designated)Groups\.\d+\.group|administrativeUnits\.\d+\.unit)\.value\.id$/,
  // The lists of what is asked for follow from accounts and policies, which tell their own drift.
  /^(emergencyAccounts\.\d+\.objectId|administrativeUnits\.\d+\.id|groups\.\d+\.id|references\.value\.\d+\.(id|kind))$/,
  // Which groups and domains are asked for follows from the holders of the role and the list of domains.
  /^roleGroups\.\d+\.(id|group\.value\.id)$/,
  /^federationConfigurations\.\d+\.domainId$/,
  // Names of others' objects, and what kind an object is, which it stays.
  /^accounts\.\d+\.manager\.value\.displayName$/,
  /^roleHolders\.value\.\d+\.(kind|name)$/,
  /^roleGroups\.\d+\.transitiveMembers\.value\.\d+\.name$/,
  /^designatedGroups\.\d+\.members\.value\.\d+\.name$/,
  /^roleActivationPolicies\.value\.\d+\.approvers\.\d+\.name$/,
  /^applicationPermissions\.value\.grants\.\d+\.principalName$/,
  // The report repeats, a day late, what the accounts' own lists say; who is in it follows from the roles.
  /^registrationDetails\.value\.\d+\.(id|userPrincipalName|isMfaCapable|lastUpdatedDateTime)$/,
  // Of another administrator nothing is kept but what all of them have in common, which BG-AUTH-03 tells by its finding.
  /^registrationDetails\.value\.2\.(isSsprRegistered|methodsRegistered\.\d+)$/,
  // A stamp that moves while the state does not.
  /^riskyUsers\.value\.\d+\.riskLastUpdatedDateTime$/,
  // A review runs its course by itself, and what it can take away is judged by BG-GOV-01.
  /^accessReviews\.value\.\d+\.status$/,
  // What If answers follow from policies and memberships, which tell their own drift; BG-CA-03 judges a disagreement.
  /^accounts\.\d+\.whatIf\./,
  // A use is told by an alert, and judged by BG-DRILL-01.
  /^accounts\.\d+\.signInActivity\./,
  // v1.0 says all there is to say about a policy that is on both lists.
  /^betaPolicies\.value\.\d+\.(displayName|state)$/,
];

/** The tenant in which everything passes, and one with a member in every list. */
const TENANTS = [aSnapshot(), aFullSnapshot()];
const telling = TENANTS.flatMap((snapshot) =>
  leavesOf(snapshot)
    .filter((path) => !SILENT.some((silent) => silent.test(path.join('.'))))
    .map((path) => [path.join('.'), path, snapshot] as const),
);

test.each(telling)('a change of %s is drift', (_name, path, snapshot) => {
  const findings = viewOf(snapshot).findings;
  const changed = replaced(snapshot, path) as TenantSnapshot;

  expect(compare({ snapshot, findings }, { snapshot: changed, findings })).not.toEqual([]);
});
