import { z } from 'zod';
import type { SecurityDefaults } from '../../domain/tenant/snapshot.js';
import { parseWith, type ObjectRead } from './observe.js';
import { RESOURCES } from './resources.js';

/** Whether security defaults are on. */

export const readSecurityDefaults: ObjectRead<SecurityDefaults> = {
  shape: 'object',
  resource: RESOURCES.securityDefaults,
  permission: 'Policy.Read.All',
  version: 'v1.0',
  path: '/policies/identitySecurityDefaultsEnforcementPolicy?$select=isEnabled',
  parse: parseWith(z.object({ isEnabled: z.boolean() })),
};
