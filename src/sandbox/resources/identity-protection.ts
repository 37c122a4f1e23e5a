import type { Route } from '../http/exchange.js';
import { collection } from '../http/reply.js';
import { RISKY_USER } from '../resource-types.js';
import { needsIdentityProtection } from './licences.js';

/** Users about whom Identity Protection has noticed something, whatever became of it. */

export const identityProtectionRoutes: readonly Route[] = [
  {
    method: 'GET',
    path: '/identityProtection/riskyUsers',
    permissions: ['IdentityRiskyUser.Read.All', 'IdentityRiskyUser.ReadWrite.All'],
    reply: needsIdentityProtection(({ state }) =>
      collection(
        'identityProtection/riskyUsers',
        RISKY_USER,
        state.riskyUsers.map((value) => ({ type: RISKY_USER, value })),
        { filterable: ['riskState', 'riskLevel', 'userPrincipalName'] },
      ),
    ),
  },
];
