import type {
  ConditionalAccessApplications,
  ConditionalAccessConditionSet,
  ConditionalAccessGrantControl,
  ConditionalAccessGrantControls,
  ConditionalAccessPolicy,
  ConditionalAccessUsers,
} from '@microsoft/microsoft-graph-types';
import type { SandboxPolicy } from '../state.js';
import { guidFor } from './ids.js';
import { phishingResistantMfa } from './strengths.js';

/** Makes Conditional Access policies in the full shape of Graph's answers. Whom a policy is for is the seed's business. */

export interface PolicySketch {
  readonly displayName: string;
  readonly users: ConditionalAccessUsers;
  readonly state?: ConditionalAccessPolicy['state'];
  readonly applications?: ConditionalAccessApplications;
  readonly conditions?: Omit<ConditionalAccessConditionSet, 'users' | 'applications'>;
  readonly grantControls?: ConditionalAccessGrantControls | null;
  readonly sessionControls?: ConditionalAccessPolicy['sessionControls'];
  readonly templateId?: string;
  readonly createdDateTime?: string;
  readonly modifiedDateTime?: string | null;
  readonly usesPreviewFeatures?: boolean;
  readonly betaConditions?: object;
}

function usersOf(users: ConditionalAccessUsers): ConditionalAccessUsers {
  return {
    includeUsers: [],
    excludeUsers: [],
    includeGroups: [],
    excludeGroups: [],
    includeRoles: [],
    excludeRoles: [],
    includeGuestsOrExternalUsers: null,
    excludeGuestsOrExternalUsers: null,
    ...users,
  };
}

function applicationsOf(applications: ConditionalAccessApplications): ConditionalAccessApplications {
  return {
    includeApplications: [],
    excludeApplications: [],
    includeUserActions: [],
    includeAuthenticationContextClassReferences: [],
    applicationFilter: null,
    ...applications,
  };
}

function conditionsOf(sketch: PolicySketch): ConditionalAccessConditionSet {
  return {
    userRiskLevels: [],
    signInRiskLevels: [],
    servicePrincipalRiskLevels: [],
    insiderRiskLevels: null,
    clientAppTypes: ['all'],
    platforms: null,
    locations: null,
    devices: null,
    clientApplications: null,
    authenticationFlows: null,
    applications: applicationsOf(sketch.applications ?? { includeApplications: ['All'] }),
    users: usersOf(sketch.users),
    ...sketch.conditions,
  };
}

/** A policy on all cloud apps that is enabled and asks for multifactor authentication, changed by the sketch. */
export function makePolicy(sketch: PolicySketch): SandboxPolicy {
  const created = sketch.createdDateTime ?? '2024-05-21T11:40:03Z';
  return {
    policy: {
      id: guidFor(`policy:${sketch.displayName}`),
      templateId: sketch.templateId ?? null,
      displayName: sketch.displayName,
      createdDateTime: created,
      modifiedDateTime: sketch.modifiedDateTime === undefined ? '2026-03-02T14:05:51Z' : sketch.modifiedDateTime,
      state: sketch.state ?? 'enabled',
      conditions: conditionsOf(sketch),
      grantControls: sketch.grantControls === undefined ? requireAnyOf('mfa') : sketch.grantControls,
      sessionControls: sketch.sessionControls ?? null,
    },
    usesPreviewFeatures: sketch.usesPreviewFeatures ?? false,
    betaConditions: sketch.betaConditions ?? {},
  };
}

/** Any one of the built-in controls. */
export function requireAnyOf(...builtInControls: ConditionalAccessGrantControl[]): ConditionalAccessGrantControls {
  return {
    operator: 'OR',
    builtInControls,
    customAuthenticationFactors: [],
    termsOfUse: [],
    authenticationStrength: null,
  };
}

/** The built-in authentication strength, expanded as Graph returns it. */
export function requirePhishingResistant(): ConditionalAccessGrantControls {
  return { ...requireAnyOf(), authenticationStrength: phishingResistantMfa() };
}
