import type { ConditionalAccessConditionSet, ConditionalAccessPlatforms } from '@microsoft/microsoft-graph-types';
import type { Reason } from './reasons.js';
import type { SignInConditions } from './sign-in.js';

/**
 * Under which circumstances a policy applies. A circumstance that a policy asks about and the question leaves out cannot be
 * evaluated, and then the policy does not apply for want of information.
 */

/** `value` is one of `wanted`; nothing wanted: any will do. */
function among(wanted: readonly string[] | null | undefined, value: string | null | undefined, reason: Reason) {
  if (!wanted || wanted.length === 0) return null;
  if (!value) return 'notEnoughInformation' as const;
  return wanted.includes(value) ? null : reason;
}

function clientAppReason({ clientAppTypes }: ConditionalAccessConditionSet, { clientAppType }: SignInConditions) {
  return clientAppTypes?.includes('all') === true ? null : among(clientAppTypes, clientAppType, 'clientApps');
}

function platformReason(platforms: ConditionalAccessPlatforms, platform: string | null | undefined): Reason | null {
  const names = (list: readonly string[] | undefined, name: string) =>
    list?.some((candidate) => candidate === 'all' || candidate === name) === true;
  if (!platform) return 'notEnoughInformation';
  const isMeant = names(platforms.includePlatforms, platform) && !names(platforms.excludePlatforms, platform);
  return isMeant ? null : 'devicePlatform';
}

/** Signing in is no flow of its own unless the question says so. */
function flowReason({ authenticationFlows }: ConditionalAccessConditionSet, { authenticationFlow }: SignInConditions) {
  const methods: string = authenticationFlows?.transferMethods ?? '';
  if (methods === '') return null;
  const wanted = methods.split(',').map((method) => method.trim());
  return wanted.includes(authenticationFlow?.transferMethod ?? '') ? null : ('authenticationFlow' as const);
}

/** Filters of devices and levels of insider risk are not simulated: whatever depends on them is left open. */
function leftOpen({ devices, insiderRiskLevels }: ConditionalAccessConditionSet): Reason | null {
  return devices?.deviceFilter || insiderRiskLevels ? 'notEnoughInformation' : null;
}

/** Why the circumstances of the sign-in are not those of the policy, or null. Locations are judged in locations.ts. */
export function circumstanceReason(policy: ConditionalAccessConditionSet, asked: SignInConditions): Reason | null {
  return (
    clientAppReason(policy, asked) ??
    (policy.platforms ? platformReason(policy.platforms, asked.devicePlatform) : null) ??
    among(policy.signInRiskLevels, asked.signInRiskLevel, 'signInRisk') ??
    among(policy.userRiskLevels, asked.userRiskLevel, 'userRisk') ??
    flowReason(policy, asked) ??
    leftOpen(policy)
  );
}
