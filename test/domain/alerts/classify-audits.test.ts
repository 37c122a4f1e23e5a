import { describe, expect, test } from '@jest/globals';
import type { DirectoryAudit } from '../../../src/domain/alerts/alert.js';
import { classifyAudits } from '../../../src/domain/alerts/classify-audits.js';
import {
  ADMIN,
  audit,
  EXCLUSIONS,
  NORTH,
  OTHER_UNIT,
  POLICY,
  SOMEBODY,
  SOUTH,
  STAFF,
  target,
  UNIT,
  WATCHED,
} from './a-record.js';

function told(record: DirectoryAudit) {
  return classifyAudits([record], WATCHED).map(({ kind, severity, subject }) => [kind, severity, subject.id]);
}

describe('a record about an emergency account', () => {
  test.each([
    ['Disable account', 'E4', 'critical'],
    ['Enable account', 'E4', 'high'],
    ['Delete user', 'E5', 'critical'],
    ['Hard Delete user', 'E5', 'critical'],
    ['Restore user', 'E5', 'critical'],
    ['Reset password', 'E6', 'critical'],
    ['Change user password', 'E6', 'critical'],
    ['Set force change user password', 'E6', 'critical'],
    ['Admin started password reset', 'E6', 'critical'],
    ['Update PasswordProfile', 'E6', 'critical'],
    ['Admin registered security info', 'E7', 'critical'],
    ['User deleted security info', 'E7', 'critical'],
    ['User changed default security info', 'E7', 'critical'],
    ['Add FIDO2 security key', 'E7', 'critical'],
    ['Delete FIDO2 security key(s)', 'E7', 'critical'],
    ['Disable Strong Authentication', 'E7', 'critical'],
    ['Add Passwordless phone sign-in credential', 'E7', 'critical'],
    ['Update user', 'E8', 'high'],
    ['Change user license', 'E8', 'high'],
    ['Add member to role', 'E9', 'critical'],
    ['Remove member from role', 'E9', 'critical'],
    ['Add eligible member to role in PIM completed (permanent)', 'E9', 'critical'],
    ['Remove eligible member from role', 'E9', 'critical'],
    ['Add role assignment to role definition', 'E9', 'critical'],
    ['Add member to group', 'E10', 'high'],
    ['Remove member from restricted management administrative unit', 'E15', 'high'],
    ['Apply decision', 'E16', 'high'],
    ['Auto apply review', 'E16', 'high'],
    ['Dismiss user risk', 'E17', 'high'],
    ['Update StsRefreshTokenValidFrom Timestamp', 'E18', 'high'],
    ['Something that Entra invents tomorrow', 'E8', 'info'],
    ['Add app role assignment grant to user', 'E8', 'info'],
  ])('"%s" is %s and %s; about somebody else it is nothing', (name, kind, severity) => {
    expect(told(audit(name, [target(NORTH)]))).toEqual([[kind, severity, NORTH]]);
    expect(told(audit(name, [target(SOMEBODY)]))).toEqual([]);
  });

  test.each(['add member to role', ' Add member to role. ', 'ADD MEMBER TO ROLE'])(
    'is recognised however "%s" is written',
    (name) => {
      expect(told(audit(name, [target(NORTH)]))).toEqual([['E9', 'critical', NORTH]]);
    },
  );

  test('counts at whatever place and in whatever case the ID stands', () => {
    const role = target('role-1', 'Role');
    expect(told(audit('Add member to role', [role, target(NORTH.toUpperCase())]))).toEqual([['E9', 'critical', NORTH]]);
  });

  test('is told for each account that it names', () => {
    expect(told(audit('Delete user', [target(NORTH), target(SOUTH)])).map(([, , id]) => id)).toEqual([NORTH, SOUTH]);
  });

  test('about an attempt that failed is a step less severe', () => {
    const targets = [target(NORTH)];
    expect(told(audit('Reset password', targets, { result: 'failure' }))).toEqual([['E6', 'high', NORTH]]);
    expect(told(audit('Reset password', targets, { result: 'timeout' }))).toEqual([['E6', 'critical', NORTH]]);
  });
});

describe('what an emergency account does', () => {
  test.each(['success', 'failure'])('is critical, whatever it is and also as a %s', (result) => {
    const targets = [target(SOMEBODY)];
    expect(told(audit('Update user', targets, { by: NORTH, result }))).toEqual([['E3', 'critical', NORTH]]);
    expect(told(audit('Update user', targets, { by: ADMIN, result }))).toEqual([]);
  });

  test('to itself is told once', () => {
    const targets = [target(NORTH)];
    expect(told(audit('User registered security info', targets, { by: NORTH }))).toEqual([['E3', 'critical', NORTH]]);
  });

  test('to another watched object is told of both', () => {
    expect(told(audit('Reset password', [target(SOUTH)], { by: NORTH }))).toEqual([
      ['E3', 'critical', NORTH],
      ['E6', 'critical', SOUTH],
    ]);
    expect(told(audit('Update group', [target(EXCLUSIONS, 'Group')], { by: NORTH }))).toEqual([
      ['E3', 'critical', NORTH],
      ['E10', 'critical', EXCLUSIONS],
    ]);
  });
});

describe('a record about a watched group', () => {
  test.each([
    ['Add member to group', 'E10', 'critical'],
    ['Remove member from group', 'E10', 'critical'],
    ['Add owner to group', 'E10', 'critical'],
    ['Remove owner from group', 'E10', 'critical'],
    ['Update group', 'E10', 'critical'],
    ['Delete group', 'E10', 'critical'],
    ['Add member to role', 'E9', 'critical'],
    ['Add member to administrative unit', 'E15', 'high'],
    ['Set group license', 'E10', 'info'],
  ])('"%s" is %s and %s; about another group it is nothing', (name, kind, severity) => {
    expect(told(audit(name, [target(SOMEBODY), target(EXCLUSIONS, 'Group')]))).toEqual([[kind, severity, EXCLUSIONS]]);
    expect(told(audit(name, [target(SOMEBODY), target(STAFF, 'Group')]))).toEqual([]);
  });

  test('and an account is told once, of the group', () => {
    const targets = [target(NORTH), target(EXCLUSIONS, 'Group')];
    expect(told(audit('Remove member from group', targets))).toEqual([['E10', 'critical', EXCLUSIONS]]);
  });

  test('does not hide what it says about an account', () => {
    const targets = [target(NORTH), target(EXCLUSIONS, 'Group')];
    expect(told(audit('Reset password', targets))).toEqual([
      ['E6', 'critical', NORTH],
      ['E10', 'info', EXCLUSIONS],
    ]);
  });

  test.each([
    ['oldValue', 'newValue'],
    ['newValue', 'oldValue'],
  ])('counts where only %s of a property names the group', (named, empty) => {
    const naming = (id: string) => ({ displayName: 'Group.ObjectID', [named]: `"${id}"`, [empty]: null });
    const targets = (id: string) => [target(SOMEBODY, 'User', { modifiedProperties: [naming(id) as never] })];
    expect(told(audit('Remove member from group', targets(EXCLUSIONS)))).toEqual([['E10', 'critical', EXCLUSIONS]]);
    expect(told(audit('Remove member from group', targets(STAFF)))).toEqual([]);
  });
});

describe('a record about a watched administrative unit', () => {
  test.each([
    ['Delete administrative unit', 'high'],
    ['Add member to restricted management administrative unit', 'high'],
    ['Add member to role scoped over Restricted Management Administrative Unit', 'high'],
    ['Update administrative unit', 'info'],
  ])('"%s" is E15 and %s; about another unit it is nothing', (name, severity) => {
    expect(told(audit(name, [target(UNIT, 'AdministrativeUnit')]))).toEqual([['E15', severity, UNIT]]);
    expect(told(audit(name, [target(OTHER_UNIT, 'AdministrativeUnit')]))).toEqual([]);
  });

  test('and an account is told once, of the account', () => {
    const targets = [target(NORTH), target(UNIT, 'AdministrativeUnit')];
    const name = 'Remove member from restricted management administrative unit';
    expect(told(audit(name, targets))).toEqual([['E15', 'high', NORTH]]);
  });
});

describe('a record about the tenant’s own settings', () => {
  test.each([
    ['Add Conditional Access policy', 'E11', 'info', 'Add Conditional Access template'],
    ['Update conditional access policy', 'E11', 'info', 'Update authorization policy'],
    ['Delete Conditional Access policy', 'E11', 'info', 'Delete policy'],
    ['Authentication Strength Policy Update', 'E12', 'high', 'Authentication Context Update'],
    ['Authentication Strength Combination Configuration Update', 'E12', 'high', 'Authentication Context Update'],
    ['Authentication Strength Policy Delete', 'E12', 'high', 'Authentication Context Delete'],
    ['Authentication Methods Policy Update', 'E12', 'high', 'Update policy'],
    ['Update security defaults', 'E13', 'high', 'Update company settings'],
    ['Set domain authentication', 'E14', 'critical', 'Verify domain'],
    ['Set federation settings on domain', 'E14', 'critical', 'Update domain'],
    ['Set DirSyncEnabled flag', 'E14', 'critical', 'Set DirSync feature'],
    ['Set password policy', 'E14', 'critical', 'Set Company Information'],
    ['Add named location', 'E19', 'medium', 'Add location'],
    ['Delete named location', 'E19', 'medium', 'Delete location'],
    ['Add app role assignment to service principal', 'E22', 'medium', 'Add service principal'],
    ['Consent to application', 'E22', 'medium', 'Add application'],
  ])('"%s" is %s and %s; "%s" is nothing', (name, kind, severity, other) => {
    expect(told(audit(name, [target(POLICY, 'Policy')]))).toEqual([[kind, severity, POLICY]]);
    expect(told(audit(other, [target(POLICY, 'Policy')]))).toEqual([]);
  });

  test('counts also where its name ends with a full stop', () => {
    expect(told(audit('Consent to application.', [target(POLICY)]))).toEqual([['E22', 'medium', POLICY]]);
    expect(told(audit('Consent to application refused', [target(POLICY)]))).toEqual([]);
  });

  test('counts also where the log names no object', () => {
    expect(told(audit('Set DirSyncEnabled flag', []))).toEqual([['E14', 'critical', 'audit-1']]);
    expect(told(audit('Set domain authentication', [target(null, 'Domain')]))).toEqual([
      ['E14', 'critical', 'audit-1'],
    ]);
  });

  test.each([
    ['AppRole.Value', '"RoleManagement.ReadWrite.Directory"', 1],
    ['AppRole.Value', '"Policy.ReadWrite.ConditionalAccess"', 1],
    ['AppRole.Value', '"User.EnableDisableAccount.All"', 1],
    ['AppRole.Value', '"Mail.ReadWrite"', 0],
    ['AppRole.Value', '"User.Read.All"', 0],
    ['ConsentAction.Permissions', '[] => [[Scope: User.Read GroupMember.ReadWrite.All]]', 1],
    ['ConsentAction.Permissions', '[] => [[Scope: User.Read offline_access]]', 0],
    ['ServicePrincipal.DisplayName', '"Mail.Read"', 1],
    ['AppRole.Value', null, 1],
  ])('a grant that says %s %s is told %i times', (displayName, newValue, times) => {
    const modifiedProperties = [{ displayName, oldValue: null, newValue }];
    const name = 'Add app role assignment to service principal';
    expect(told(audit(name, [target(POLICY, 'ServicePrincipal', { modifiedProperties })]))).toHaveLength(times);
  });
});

describe('an event of the audit log', () => {
  test('says what happened, when, by whom and from where', () => {
    const [event] = classifyAudits([audit('Disable account', [target(NORTH)])], WATCHED);
    expect(event).toMatchObject({
      sourceId: 'audit-1',
      at: '2026-11-23T09:00:00.000Z',
      subject: { type: 'account', id: NORTH, name: 'north@contoso.com' },
      summary:
        'Emergency account "north@contoso.com" was disabled: "Disable account" by riley@contoso.com. If nobody planned this, treat it as an attack.',
      actor: { objectId: ADMIN },
      drillId: null,
    });
    expect(event?.facts).toEqual([
      { label: 'Who', value: 'riley@contoso.com' },
      { label: 'When', value: '2026-11-23T09:00:00.000Z' },
      { label: 'What', value: 'Disable account' },
      { label: 'On', value: 'User object' },
      { label: 'Application', value: 'not in the log' },
      { label: 'IP address', value: '192.0.2.10' },
      { label: 'Result', value: 'success' },
      { label: 'Correlation ID', value: 'correlation-1' },
    ]);
  });

  test('about a failed attempt says so', () => {
    const record = audit('Reset password', [target(NORTH)], { result: 'failure' });
    expect(classifyAudits([record], WATCHED)[0]?.summary).toBe(
      '"Reset password" was tried on emergency account "north@contoso.com" by riley@contoso.com and failed. If nobody planned this, treat it as an attack.',
    );
  });

  test('stands once for each record, also when a record comes twice: the workflow knows what was told', () => {
    const record = audit('Disable account', [target(NORTH)]);
    expect(classifyAudits([record, record], WATCHED)).toHaveLength(2);
  });
});
