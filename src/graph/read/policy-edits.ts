import { z } from 'zod';
import { parseJson } from '../client/graph-client.js';
import { parseWith, type CollectionRead } from './observe.js';
import { texts } from './policy-schema.js';
import { RESOURCES } from './resources.js';

/**
 * What the audit log says about edits of one policy: the exclusions that each edit left behind. The log holds the whole
 * policy after the edit as JSON text. It lags minutes behind, so an edit that is not there may still have happened.
 */

export interface PolicyEdit {
  /** ISO 8601, as Graph wrote it. */
  readonly at: string;
  /** `excludeUsers` after the edit; null when the log does not say it legibly. */
  readonly excludeUsers: readonly string[] | null;
}

const withExclusions = z.object({ conditions: z.object({ users: z.object({ excludeUsers: texts }) }) });

/** `conditions.users.excludeUsers` of a policy as Graph writes it, in Graph's order; null when it has no users. */
export function exclusionsOf(policy: unknown): readonly string[] | null {
  const parsed = withExclusions.safeParse(policy);
  return parsed.success ? parsed.data.conditions.users.excludeUsers : null;
}

const target = z.object({
  id: z.string().nullish(),
  modifiedProperties: z.array(z.object({ newValue: z.string().nullish() })).nullish(),
});
type Target = z.infer<typeof target>;

const auditRecord = z.object({ activityDateTime: z.string(), targetResources: z.array(target) });

function exclusionsAfter({ modifiedProperties }: Target): readonly string[] | null {
  const states = modifiedProperties?.map(({ newValue }) => exclusionsOf(parseJson(newValue ?? '')));
  return states?.find((state) => state !== null) ?? null;
}

/** Newest first in the log; oldest first here. Records of the same moment keep the log's order. */
function oldestFirst(records: readonly z.infer<typeof auditRecord>[]): readonly z.infer<typeof auditRecord>[] {
  const at = ({ activityDateTime }: z.infer<typeof auditRecord>) => Date.parse(activityDateTime);
  return [...records].reverse().sort((a, b) => at(a) - at(b));
}

/** Edits of the policy with this ID from `since` (ISO 8601) on, oldest first. */
export function readPolicyEdits(policyId: string, since: string): CollectionRead<readonly PolicyEdit[]> {
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
              .map((policy) => ({ at: activityDateTime, excludeUsers: exclusionsAfter(policy) })),
          ),
        ),
    ),
  };
}
