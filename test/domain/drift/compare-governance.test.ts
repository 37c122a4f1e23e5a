import { describe, expect, test } from '@jest/globals';
import type { TenantSnapshot } from '../../../src/domain/tenant/snapshot.js';
import {
  ENTRA_ID_P1,
  ENTRA_ID_P2,
  aMethodConfiguration,
  FIRST,
  GLOBAL_ADMINISTRATOR,
  OTHER_GROUP,
  read,
  SECOND,
  STRANGER,
  TENANT,
} from '../a-snapshot.js';
import { aMembership, aReview, aRoleGroup, ROLE_GROUP, STRENGTH, WORKFLOW } from './a-full-snapshot.js';
import { driftTo, onlyDriftOf } from './a-view.js';

const KEY_MODEL = '2fc0579f-8113-47ea-b116-555a8db9202a';

function methods(...configurations: readonly Parameters<typeof aMethodConfiguration>[0][]) {
  return {
    authenticationMethodsPolicy: read({
      registrationCampaign: { state: 'disabled', includeTargetIds: ['all_users'], excludeTargetIds: [] },
      configurations: configurations.map(aMethodConfiguration),
    }),
  };
}

function strength(allowedCombinations: readonly string[], keys: readonly string[] = []) {
  const restriction = { appliesToCombinations: ['fido2'], allowedAAGUIDs: keys };
  return {
    authenticationStrengths: read([
      {
        id: STRENGTH,
        displayName: 'Strong',
        allowedCombinations,
        fido2Restrictions: keys.length > 0 ? [restriction] : [],
      },
    ]),
  };
}

const WORKFLOW_NOW = {
  id: WORKFLOW,
  displayName: 'Offboard',
  category: 'leaver',
  isEnabled: true,
  isSchedulingEnabled: true,
  scopeRule: "department eq 'Sales'",
};

function workflow(overrides: Partial<typeof WORKFLOW_NOW> = {}) {
  return { lifecycleWorkflows: read([{ ...WORKFLOW_NOW, ...overrides }]) };
}

function approval(isApprovalRequired: boolean, ...approverIds: readonly string[]) {
  const approvers = approverIds.map((id) => ({ kind: 'user', id, name: `name-${id.slice(0, 4)}` }));
  return {
    roleActivationPolicies: read([{ roleDefinitionId: GLOBAL_ADMINISTRATOR, isApprovalRequired, approvers }]),
  };
}

function holders(...ids: readonly string[]) {
  return { roleHolders: read(ids.map((id) => ({ id, kind: 'user', name: `name-${id.slice(0, 4)}` }))) };
}

function grants(...permissions: readonly string[]) {
  const held = permissions.map((permission) => ({ principalId: STRANGER, principalName: 'Automation', permission }));
  return { applicationPermissions: read({ readerPrincipalId: null, remediatorPrincipalId: null, grants: held }) };
}

function federation(federatedIdpMfaBehavior: string | null) {
  const configuration = read(
    federatedIdpMfaBehavior === null ? null : { displayName: 'AD FS', federatedIdpMfaBehavior },
  );
  return { federationConfigurations: [{ domainId: 'contoso.com', configuration }] };
}

function plans(...servicePlanIds: readonly string[]) {
  return { organization: read({ id: TENANT, displayName: 'Contoso', servicePlanIds }) };
}

const reviews = (...list: readonly ReturnType<typeof aReview>[]) => ({ accessReviews: read(list) });

describe('the tenant tells', () => {
  test.each<[string, Partial<TenantSnapshot>, Partial<TenantSnapshot>, string]>([
    [
      'that a method is turned off',
      methods({}),
      methods({ state: 'disabled' }),
      'has the authentication method "Fido2" disabled and had it enabled before',
    ],
    [
      'for whom a method is not any more',
      methods({}),
      methods({ excludeTargetIds: [OTHER_GROUP] }),
      `added "${OTHER_GROUP}" to excludeTargetIds of the authentication method "Fido2"`,
    ],
    [
      'which keys are accepted',
      methods({ keyRestrictions: { isEnforced: true, enforcementType: 'allow', aaGuids: [KEY_MODEL] } }),
      methods({ keyRestrictions: { isEnforced: true, enforcementType: 'allow', aaGuids: [] } }),
      `took "${KEY_MODEL}" from keyRestrictions.aaGuids of the authentication method "Fido2"`,
    ],
    ['a new method', methods({}), methods({}, { id: 'Sms' }), 'lists the authentication method "Sms" now'],
    [
      'what a strength does not accept any more',
      strength(['fido2', 'x509CertificateMultiFactor']),
      strength(['x509CertificateMultiFactor']),
      'no longer accepts "fido2" for the authentication strength "Strong"',
    ],
    [
      'that a strength wants other keys',
      strength(['fido2']),
      strength(['fido2'], [KEY_MODEL]),
      'accepts other security keys for the authentication strength "Strong" than before',
    ],
    [
      'that a role can be activated without approval',
      approval(true, STRANGER),
      approval(false, STRANGER),
      'no longer demands approval for the activation of "Global Administrator"',
    ],
    [
      'who approves no longer',
      approval(true, STRANGER, SECOND),
      approval(true, SECOND),
      'no longer has "name-9999" as approvers of the activation of "Global Administrator"',
    ],
    [
      'that somebody else holds the role',
      holders(FIRST, SECOND),
      holders(FIRST, SECOND, STRANGER),
      'has new holders of Global Administrator, active or eligible: "name-9999"',
    ],
    [
      'that a review decides by itself',
      reviews(aReview()),
      reviews(aReview({ defaultDecision: 'Deny' })),
      'changed defaultDecision of the access review "Quarterly" from "None" to "Deny"',
    ],
    [
      'whom a workflow is for',
      workflow(),
      workflow({ scopeRule: 'true' }),
      `changed whom the lifecycle workflow "Offboard" is for from "department eq 'Sales'" to "true"`,
    ],
    [
      'what an application may do now',
      grants('Policy.Read.All'),
      grants('Policy.Read.All', 'Policy.ReadWrite.ConditionalAccess'),
      'granted "Policy.ReadWrite.ConditionalAccess" to the application "Automation"',
    ],
    [
      'what a federated domain does about multifactor authentication',
      federation('rejectMfaByFederatedIdp'),
      federation('acceptIfMfaDoneByFederatedIdp'),
      'changed federatedIdpMfaBehavior of the federation of "contoso.com"',
    ],
    [
      'that a federated domain has no settings any more, in one clause',
      federation('rejectMfaByFederatedIdp'),
      federation(null),
      'The tenant lost the settings for the federation of "contoso.com".',
    ],
    [
      'that a licence ended',
      plans(ENTRA_ID_P1, ENTRA_ID_P2),
      plans(ENTRA_ID_P1),
      'The tenant no longer has the licence Microsoft Entra ID P2.',
    ],
  ])('%s', (_what, from, to, words) => {
    const drift = driftTo(to, from).find(({ subject, changes }) => subject.type === 'tenant' && changes.length > 0);

    expect(drift?.summary).toContain(words);
  });

  test('nothing of a review of other things', () => {
    const of = (decision: string) =>
      reviews(aReview({ scopeQueries: [`/groups/${STRANGER}/members`], defaultDecision: decision }));

    expect(driftTo(of('Deny'), of('None'))).toEqual([]);
  });

  test('of a review whose scope names no object, which may reach anything', () => {
    const of = (decision: string) =>
      reviews(aReview({ scopeQueries: ['/rolemanagement/directory/roleassignments'], defaultDecision: decision }));

    expect(driftTo(of('Deny'), of('None'))).not.toEqual([]);
  });

  test('nothing when a review only runs its course', () => {
    expect(driftTo(reviews(aReview()), reviews(aReview({ status: 'NotStarted' })))).toEqual([]);
  });

  test('by BG-GOV-01 that a review of the accounts is over', () => {
    expect(driftTo(reviews(aReview({ status: 'Completed' })), reviews(aReview()))).toMatchObject([
      { kind: 'evidenceChanged', severity: 'low', findings: [{ controlId: 'BG-GOV-01', after: 'notApplicable' }] },
    ]);
  });
});

describe('a group that holds Global Administrator', () => {
  const group = (...args: Parameters<typeof aRoleGroup>) => ({ roleGroups: [aRoleGroup(...args)] });
  const activated = (id: string) => read([aMembership(FIRST), aMembership(id, { assignmentType: 'activated' })]);

  test('with a new member names them, and what they have by it', () => {
    const drift = onlyDriftOf(ROLE_GROUP, driftTo(group([FIRST, STRANGER]), group([FIRST])));

    expect(drift.subject).toEqual({ type: 'group', id: ROLE_GROUP, name: 'Administrators' });
    expect(drift.severity).toBe('high');
    expect(drift.summary).toContain('has "name-9999" as a new member, and with it Global Administrator');
  });

  test('without an emergency account any more is regressed', () => {
    const drift = onlyDriftOf(ROLE_GROUP, driftTo(group([STRANGER]), group([FIRST, STRANGER])));

    expect(drift).toMatchObject({ kind: 'regressed', severity: 'critical' });
  });

  test('in which somebody activated a membership is no drift: that is how it is used', () => {
    const present = group([FIRST, STRANGER], { assignmentScheduleInstances: activated(STRANGER) });

    expect(driftTo(present, group([FIRST]))).toEqual([]);
  });

  test('in which an emergency account had to activate its membership is drift', () => {
    const present = group([FIRST, SECOND], {
      assignmentScheduleInstances: activated(SECOND),
    });

    expect(onlyDriftOf(ROLE_GROUP, driftTo(present, group([FIRST]))).summary).toContain('the emergency account');
  });
});
