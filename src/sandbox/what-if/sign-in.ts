import { z } from 'zod';

/** The sign-in that somebody imagines, as Graph takes it. Source: conditionalAccessRoot: evaluate, and its complex types. */

const risk = z.enum(['low', 'medium', 'high', 'hidden', 'none']);
const optional = z.string().nullish();

const signInConditions = z.object({
  devicePlatform: z.enum(['android', 'iOS', 'windows', 'windowsPhone', 'macOS', 'linux', 'all']).nullish(),
  clientAppType: z
    .enum(['all', 'browser', 'mobileAppsAndDesktopClients', 'exchangeActiveSync', 'easSupported', 'other'])
    .nullish(),
  signInRiskLevel: risk.nullish(),
  userRiskLevel: risk.nullish(),
  insiderRiskLevel: z.enum(['minor', 'moderate', 'elevated']).nullish(),
  servicePrincipalRiskLevel: risk.nullish(),
  country: optional,
  ipAddress: optional,
  authenticationFlow: z.object({ transferMethod: optional }).nullish(),
  deviceInfo: z.object({}).passthrough().nullish(),
});

const signInContext = z.discriminatedUnion('@odata.type', [
  z.object({
    '@odata.type': z.literal('#microsoft.graph.applicationContext'),
    includeApplications: z.array(z.string().min(1)).min(1),
  }),
  z.object({ '@odata.type': z.literal('#microsoft.graph.userActionContext'), userAction: z.string() }),
  z.object({ '@odata.type': z.literal('#microsoft.graph.authContext'), authenticationContextValue: z.string() }),
]);

const question = z.object({
  signInIdentity: z.object({
    '@odata.type': z.literal('#microsoft.graph.userSignIn'),
    userId: z.string().min(1),
  }),
  signInContext,
  signInConditions,
  appliedPoliciesOnly: z.boolean().nullish(),
});

export type Question = Readonly<z.infer<typeof question>>;
export type SignInContext = Question['signInContext'];
export type SignInConditions = Question['signInConditions'];

/** The question in the body of a request; null when it is none. Guests of other tenants and applications are not simulated. */
export function readQuestion(body: unknown): Question | null {
  const read = question.safeParse(body);
  return read.success ? read.data : null;
}
