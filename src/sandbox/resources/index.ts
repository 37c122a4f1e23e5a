import type { Route } from '../http/exchange.js';
import { applicationRoutes } from './applications.js';
import { auditLogRoutes } from './audit-logs.js';
import { authenticationStrengthRoutes } from './authentication-strengths.js';
import { conditionalAccessWrites } from './conditional-access-writes.js';
import { conditionalAccessRoutes } from './conditional-access.js';
import { deltaRoutes } from './delta.js';
import { directoryRoutes } from './directory.js';
import { federationRoutes } from './federation.js';
import { governanceRoutes } from './governance.js';
import { groupWrites } from './group-writes.js';
import { groupRoutes } from './groups.js';
import { identityProtectionRoutes } from './identity-protection.js';
import { organizationRoutes } from './organization.js';
import { policySettingsWrites } from './policy-settings-writes.js';
import { registrationDetailsRoutes } from './registration-details.js';
import { roleRoutes } from './roles.js';
import { signInRoutes } from './sign-ins.js';
import { userRequirementsRoutes } from './user-requirements.js';
import { userWrites } from './user-writes.js';
import { userRoutes } from './users.js';
import { whatIfRoutes } from './what-if.js';
import { withheldWrites } from './withheld-writes.js';

/** Every request the simulated tenant understands. A request that is not here is answered as Graph answers an unknown one. */
export const ROUTES: readonly Route[] = [
  ...organizationRoutes,
  ...policySettingsWrites,
  ...authenticationStrengthRoutes,
  ...conditionalAccessRoutes,
  ...conditionalAccessWrites,
  ...userRoutes,
  ...userRequirementsRoutes,
  ...userWrites,
  ...groupRoutes,
  ...groupWrites,
  ...deltaRoutes,
  ...directoryRoutes,
  ...roleRoutes,
  ...auditLogRoutes,
  ...registrationDetailsRoutes,
  ...signInRoutes,
  ...whatIfRoutes,
  ...governanceRoutes,
  ...identityProtectionRoutes,
  ...federationRoutes,
  ...applicationRoutes,
  ...withheldWrites,
];
