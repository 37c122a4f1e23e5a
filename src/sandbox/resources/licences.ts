import type { ReadRoute, RouteRequest } from '../http/exchange.js';
import { problem, type ProblemReply, type Reply } from '../http/reply.js';
import type { SandboxState } from '../state.js';

/** Answers of a tenant that lacks a licence, in the words of the service that lacks it. */

function needs(
  isLicensed: (state: SandboxState) => boolean,
  refusal: ProblemReply,
): (reply: (request: RouteRequest) => Reply) => ReadRoute['reply'] {
  return (reply) => (request) => (isLicensed(request.state) ? reply(request) : refusal);
}

/** Microsoft Entra ID P2: Privileged Identity Management and access reviews. */
export const needsPremium = needs(
  ({ hasPremiumP2 }) => hasPremiumP2,
  problem(
    400,
    'AadPremiumLicenseRequired',
    'The tenant needs to have Microsoft Entra ID P2 or Microsoft Entra ID Governance license.',
  ),
);

const NOT_LICENSED = problem(403, 'Forbidden', 'Your tenant is not licensed for this feature.');

/** Microsoft Entra ID P2: Identity Protection. */
export const needsIdentityProtection = needs(({ hasPremiumP2 }) => hasPremiumP2, NOT_LICENSED);

/** Microsoft Entra ID P1: Conditional Access. */
export const needsConditionalAccess = needs(({ hasPremiumP1 }) => hasPremiumP1, NOT_LICENSED);

/** Microsoft Entra ID Governance: lifecycle workflows. */
export const needsGovernance = needs(({ hasGovernance }) => hasGovernance, NOT_LICENSED);
