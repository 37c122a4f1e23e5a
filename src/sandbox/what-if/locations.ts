import type { ConditionalAccessLocations } from '@microsoft/microsoft-graph-types';
import { sameId } from '../directory.js';
import type { SandboxNamedLocation } from '../state.js';
import type { Reason } from './reasons.js';
import type { SignInConditions } from './sign-in.js';

/** From where a policy applies. Countries are compared; what lies in an IP range cannot be told here. */

type Answer = 'yes' | 'no' | 'unknown';

function isIn(location: SandboxNamedLocation, country: string | null | undefined): Answer {
  if (location.kind === 'ipRanges' || !country) return 'unknown';
  return location.countriesAndRegions.some((code) => code.toUpperCase() === country.toUpperCase()) ? 'yes' : 'no';
}

function anyOf(answers: readonly Answer[]): Answer {
  if (answers.includes('yes')) return 'yes';
  return answers.includes('unknown') ? 'unknown' : 'no';
}

/** A name that stands for no location holds for nobody. */
function names(
  list: readonly string[] | undefined,
  named: readonly SandboxNamedLocation[],
  { country }: SignInConditions,
): Answer {
  if (list === undefined) return 'no';
  if (list.includes('All')) return 'yes';
  const trusted = named.filter((location) => location.kind === 'ipRanges' && location.isTrusted);
  const listed = named.filter(({ id }) => list.some((name) => sameId(name, id)));
  const all = list.includes('AllTrusted') ? [...listed, ...trusted] : listed;
  return anyOf(all.map((location) => isIn(location, country)));
}

/** Why the policy does not apply from where the sign-in comes, or null. */
export function locationReason(
  locations: ConditionalAccessLocations | null | undefined,
  named: readonly SandboxNamedLocation[],
  conditions: SignInConditions,
): Reason | null {
  if (!locations) return null;
  const included = names(locations.includeLocations, named, conditions);
  const excluded = names(locations.excludeLocations, named, conditions);
  if (included === 'no' || excluded === 'yes') return 'location';
  return included === 'unknown' || excluded === 'unknown' ? 'notEnoughInformation' : null;
}
