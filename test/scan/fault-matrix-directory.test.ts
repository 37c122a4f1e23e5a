import { expect, test } from '@jest/globals';
import { compliantTenant, EMERGENCY_GROUP } from '../../src/sandbox/seed/compliant-tenant.js';
import { foundation } from '../../src/sandbox/seed/foundation.js';
import { describeFaults, type ReadUnderTest, type TenantUnderTest } from './describe-faults.js';
import { scanOf } from './faulty-scan.js';

/** The fault matrix of what is read of the directory: the tenant, its accounts, and what they belong to. */

const EVERY_ACCOUNT_CONTROL = [
  ...['BG-INV-01', 'BG-INV-02', 'BG-INV-03'],
  ...['BG-ACC-01', 'BG-ACC-02', 'BG-ACC-03', 'BG-ACC-04', 'BG-ACC-05', 'BG-ACC-06', 'BG-ACC-07', 'BG-ACC-08'],
  ...['BG-ROLE-01', 'BG-ROLE-02'],
  ...['BG-AUTH-01', 'BG-AUTH-02', 'BG-AUTH-03 account', 'BG-AUTH-04', 'BG-AUTH-05', 'BG-AUTH-06', 'BG-AUTH-07'],
  ...['BG-CA-01', 'BG-CA-02', 'BG-CA-03', 'BG-CA-04', 'BG-CA-05', 'BG-CA-07', 'BG-CA-11'],
  ...['BG-TEN-02 account', 'BG-PROT-01', 'BG-RISK-01', 'BG-DRILL-01'],
];
const EVERY_GROUP_CONTROL = ['BG-CA-09', 'BG-CA-10'];

/** Its emergency accounts have names that could be somebody's. */
const WITH_NAMES: TenantUnderTest = {
  name: 'with named accounts',
  build: () => {
    const state = compliantTenant();
    for (const user of state.users.filter(({ id }) => state.emergencyAccountIds.includes(id))) {
      Object.assign(user, { givenName: 'Vault', surname: user.id });
    }
    return state;
  },
  warnings: [],
};

/** A domain of it is federated, which is never more than a warning. */
const WITH_FEDERATION: TenantUnderTest = {
  name: 'with a federated domain',
  build: () => {
    const { domains, federationConfigurations } = foundation('Contoso');
    return { ...compliantTenant(), domains, federationConfigurations };
  },
  warnings: ['BG-TEN-03'],
};

const NAMESAKES = /\/v1\.0\/users\?\$filter=givenName/;
const excludedGroup = (rest: string) => new RegExp(`/groups/${EMERGENCY_GROUP.id}${rest}`);

const READS: readonly ReadUnderTest[] = [
  { read: 'organization', match: /\/v1\.0\/organization/, controls: ['BG-MON-02'] },
  { read: 'domains', match: /\/v1\.0\/domains\?/, controls: ['BG-ACC-03', 'BG-ACC-07', 'BG-TEN-03'] },
  {
    read: 'federation settings',
    match: /\/federationConfiguration/,
    controls: ['BG-TEN-03'],
    tenant: WITH_FEDERATION,
  },
  {
    read: 'users',
    match: /\/users\/[0-9a-f-]{36}\?/,
    isOfOneObject: true,
    controls: EVERY_ACCOUNT_CONTROL,
  },
  // Of an account that was read nobody needs to know whether it is deleted, too.
  { read: 'deleted items', match: /\/directory\/deletedItems\//, isOfOneObject: true, controls: [] },
  {
    read: 'memberships',
    match: /\/transitiveMemberOf/,
    controls: ['BG-CA-01', 'BG-CA-02', 'BG-CA-03', 'BG-CA-04', 'BG-CA-07', 'BG-PROT-01'],
  },
  {
    read: 'managers',
    match: /\/users\/[0-9a-f-]{36}\/manager\?/,
    isOfOneObject: true,
    controls: ['BG-ACC-05'],
  },
  { read: 'namesakes', match: NAMESAKES, controls: ['BG-ACC-05'], tenant: WITH_NAMES },
  { read: 'exclusion group', match: excludedGroup('\\?'), isOfOneObject: true, controls: EVERY_GROUP_CONTROL },
  { read: 'members of the exclusion group', match: excludedGroup('/members'), controls: EVERY_GROUP_CONTROL },
  {
    read: 'everybody in the exclusion group, which is the dedicated one',
    match: excludedGroup('/transitiveMembers'),
    controls: ['BG-CA-01', 'BG-CA-04', 'BG-CA-05', ...EVERY_GROUP_CONTROL],
  },
  { read: 'owners of the exclusion group', match: excludedGroup('/owners'), controls: ['BG-CA-09'] },
  {
    read: 'administrative unit',
    match: /\/administrativeUnits\/[0-9a-f-]{36}\?/,
    isOfOneObject: true,
    controls: ['BG-PROT-01'],
  },
  { read: 'administrators of the unit', match: /\/scopedRoleMembers/, controls: ['BG-PROT-01'] },
];

describeFaults(READS);

test('without a fault it is known that nobody has the names of an account, and each account is asked about', async () => {
  const { judged, asked } = await scanOf(WITH_NAMES.build());
  expect(asked.filter((path) => NAMESAKES.test(path))).toHaveLength(2);
  const rows = judged.coverage.reads.filter(({ resource }) => resource.startsWith('users with the names of '));
  expect(rows.map(({ status }) => status)).toEqual(['known', 'known']);
});
