import { z } from 'zod';
import type { DirectoryAudit } from '../../domain/alerts/alert.js';
import type { Actor } from '../../domain/drift/drift.js';
import { canonicalId, moment, objectId, optionalText } from './graph-schema.js';
import { parseWith, type CollectionRead } from './observe.js';
import { oldestFirst } from './oldest-first.js';
import { RESOURCES } from './resources.js';

/**
 * The directory's audit log from a moment on. One record that is not what Graph documents makes the read malformed: a
 * record that was skipped could be the one that mattered. Source: Microsoft Graph, directoryAudit.
 */

const modifiedProperty = z.object({
  displayName: z
    .string()
    .nullish()
    .transform((name) => name ?? ''),
  oldValue: optionalText,
  newValue: optionalText,
});

/** The metadata allows null for an empty list. An absent list of targets is something else: nobody knows what was changed. */
const target = z
  .object({
    id: optionalText.transform((id) => (id === null || id === '' ? null : canonicalId(id))),
    type: optionalText,
    displayName: optionalText,
    modifiedProperties: z.array(modifiedProperty).nullish(),
  })
  .transform(({ id, type: kind, displayName, modifiedProperties }) => ({
    id,
    kind,
    displayName,
    modifiedProperties: modifiedProperties === null || modifiedProperties === undefined ? [] : modifiedProperties,
  }));

const user = z.object({
  id: optionalText,
  userPrincipalName: optionalText,
  displayName: optionalText,
  ipAddress: optionalText,
});
const app = z.object({ servicePrincipalId: optionalText, appId: optionalText, displayName: optionalText });

const record = z.object({
  id: objectId,
  activityDateTime: moment,
  activityDisplayName: z.string().min(1),
  category: optionalText,
  result: optionalText,
  correlationId: optionalText,
  initiatedBy: z.object({ user: user.nullish(), app: app.nullish() }).nullable(),
  targetResources: z.array(target).nullable(),
});
type AuditRecord = z.infer<typeof record>;

/** The first text that says something: Graph fills what it does not know with null or nothing. */
function firstText(...texts: readonly (string | null | undefined)[]): string | null {
  return texts.find((text) => text !== null && text !== undefined && text !== '') ?? null;
}

type Initiator = Pick<Actor, 'kind' | 'objectId' | 'name' | 'application' | 'ipAddress'>;

function lowerCaseId(id: string | null): string | null {
  return id === null ? null : canonicalId(id);
}

/** Graph names an application beside a person when the person used it. */
function initiatorOf({ initiatedBy }: AuditRecord): Initiator {
  const [person, program] = [initiatedBy?.user, initiatedBy?.app];
  const application = firstText(program?.displayName);
  const ipAddress = firstText(person?.ipAddress);
  const personName = firstText(person?.userPrincipalName, person?.displayName, person?.id);
  if (personName !== null) {
    const id = lowerCaseId(firstText(person?.id));
    return { kind: 'user', objectId: id, name: personName, application, ipAddress };
  }
  const programId = firstText(program?.servicePrincipalId, program?.appId);
  const programName = application ?? programId;
  if (programName === null) {
    return { kind: 'unknown', objectId: null, name: 'somebody the log does not name', application, ipAddress };
  }
  return { kind: 'app', objectId: lowerCaseId(programId), name: programName, application, ipAddress };
}

function toAudit(raw: AuditRecord): DirectoryAudit {
  const { id, activityDateTime, activityDisplayName, category, result, correlationId, targetResources } = raw;
  return {
    id,
    activityDateTime,
    activityDisplayName,
    category,
    result,
    correlationId,
    actor: {
      ...initiatorOf(raw),
      at: activityDateTime,
      activity: activityDisplayName,
      correlationId,
      auditId: id,
    },
    targets: targetResources === null ? [] : targetResources,
  };
}

/** Records from `since` (ISO 8601 UTC) on, oldest first. */
export function readDirectoryAudits(since: string): CollectionRead<readonly DirectoryAudit[]> {
  const filter = encodeURIComponent(`activityDateTime ge ${since}`);
  return {
    shape: 'collection',
    resource: RESOURCES.directoryAudits,
    permission: 'AuditLog.Read.All',
    version: 'v1.0',
    path: `/auditLogs/directoryAudits?$filter=${filter}&$orderby=activityDateTime`,
    parse: parseWith(
      z.array(record).transform((records) => oldestFirst(records.map(toAudit), (audit) => audit.activityDateTime)),
    ),
  };
}
