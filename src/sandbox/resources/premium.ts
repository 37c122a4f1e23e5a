import { problem } from '../http/reply.js';

/** The answer of what Microsoft Entra ID P1 includes, in a tenant without it. */
export const NOT_PREMIUM = problem(
  403,
  'Authentication_RequestFromNonPremiumTenantOrB2CTenant',
  "Neither tenant is B2C or tenant doesn't have premium license",
);
