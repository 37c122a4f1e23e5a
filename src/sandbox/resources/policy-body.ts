import { z } from 'zod';

/**
 * What v1.0 takes as a Conditional Access policy: every property that can be written and no other. What Graph only reads
 * (`id`, the dates, `templateId`), annotations, an expanded authentication strength and `unknownFutureValue` are all
 * refused, because echoing a read policy back is the usual mistake. Source: conditionalAccessPolicy in the v1.0 metadata.
 */

const texts = z.array(z.string());

/** A complex type: all parts optional, and its type may be named. */
function complex<T extends z.ZodRawShape>(shape: T) {
  return z
    .object({ ...shape, '@odata.type': z.string() })
    .partial()
    .strict();
}

const filter = complex({ mode: z.enum(['include', 'exclude']), rule: z.string() }).nullable();

const guests = complex({
  guestOrExternalUserTypes: z.string(),
  externalTenants: complex({ membershipKind: z.enum(['all', 'enumerated']), members: texts }).nullable(),
}).nullable();

const users = complex({
  includeUsers: texts,
  excludeUsers: texts,
  includeGroups: texts,
  excludeGroups: texts,
  includeRoles: texts,
  excludeRoles: texts,
  includeGuestsOrExternalUsers: guests,
  excludeGuestsOrExternalUsers: guests,
});

const applications = complex({
  includeApplications: texts,
  excludeApplications: texts,
  includeUserActions: texts,
  includeAuthenticationContextClassReferences: texts,
  applicationFilter: filter,
});

const platforms = z.array(z.enum(['android', 'iOS', 'windows', 'windowsPhone', 'macOS', 'linux', 'all']));
const riskLevels = z.array(z.enum(['low', 'medium', 'high', 'hidden', 'none']));
const clientApps = [
  'all',
  'browser',
  'mobileAppsAndDesktopClients',
  'exchangeActiveSync',
  'easSupported',
  'other',
] as const;

const conditions = complex({
  users,
  applications: applications.nullable(),
  clientApplications: complex({
    includeServicePrincipals: texts,
    excludeServicePrincipals: texts,
    servicePrincipalFilter: filter,
  }).nullable(),
  clientAppTypes: z.array(z.enum(clientApps)),
  platforms: complex({ includePlatforms: platforms, excludePlatforms: platforms }).nullable(),
  locations: complex({ includeLocations: texts, excludeLocations: texts }).nullable(),
  devices: complex({ deviceFilter: filter }).nullable(),
  authenticationFlows: complex({ transferMethods: z.string() }).nullable(),
  userRiskLevels: riskLevels,
  signInRiskLevels: riskLevels,
  servicePrincipalRiskLevels: riskLevels,
  insiderRiskLevels: z.string().nullable(),
});

const grantControls = complex({
  operator: z.enum(['AND', 'OR']),
  builtInControls: z.array(
    z.enum([
      'block',
      'mfa',
      'compliantDevice',
      'domainJoinedDevice',
      'approvedApplication',
      'compliantApplication',
      'passwordChange',
      'riskRemediation',
    ]),
  ),
  customAuthenticationFactors: texts,
  termsOfUse: texts,
  authenticationStrength: complex({ id: z.string() }).required({ id: true }).nullable(),
});

const isEnabled = z.boolean();

const sessionControls = complex({
  applicationEnforcedRestrictions: complex({ isEnabled }).nullable(),
  cloudAppSecurity: complex({ isEnabled, cloudAppSecurityType: z.string().nullable() }).nullable(),
  disableResilienceDefaults: z.boolean().nullable(),
  persistentBrowser: complex({ isEnabled, mode: z.enum(['always', 'never']).nullable() }).nullable(),
  secureSignInSession: complex({ isEnabled }).nullable(),
  signInFrequency: complex({
    isEnabled,
    type: z.enum(['days', 'hours']).nullable(),
    value: z.number().int().nullable(),
    frequencyInterval: z.enum(['timeBased', 'everyTime']).nullable(),
    authenticationType: z.enum(['primaryAndSecondaryAuthentication', 'secondaryAuthentication']).nullable(),
  }).nullable(),
});

const policyBody = complex({
  displayName: z.string().min(1),
  description: z.string().nullable(),
  state: z.enum(['enabled', 'disabled', 'enabledForReportingButNotEnforced']),
  conditions,
  grantControls: grantControls.nullable(),
  sessionControls: sessionControls.nullable(),
});

export type PolicyBody = z.infer<typeof policyBody>;

/** The body of a PATCH or POST; null when it is not of the schema. */
export function readPolicyBody(body: unknown): PolicyBody | null {
  const read = policyBody.safeParse(body);
  return read.success ? read.data : null;
}

/** Whether the body has what a new policy cannot do without. */
export function isCompletePolicy({
  displayName,
  state,
  conditions: when,
  grantControls: grant,
  sessionControls: session,
}: PolicyBody): boolean {
  const hasConditions = when?.users !== undefined && when.clientAppTypes !== undefined && Boolean(when.applications);
  return displayName !== undefined && state !== undefined && hasConditions && Boolean(grant ?? session);
}
