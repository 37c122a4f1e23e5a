import type { RemediationRequest } from '../../domain/approval/request.js';
import { dayAndTime } from './moments.js';
import { line } from './step-view.js';
import type { Cut, View } from './view.js';

/** Who wanted a plan, in words: a person, the bot because a mode says so, or a mode that asks nobody. */

/** The object ID under which the bot proposes. No person has it. */
const OWN_OBJECT_ID = 'glasswatch';

/** Whether the bot proposed it. */
export function isOwn({ requester }: RemediationRequest): boolean {
  return requester.objectId === OWN_OBJECT_ID;
}

/** Whether people approve this very plan, rather than its kind beforehand. */
export function isReviewed({ authorizedBy }: RemediationRequest): boolean {
  return authorizedBy !== 'automaticMode';
}

function whoAsked(request: RemediationRequest, cut: Cut): { readonly label: string; readonly name: string } {
  const control = cut(request.plan.controlId, 20);
  if (!isReviewed(request)) return { label: 'Allowed by', name: `the automatic mode of ${control}` };
  // Approval mode, or automatic mode for a plan that it does not reach: only the store knows which it was.
  if (isOwn(request)) return { label: 'Proposed by', name: `Glasswatch, as the mode of ${control} allows` };
  return { label: 'Asked for by', name: cut(request.requesterName, 60) || 'someone' };
}

/** Who, as the beginning of a sentence. */
export function askedInShort(request: RemediationRequest, cut: Cut): string {
  const { label, name } = whoAsked(request, cut);
  return `${label} ${name}`;
}

/** Who, and when. */
export function askedLines(request: RemediationRequest, cut: Cut): readonly View[] {
  const { label, name } = whoAsked(request, cut);
  const when = dayAndTime(request.createdAt);
  if (!isReviewed(request)) return [line(label, name), line('Begun', when)];
  return isOwn(request) ? [line(label, name), line('Proposed on', when)] : [line(label, `${name} on ${when}`)];
}
