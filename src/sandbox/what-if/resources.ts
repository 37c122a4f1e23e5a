import type { ConditionalAccessApplications } from '@microsoft/microsoft-graph-types';
import { sameId } from '../directory.js';
import type { Reason } from './reasons.js';
import type { SignInContext } from './sign-in.js';

/** What a policy protects: applications, an action of the user, or whatever demands an authentication context. */

/** Applications behind the keywords that policies use. Of each the ones that somebody would ask about. */
const SUITES: Readonly<Record<string, readonly string[]>> = {
  Office365: [
    '00000002-0000-0ff1-ce00-000000000000',
    '00000003-0000-0ff1-ce00-000000000000',
    'cc15fd57-2c6c-4117-a88c-83b1d56b4bbe',
  ],
  MicrosoftAdminPortals: ['c44b4083-3bb0-49c1-b47d-974e53cbdf3c', '00000006-0000-0ff1-ce00-000000000000'],
};

function names(list: readonly string[] | undefined, appId: string): boolean {
  if (list === undefined) return false;
  return list.some((name) => name === 'All' || sameId(name, appId) || SUITES[name]?.includes(appId) === true);
}

function protectsAny(applications: ConditionalAccessApplications, appIds: readonly string[]): boolean {
  return appIds.some(
    (appId) => names(applications.includeApplications, appId) && !names(applications.excludeApplications, appId),
  );
}

/** Why the policy does not protect what the sign-in is for, or null. */
export function resourceReason(applications: ConditionalAccessApplications, context: SignInContext): Reason | null {
  switch (context['@odata.type']) {
    case '#microsoft.graph.applicationContext':
      return protectsAny(
        applications,
        context.includeApplications.map((id) => id.toLowerCase()),
      )
        ? null
        : 'application';
    case '#microsoft.graph.userActionContext':
      return applications.includeUserActions?.includes(context.userAction) === true ? null : 'userActions';
    case '#microsoft.graph.authContext': {
      const demanded = applications.includeAuthenticationContextClassReferences;
      return demanded?.includes(context.authenticationContextValue) === true ? null : 'authenticationContext';
    }
  }
}
