import { z } from 'zod';
import type { Known, Observed } from '../../domain/tenant/observed.js';
import type { SignInActivity } from '../../domain/tenant/snapshot.js';
import { chunksOf } from '../client/chunks.js';
import { moment, objectId } from './graph-schema.js';
import { openBatch, parseWith, type ObjectRead, type ReadSession } from './observe.js';
import { RESOURCES, resourceOf } from './resources.js';

/**
 * When an account was last used successfully. A request of its own, for it takes another permission and a licence, and a
 * refusal must not cost the rest of the user. Source: Microsoft Graph, signInActivity.
 */

/** Source: Microsoft Graph throttling limits: 10 requests a minute. */
const MOST_IN_A_MINUTE = 10;

/** Graph is up to a day late with it, so an answer is worth keeping a while: scans come more often than the limit allows. */
const KEPT_MS = 5 * 60_000;

/** What was read lately, by object ID. Outlives a scan. */
export type ActivityMemory = Map<string, Known<SignInActivity | null>>;

export function emptyMemory(): ActivityMemory {
  return new Map();
}

/** Graph writes "never" as the first day of its calendar, too. */
const NEVER = /^0001-01-01T/;

/** An account that was never used has no activity, and one that was not used since this is noted has no success in it. */
const activity = z
  .object({ lastSuccessfulSignInDateTime: moment.nullish() })
  .nullish()
  .transform((value): SignInActivity => {
    const at = value?.lastSuccessfulSignInDateTime ?? null;
    return { lastSuccessfulSignInDateTime: at === null || NEVER.test(at) ? null : at };
  });

const user = z.object({ id: objectId, signInActivity: activity });

/** The activity of the user with object ID `id` (lower case); known and null when the directory has none. */
export function readSignInActivity(id: string): ObjectRead<SignInActivity | null> {
  return {
    shape: 'object',
    resource: resourceOf(RESOURCES.signInActivity, id),
    // Graph refuses without either, and does not say which one is missing.
    permission: 'AuditLog.Read.All or User.Read.All',
    version: 'v1.0',
    path: `/users/${encodeURIComponent(id)}?$select=id,signInActivity`,
    parse: parseWith(
      user
        .refine((answer) => answer.id === id, { message: 'it is another user' })
        .transform(({ signInActivity }) => signInActivity),
    ),
    whenNotFound: null,
  };
}

function recall(session: ReadSession, memory: ActivityMemory, id: string): Known<SignInActivity | null> | undefined {
  const kept = memory.get(id);
  const age = session.client.clock.now() - Date.parse(kept?.readAt ?? '');
  return age >= 0 && age < KEPT_MS ? kept : undefined;
}

/** The activity of each account, in the order of `ids`. What was read in the last five minutes is not asked for again. */
export async function readSignInActivities(
  session: ReadSession,
  memory: ActivityMemory,
  ids: readonly string[],
): Promise<readonly Observed<SignInActivity | null>[]> {
  const recalled = new Map(ids.map((id) => [id, recall(session, memory, id)]));
  const asked = ids.filter((id) => recalled.get(id) === undefined);
  const reads = chunksOf(asked, MOST_IN_A_MINUTE).flatMap((chunk) => {
    const batch = openBatch(session);
    const answers = chunk.map(async (id) => {
      const observed = await batch.observe(readSignInActivity(id));
      if (observed.known) memory.set(id, observed);
      return [id, observed] as const;
    });
    batch.send();
    return answers;
  });
  const answered = new Map<string, Observed<SignInActivity | null>>(await Promise.all(reads));
  return ids.flatMap((id) => {
    const kept = recalled.get(id);
    if (kept !== undefined) session.onRead(resourceOf(RESOURCES.signInActivity, id));
    const observed = kept ?? answered.get(id);
    return observed === undefined ? [] : [observed];
  });
}
