import type { Activity } from 'botbuilder';
import { z } from 'zod';

/** The least that a request body must have before the SDK may look at it: without these fields its code throws. */

const nonBlank = z.string().refine((value) => value.trim() !== '');
const party = z.object({ id: nonBlank });

const activityShape = z.object({
  type: nonBlank,
  channelId: nonBlank,
  serviceUrl: nonBlank,
  from: party,
  recipient: party,
  conversation: party,
});

/**
 * The body as an activity, or undefined when it is none. The SDK's type promises more than channels send: beyond these six
 * fields nothing may be relied on without looking.
 */
export function parseActivity(body: unknown): Activity | undefined {
  return activityShape.safeParse(body).success ? (body as Activity) : undefined;
}
