import type { AccessReview, ApplicationPermissions, RoleActivationPolicy } from '../tenant/governance.js';
import type { RoleHolder } from '../tenant/snapshot.js';
import { concernedIdsOf, emergencyIdsOf } from './concerns.js';
import { factsOf, normalId, type Fact } from './facts.js';
import {
  activationClauses,
  ACTIVATIONS,
  federationClauses,
  FEDERATIONS,
  GRANTS,
  holderClauses,
  IDENTITIES,
  permissionClauses,
  reviewClauses,
  REVIEWS,
  workflowClauses,
  WORKFLOWS,
} from './governance-clauses.js';
import { memberFacts, memberPath } from './member-facts.js';
import type { Comparison } from './object-change.js';
import { factsIf, type TenantResource } from './tenant-resource.js';

/** What governs privileged access in the tenant, as far as it can reach the emergency accounts. */

/** Everybody else who holds Global Administrator: how the emergency accounts hold it is their own change. */
function holderFacts(holders: readonly RoleHolder[], comparison: Comparison): readonly Fact[] {
  const ours = emergencyIdsOf(comparison);
  const others = holders.map(({ id }) => normalId(id)).filter((id) => !ours.has(id));
  return factsOf('roleHolders', others);
}

/** Approvers by ID; those without one, such as the manager of whoever asks, by what they are. */
function activationFacts(policies: readonly RoleActivationPolicy[]): readonly Fact[] {
  return memberFacts(
    ACTIVATIONS,
    policies,
    ({ roleDefinitionId }) => roleDefinitionId,
    (at, { isApprovalRequired, approvers }) => [
      ...factsOf(at, { isApprovalRequired }),
      ...factsOf(
        `${at}.approvers`,
        approvers.map(({ id, kind }) => ({ id: id ?? kind, kind })),
      ),
    ],
  );
}

const OBJECT_ID = /[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}/g;

/** A scope that names objects is ours when it names one of ours; any other scope may reach anything. */
function mayReach({ scopeQueries }: AccessReview, ours: ReadonlySet<string>): boolean {
  if (scopeQueries.length === 0) return true;
  return scopeQueries.some((query) => {
    const named = query.toLowerCase().match(OBJECT_ID);
    return named === null || named.some((id) => ours.has(id));
  });
}

/** Without the status: a review runs its course by itself, and what it can take away is judged by the controls. */
function reviewFacts(reviews: readonly AccessReview[], ours: ReadonlySet<string>): readonly Fact[] {
  return memberFacts(
    REVIEWS,
    reviews.filter((review) => mayReach(review, ours)),
    ({ id }) => id,
    (at, { id: _id, status: _status, ...properties }) => factsOf(at, properties),
  );
}

/** The permissions of each holder. Holders without one are on neither side. */
function permissionFacts({
  grants,
  readerPrincipalId,
  remediatorPrincipalId,
}: ApplicationPermissions): readonly Fact[] {
  const own = [readerPrincipalId, remediatorPrincipalId].filter((id) => id !== null);
  const holders = [...new Set(grants.map(({ principalId }) => principalId))];
  return [
    ...factsOf(IDENTITIES, own),
    ...holders.flatMap((holder) => {
      const held = grants.filter(({ principalId }) => principalId === holder).map(({ permission }) => permission);
      return factsOf(memberPath(GRANTS, holder), held);
    }),
  ];
}

const ROLES = 'GET /roleManagement/directory';

export const GOVERNANCE_RESOURCES: readonly TenantResource[] = [
  {
    source: `${ROLES}/roleAssignments`,
    facts: ({ roleHolders }, comparison) => factsIf(roleHolders, (holders) => holderFacts(holders, comparison)),
    clausesOf: holderClauses,
  },
  {
    source: 'GET /policies/roleManagementPolicyAssignments',
    facts: ({ roleActivationPolicies }) => factsIf(roleActivationPolicies, activationFacts),
    clausesOf: activationClauses,
  },
  {
    source: 'GET /identityGovernance/accessReviews/definitions',
    facts: ({ accessReviews }, comparison) =>
      factsIf(accessReviews, (reviews) => reviewFacts(reviews, concernedIdsOf(comparison))),
    clausesOf: reviewClauses,
  },
  {
    source: 'GET /identityGovernance/lifecycleWorkflows/workflows',
    facts: ({ lifecycleWorkflows }) =>
      factsIf(lifecycleWorkflows, (workflows) => memberFacts(WORKFLOWS, workflows, ({ id }) => id)),
    clausesOf: workflowClauses,
  },
  {
    source: 'GET /servicePrincipals/{id}/appRoleAssignedTo',
    facts: ({ applicationPermissions }) => factsIf(applicationPermissions, permissionFacts),
    clausesOf: permissionClauses,
  },
];

/** Of one federated domain. Which domains are federated is the list of domains' to tell. */
export function federationResource(domainId: string): TenantResource {
  return {
    source: `GET /domains/${domainId}/federationConfiguration`,
    facts: ({ federationConfigurations }) => {
      const reading = federationConfigurations.find((federation) => federation.domainId === domainId);
      if (reading === undefined) return null;
      return factsIf(reading.configuration, (configuration) =>
        memberFacts(FEDERATIONS, configuration === null ? [] : [configuration], () => domainId),
      );
    },
    clausesOf: federationClauses,
  };
}
