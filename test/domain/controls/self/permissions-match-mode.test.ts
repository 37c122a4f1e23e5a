import { describe, expect, test } from '@jest/globals';
import { DEFAULT_SETTINGS } from '../../../../src/domain/controls/control.js';
import { permissionsMatchMode } from '../../../../src/domain/controls/self/permissions-match-mode.js';
import type { PermissionGrant } from '../../../../src/domain/tenant/governance.js';
import type { TenantSnapshot } from '../../../../src/domain/tenant/snapshot.js';
import { aSnapshot, CUSTODIAN, outcomesFor, read, STRANGER, summaryOf, TENANT, UNREAD } from '../../a-snapshot.js';

const READER = '44444444-4444-4444-8444-444444444444';
const REMEDIATOR = CUSTODIAN;
const READS = ['Policy.Read.All', 'User.ReadBasic.All', 'UserAuthMethod-Passkey.Read.All', 'Member.Read.Hidden'];
const WRITES = [
  'Policy.Read.All',
  'Policy.ReadWrite.ConditionalAccess',
  'GroupMember.ReadWrite.All',
  'AuditLog.Read.All',
];

const grants = (principalId: string, names: readonly string[]): readonly PermissionGrant[] =>
  names.map((permission) => ({ principalId, principalName: principalId === STRANGER ? 'Backup' : null, permission }));

function permissions(
  { reader, remediator }: { readonly reader?: readonly string[]; readonly remediator?: readonly string[] },
  ...others: readonly string[]
): Partial<TenantSnapshot> {
  return {
    applicationPermissions: read({
      readerPrincipalId: reader === undefined ? null : READER,
      remediatorPrincipalId: remediator === undefined ? null : REMEDIATOR,
      grants: [...grants(READER, reader ?? []), ...grants(REMEDIATOR, remediator ?? []), ...grants(STRANGER, others)],
    }),
  };
}

const ROLE_ID = '9a5d68dd-52b0-4cc2-bd40-abcf44ac3a30';
const both = { reader: READS, remediator: WRITES };

describe('BG-SELF-01', () => {
  test.each<[string, Partial<TenantSnapshot>, readonly string[]]>([
    ['no identity of its own', permissions({}), ['notApplicable']],
    ['a reader that reads', permissions({ reader: READS }), ['pass']],
    [
      'a reader that can also write',
      permissions({ reader: [...READS, 'Policy.ReadWrite.ConditionalAccess'] }),
      ['fail'],
    ],
    [
      'a reader that can disable accounts',
      permissions({ reader: [...READS, 'User.EnableDisableAccount.All'] }),
      ['fail'],
    ],
    ['a reader with a permission that Graph does not name', permissions({ reader: [ROLE_ID] }), ['error']],
    [
      'a reader that writes and has an unnamed permission',
      permissions({ reader: ['User.ReadWrite.All', ROLE_ID] }),
      ['fail', 'error'],
    ],
    ['a reader and a remediator as they should be', permissions(both), ['pass']],
    [
      'a remediator with more to read',
      permissions({ ...both, remediator: [...WRITES, 'User.ReadBasic.All'] }),
      ['pass'],
    ],
    [
      'a remediator with more to write',
      permissions({ ...both, remediator: [...WRITES, 'RoleManagement.ReadWrite.Directory'] }),
      ['fail'],
    ],
    ['a remediator that lacks what it needs', permissions({ ...both, remediator: WRITES.slice(1) }), ['fail']],
    ['a remediator alone', permissions({ remediator: WRITES }), ['pass']],
    ['another application that could break the accounts', permissions(both, 'User.DeleteRestore.All'), ['pass']],
    ['unread permissions', { applicationPermissions: UNREAD }, ['error']],
  ])('%s', (_, overrides, outcomes) => {
    expect(outcomesFor(permissionsMatchMode, TENANT, aSnapshot(overrides))).toEqual(outcomes);
  });

  test('one identity for both fails, because it can write all the time', () => {
    const applicationPermissions = read({
      readerPrincipalId: READER,
      remediatorPrincipalId: READER,
      grants: grants(READER, WRITES),
    });
    expect(outcomesFor(permissionsMatchMode, TENANT, aSnapshot({ applicationPermissions }))).toEqual(['fail']);
  });

  test('other applications are listed for information, with and without an identity of its own', () => {
    for (const own of [both, {}]) {
      const snapshot = aSnapshot(permissions(own, 'User.DeleteRestore.All'));
      const [judgement] = permissionsMatchMode.evaluate(snapshot, DEFAULT_SETTINGS);
      expect(judgement?.summary).toContain('1 other application holds permissions');
      expect(judgement?.evidence.map(({ actual }) => actual)).toContain('Backup: User.DeleteRestore.All');
    }
  });

  test('says why nothing is judged, and which permission is too much', () => {
    expect(summaryOf(permissionsMatchMode, TENANT, 'notApplicable', aSnapshot(permissions({})))).toContain(
      'none is configured, or it is signed in as a person',
    );
    const tooMuch = aSnapshot(permissions({ reader: ['User.ReadWrite.All'] }));
    expect(summaryOf(permissionsMatchMode, TENANT, 'fail', tooMuch)).toContain('"User.ReadWrite.All"');
  });
});
