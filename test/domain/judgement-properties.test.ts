import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { DEFAULT_SETTINGS, type Finding, type ScanSettings } from '../../src/domain/controls/control.js';
import { evaluateControls, verdictOf } from '../../src/domain/controls/evaluate.js';
import { judgeSnapshot } from '../../src/domain/report/judge-snapshot.js';
import { sealSnapshot } from '../../src/domain/tenant/canonical.js';
import type { AccessReview } from '../../src/domain/tenant/governance.js';
import type { UnknownReason } from '../../src/domain/tenant/observed.js';
import {
  aPolicy,
  aSnapshot,
  anAccount,
  BASE_POLICIES,
  EXCLUSION_GROUP,
  FIRST,
  GLOBAL_ADMINISTRATOR,
  grant,
  OTHER_GROUP,
  policiesOf,
  read,
  SECOND,
  STRANGER,
  someMemberships,
  someUsers,
  TENANT,
  UNIT,
} from './a-snapshot.js';
import { arbitraryDamage, arbitrarySnapshot, shuffled, withoutReadings } from './arbitrary-snapshot.js';

/** Random tenants for a property. */
const RUNS = { numRuns: 1_000 };
/** The promise that matters most is tried on as many tenants as one likes. */
const JUDGED = { numRuns: Number(process.env['JUDGED_TENANTS'] ?? 1_000) };

const arbitrarySettings: fc.Arbitrary<ScanSettings> = fc.record({
  caExclusion: fc.constantFrom('strict', 'effective'),
  requireDedicatedPolicy: fc.boolean(),
  maxAccounts: fc.constant(DEFAULT_SETTINGS.maxAccounts),
  personalSignals: fc.constantFrom('warn', 'ignore'),
  allowManager: fc.boolean(),
  licence: fc.constantFrom('none', 'any', 'requireP2'),
  globalAdministrators: fc.constant(DEFAULT_SETTINGS.globalAdministrators),
  allowedMethods: fc.subarray(['phone', 'softwareOath']),
  passwordMaxAgeDays: fc.constantFrom(null, 90),
  drillMaxAgeDays: fc.constantFrom(90, 365),
  shadowExclusionPercent: fc.constantFrom(50, 100),
  declaredExclusions: fc.subarray([STRANGER]),
});

const settingsAndDamagedPair = fc.tuple(arbitrarySnapshot, arbitrarySettings).chain(([whole, settings]) =>
  arbitraryDamage(whole).map((lost) => ({
    settings,
    whole: sealSnapshot(whole),
    damaged: sealSnapshot(withoutReadings(whole, lost)),
  })),
);

function keysOf(findings: readonly Finding[], outcome: Finding['outcome']): ReadonlySet<string> {
  return new Set(
    findings
      .filter((finding) => finding.outcome === outcome)
      .map(({ controlId, subject }) => `${controlId} ${subject.type} ${subject.id}`),
  );
}

test('the order in which Graph answers changes neither verdict, nor findings, nor matrix, nor digest', () => {
  fc.assert(
    fc.property(arbitrarySnapshot, arbitrarySettings, fc.nat(), (snapshot, settings, seed) => {
      const asRead = judgeSnapshot(sealSnapshot(snapshot), settings);
      const inAnotherOrder = judgeSnapshot(sealSnapshot(shuffled(snapshot, seed)), settings);

      expect(JSON.stringify(inAnotherOrder)).toBe(JSON.stringify(asRead));
    }),
    RUNS,
  );
});

test('a reading that fails never turns a fail into a pass, and no damage, however great, makes a control throw', () => {
  fc.assert(
    fc.property(settingsAndDamagedPair, ({ settings, whole, damaged }) => {
      const failed = keysOf(evaluateControls(whole, settings), 'fail');
      const passed = keysOf(evaluateControls(damaged, settings), 'pass');

      expect([...passed].filter((key) => failed.has(key))).toEqual([]);
    }),
    JUDGED,
  );
});

describe('in a compliant tenant', () => {
  const memberships = read(
    someMemberships({
      groups: [EXCLUSION_GROUP, OTHER_GROUP].map((id) => ({ id, displayName: null, isAssignableToRole: true })),
    }),
  );
  // A block, so that whom it reaches matters even to an account whose key answers every other policy.
  const managed = aPolicy({
    id: 'managed',
    displayName: 'Microsoft-managed: Block',
    templateId: STRANGER,
    grantControls: grant({ builtInControls: ['block'] }),
  });
  const review: AccessReview = {
    id: 'review',
    displayName: 'Administrators, quarterly',
    status: 'InProgress',
    scopeQueries: [`/rolemanagement/directory/roledefinitions/${GLOBAL_ADMINISTRATOR}`],
    autoApplyDecisionsEnabled: true,
    defaultDecisionEnabled: true,
    defaultDecision: 'None',
  };
  const dedicated = aPolicy({ id: 'dedicated', users: someUsers({ includeGroups: [OTHER_GROUP] }) });
  const compliant = aSnapshot({
    ...policiesOf(...BASE_POLICIES, managed, dedicated),
    accessReviews: read([review]),
    applicationPermissions: read({
      readerPrincipalId: STRANGER,
      remediatorPrincipalId: null,
      grants: [{ principalId: STRANGER, principalName: 'Glasswatch', permission: 'Policy.Read.All' }],
    }),
    accounts: [anAccount(FIRST, { memberships }), anAccount(SECOND, { memberships })],
    groups: [{ id: OTHER_GROUP, transitiveMemberIds: read([FIRST, SECOND]) }],
    references: read(
      [EXCLUSION_GROUP, OTHER_GROUP].map((id) => ({ id, state: 'exists', kind: 'group', displayName: null })),
    ),
  });
  const GROUP = `${OTHER_GROUP}.transitiveMemberIds`;
  const POLICIES = ['policies', 'betaPolicies'];
  const of = (id: string, ...names: readonly string[]) => names.map((name) => `${id}.${name}`);
  const bothOf = (...names: readonly string[]) => [...of(FIRST, ...names), ...of(SECOND, ...names)];
  const ALL_OF_ACCOUNT = ['user', 'memberships', 'authenticationMethods'];
  const MEMBERS = of(EXCLUSION_GROUP, 'group', 'members', 'transitiveMembers');
  const OWNERS = of(EXCLUSION_GROUP, 'owners');
  const UNIT_READINGS = of(UNIT, 'unit', 'scopedRoleMemberIds');

  /** The readings without which `finding` may not be a pass. Role assignments and eligibilities only confirm. */
  function needsOf({ controlId, subject: { id } }: Finding): readonly string[] {
    switch (controlId) {
      case 'BG-INV-01':
      case 'BG-INV-02':
        return bothOf('user');
      case 'BG-INV-03':
        return bothOf('user', 'authenticationMethods');
      case 'BG-ACC-01':
      case 'BG-ACC-02':
      case 'BG-ACC-04':
      case 'BG-ACC-06':
      case 'BG-ACC-08':
        return of(id, 'user');
      case 'BG-ACC-05':
        return of(id, 'user', 'manager', 'namesakeIds', 'authenticationMethods');
      case 'BG-ACC-03':
      case 'BG-ACC-07':
        return [...of(id, 'user'), 'domains'];
      case 'BG-ROLE-01':
        return [...of(id, 'user'), 'roleAssignmentScheduleInstances'];
      case 'BG-ROLE-02':
        return [...of(id, 'user'), 'roleAssignmentScheduleInstances'];
      case 'BG-ROLE-03':
        return ['roleHolders'];
      case 'BG-ROLE-04':
        return ['roleAssignmentScheduleInstances'];
      case 'BG-AUTH-01':
      case 'BG-AUTH-05':
        return of(id, 'user', 'authenticationMethods');
      case 'BG-AUTH-02':
        return [...of(id, 'user', 'authenticationMethods'), 'registrationDetails'];
      case 'BG-AUTH-03':
        return id === TENANT ? ['registrationDetails'] : of(id, 'user', 'authenticationMethods');
      case 'BG-AUTH-04':
        return [...of(id, 'user', 'authenticationMethods'), 'authenticationMethodsPolicy', ...POLICIES];
      case 'BG-AUTH-06':
        return of(id, 'user', 'perUserMfaState');
      case 'BG-AUTH-07':
        return of(id, 'user', 'signInActivity');
      case 'BG-CA-01':
        return [...of(id, ...ALL_OF_ACCOUNT), ...POLICIES, GROUP];
      case 'BG-CA-02':
      case 'BG-CA-07':
        return [...of(id, 'user', 'memberships'), ...POLICIES];
      case 'BG-CA-03':
        return [...of(id, ...ALL_OF_ACCOUNT, 'whatIf'), ...POLICIES];
      case 'BG-CA-06':
        return [...of(id, 'user', 'memberships'), ...POLICIES];
      case 'BG-CA-11':
        return [...of(id, 'user'), ...POLICIES];
      case 'BG-CA-12':
        return POLICIES;
      case 'BG-CA-04':
        return [...POLICIES, GROUP];
      case 'BG-CA-05':
        return [...bothOf('user', 'authenticationMethods'), ...POLICIES, GROUP];
      case 'BG-CA-08':
        return [...POLICIES, 'references'];
      case 'BG-CA-09':
        return ['policies', ...MEMBERS, ...OWNERS];
      case 'BG-CA-10':
        return ['policies', ...MEMBERS];
      case 'BG-CA-13':
        return POLICIES;
      case 'BG-TEN-01':
        return ['securityDefaults', 'policies'];
      case 'BG-TEN-02':
        return id === TENANT ? ['authorizationPolicy'] : [...of(id, 'user'), 'authenticationMethodsPolicy'];
      case 'BG-TEN-03':
        return ['domains'];
      case 'BG-RISK-01':
        return [...of(id, 'user'), 'riskyUsers'];
      case 'BG-MON-02':
        return ['organization'];
      case 'BG-PROT-01':
        return [...of(id, 'user', 'memberships'), ...UNIT_READINGS];
      case 'BG-GOV-01':
        return ['accessReviews'];
      case 'BG-PIM-01':
        return ['roleActivationPolicies'];
      case 'BG-SELF-01':
        return ['applicationPermissions'];
      case 'BG-DRILL-01':
        return of(id, 'user', 'signInActivity');
      // These rest on what people signed and what the bot noted.
      case 'BG-GOV-02':
      case 'BG-GOV-03':
      case 'BG-GOV-04':
      case 'BG-DRILL-02':
      case 'BG-MON-01':
      case 'BG-MON-03':
      case 'BG-NOTIF-01':
        return [];
      default:
        throw new Error(`Say here what ${controlId} needs.`);
    }
  }

  const NEEDED = new Set([
    'organization',
    'registrationDetails',
    'riskyUsers',
    'domains',
    'securityDefaults',
    'authorizationPolicy',
    'authenticationMethodsPolicy',
    'references',
    ...POLICIES,
    'roleAssignmentScheduleInstances',
    'roleHolders',
    'roleActivationPolicies',
    'accessReviews',
    'lifecycleWorkflows',
    'applicationPermissions',
    ...bothOf(...ALL_OF_ACCOUNT, 'signInActivity', 'whatIf', 'manager', 'namesakeIds'),
    GROUP,
    ...MEMBERS,
    ...OWNERS,
    ...UNIT_READINGS,
  ]);

  function judgeWithout(lost: ReadonlyMap<string, UnknownReason>): readonly Finding[] {
    return evaluateControls(sealSnapshot(withoutReadings(compliant, lost)), DEFAULT_SETTINGS);
  }

  test('nothing fails, every control passes, and what only people can say does not count', () => {
    const others = judgeWithout(new Map()).filter(({ outcome }) => outcome !== 'pass');

    expect(others.map(({ controlId, outcome }) => `${controlId} ${outcome}`)).toEqual([
      'BG-GOV-02 manual',
      'BG-GOV-03 manual',
      'BG-GOV-04 manual',
      'BG-DRILL-02 manual',
      'BG-MON-01 manual',
      'BG-MON-03 manual',
      'BG-NOTIF-01 manual',
    ]);
    expect(verdictOf(judgeWithout(new Map()))).toBe('compliant');
  });

  test('no control passes without a reading that it needs', () => {
    fc.assert(
      fc.property(arbitraryDamage(compliant), (lost) => {
        const baseless = judgeWithout(lost).filter(
          (finding) => finding.outcome === 'pass' && needsOf(finding).some((name) => lost.has(name)),
        );

        expect(baseless).toEqual([]);
      }),
      { numRuns: 300 },
    );
  });

  test('BG-CA-04 passes only while one account was read whole', () => {
    fc.assert(
      fc.property(arbitraryDamage(compliant), (lost) => {
        const isWhole = [FIRST, SECOND].some((id) => of(id, ...ALL_OF_ACCOUNT).every((name) => !lost.has(name)));
        const passed = keysOf(judgeWithout(lost), 'pass').has(`BG-CA-04 tenant ${TENANT}`);

        expect(passed && !isWhole).toBe(false);
      }),
      { numRuns: 300 },
    );
  });

  test('the verdict is compliant exactly while every needed reading is there', () => {
    fc.assert(
      fc.property(arbitraryDamage(compliant), (lost) => {
        // Without a licence for it, people answer when an account was used last.
        const isForPeople = (name: string, why: UnknownReason) =>
          name.endsWith('.signInActivity') && why === 'notLicensed';
        // Where a cloud has no What If, the computed result stands, with a warning.
        const isWithoutWhatIf = (name: string, why: UnknownReason) => name.endsWith('.whatIf') && why === 'unavailable';
        const isWhole = [...lost].every(
          ([name, why]) => !NEEDED.has(name) || isForPeople(name, why) || isWithoutWhatIf(name, why),
        );

        expect(verdictOf(judgeWithout(lost)) === 'compliant').toBe(isWhole);
      }),
      { numRuns: 300 },
    );
  });

  test.each([...NEEDED])('the verdict without %s alone is incomplete', (name) => {
    expect(verdictOf(judgeWithout(new Map([[name, 'forbidden']])))).toBe('incomplete');
  });

  test.each([
    'roleAssignments',
    'roleEligibilityScheduleInstances',
    'authenticationStrengths',
    ...bothOf('deletedItem', 'perUserMfaState'),
  ])('the verdict without %s alone is still compliant', (name) => {
    expect(verdictOf(judgeWithout(new Map([[name, 'forbidden']])))).toBe('compliant');
  });
});
