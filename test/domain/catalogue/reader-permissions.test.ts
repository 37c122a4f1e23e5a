import { describe, expect, test } from '@jest/globals';
import { permissionTableOf, undescribedPermissions } from '../../../src/domain/catalogue/reader-permissions.js';
import { aControl } from './a-control.js';

const controls = [
  aControl({ id: 'BG-ACC-01', permissions: ['User.Read.All'] }),
  aControl({ id: 'BG-ACC-02', permissions: ['User.Read.All'] }),
  aControl({ id: 'BG-CA-01', permissions: ['Policy.Read.All', 'User.Read.All'] }),
];

function rowOf(permission: string): string | undefined {
  return permissionTableOf(controls)
    .split('\n')
    .find((line) => line.startsWith(`| \`${permission}\` |`));
}

describe('the table of the permissions', () => {
  test('names the controls that need one, by family', () => {
    expect(rowOf('User.Read.All')).toMatch(/\| BG-ACC-01\/02, BG-CA-01 \|$/);
    expect(rowOf('Policy.Read.All')).toMatch(/\| BG-CA-01 \|$/);
  });

  test('lacks one that no control needs', () => {
    expect(rowOf('Domain.Read.All')).toBeUndefined();
  });

  test('lacks words for a permission that is new', () => {
    expect(undescribedPermissions(controls)).toEqual([]);
    expect(undescribedPermissions([aControl({ permissions: ['User.Read.All', 'Mail.Read'] })])).toEqual(['Mail.Read']);
  });
});
