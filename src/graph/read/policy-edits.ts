import { z } from 'zod';
import { parseJson } from '../client/graph-client.js';
import { parseWith, type CollectionRead } from './observe.js';
import { texts } from './policy-schema.js';
import { RESOURCES } from './resources.js';

/**
 * What the audit log says about edits of one policy: the excluded IDs that each edit left behind. The log holds the whole
 * policy after the edit as JSON text. It lags minutes behind, so an edit that is not there may still have happened.
 */

/** The lists of excluded IDs that this program changes. */
export type ExclusionList = 'excludeUsers' | 'excludeGroups';

export interface PolicyEdit {
  /** ISO 8601, as Graph wrote it. */
  readonly at: string;
  /** The list after the edit; null when the log does not say it legibly. */
  readonly entries: readonly string[] | null;
}

const withExclusions = z.object({
  conditions: z.object({ users: z.object({ excludeUsers: texts, excludeGroups: texts }) }),
});

/** One list in `conditions.users` of a policy as Graph writes it, in Graph's order; null when it has no users. */
export function exclusionsOf(policy: unknown, list: ExclusionList): readonly string[] | null {
  const parsed = withExclusions.safeParse(policy);
  return parsed.success ? parsed.data.conditions.users[list] : null;
}

const target = z.object({
  id: z.string().nullish(),
  modifiedProperties: z.array(z.object({ newValue: z.string().nullish() })).nullish(),
});
type Target = z.infer<typeof target>;

const auditRecord = z.object({ activityDateTime: z.string(), targetResources: z.array(target) });

function exclusionsAfter({ modifiedProperties }: Target, list: ExclusionList): readonly string[] | null {
  const states = modifiedProperties?.map(({ newValue }) => exclusionsOf(parseJson(newValue ?? ''), list));
  return states?.find((state) => state !== null) ?? null;
}

/** Newest first in the log; oldest first here. Records of the same moment keep the log's order. */
function oldestFirst(records: readonly z.infer<typeof auditRecord>[]): readonly z.infer<typeof auditRecord>[] {
  const at = ({ activityDateTime }: z.infer<typeof auditRecord>) => Date.parse(activityDateTime);
  return [...records].reverse().sort((a, b) => at(a) - at(b));
}

/** Edits of the policy with this ID from `since` (ISO 8601) on, oldest first, as far as they are about `list`. */
export function readPolicyEdits(
  policyId: string,
  list: ExclusionList,
  since: string,
): CollectionRead<readonly PolicyEdit[]> {
  const isThePolicy = ({ id }: Target) => id?.toLowerCase() === policyId.toLowerCase();
  const filter = `activityDateTime ge ${since} and targetResources/any(t:t/id eq '${policyId.replaceAll("'", "''")}')`;
  return {
    shape: 'collection',
    resource: RESOURCES.directoryAudits,
    permission: 'AuditLog.Read.All',
    version: 'v1.0',
    path: `/auditLogs/directoryAudits?$filter=${encodeURIComponent(filter)}`,
    parse: parseWith(
      z
        .array(auditRecord)
        .transform((records) =>
          oldestFirst(records).flatMap(({ activityDateTime, targetResources }) =>
            targetResources
              .filter(isThePolicy)
              .map((policy) => ({ at: activityDateTime, entries: exclusionsAfter(policy, list) })),
          ),
        ),
    ),
  };
}
