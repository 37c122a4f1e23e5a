import type { DirectoryAudit } from '../alerts/alert.js';
import type { Actor, DriftCase } from './drift.js';
import { canonicalJson } from '../tenant/canonical.js';
import { normalId } from './facts.js';

/**
 * Who changed what a case is about, as the directory's audit log says. The log is late by minutes and more, so this is asked
 * again for cases that are known already.
 */

const MOST_ACTORS = 5;

export interface ActorWindow {
  /** When the tenant was accepted, ISO 8601 UTC: what happened before is part of what was accepted. */
  readonly since: string;
  /** The cases as they are stored, where `cases` were changed since: a case goes one version further, not two. */
  readonly stored?: readonly DriftCase[];
}

/** Object IDs that the drift of the case is about, beside its subject. */
function memberIdsOf({ drifts }: DriftCase): ReadonlySet<string> {
  const changes = drifts.flatMap((drift) => drift.changes);
  return new Set(changes.flatMap(({ added, removed }) => [...added, ...removed]));
}

function namesTarget({ targets }: DirectoryAudit, isWanted: (id: string) => boolean): boolean {
  return targets.some(({ id }) => id !== null && isWanted(normalId(id)));
}

/** A record of a member counts only when it is about being one: members are changed in other ways, too. */
function isAboutMembership({ activityDisplayName }: DirectoryAudit): boolean {
  return /\b(member|owner|group)/i.test(activityDisplayName);
}

function isAbout(audit: DirectoryAudit, drifted: DriftCase, memberIds: ReadonlySet<string>): boolean {
  const subjectId = normalId(drifted.subject.id);
  if (namesTarget(audit, (id) => id === subjectId)) return true;
  return drifted.subject.type === 'group' && isAboutMembership(audit) && namesTarget(audit, (id) => memberIds.has(id));
}

/** Between the acceptance and the moment the case was last changed; a failed attempt changed nothing. */
function isInTime({ activityDateTime, result }: DirectoryAudit, drifted: DriftCase, since: string): boolean {
  const at = Date.parse(activityDateTime);
  return result?.toLowerCase() !== 'failure' && at >= Date.parse(since) && at <= Date.parse(drifted.updatedAt);
}

function newestFirst(a: Actor, b: Actor): number {
  return Date.parse(b.at) - Date.parse(a.at) || (a.auditId < b.auditId ? -1 : 1);
}

function actorsOf(drifted: DriftCase, audits: readonly DirectoryAudit[], since: string): readonly Actor[] {
  const memberIds = memberIdsOf(drifted);
  const found = audits.filter((audit) => isInTime(audit, drifted, since) && isAbout(audit, drifted, memberIds));
  // Records that left the log meanwhile stay with the case.
  const all = [...drifted.actors, ...found.map(({ actor }) => actor)];
  const distinct = new Map(all.map((actor) => [actor.auditId, actor]));
  return [...distinct.values()].sort(newestFirst).slice(0, MOST_ACTORS);
}

/**
 * `cases` with the actors that `audits` name, newest first. A case of which nothing new is known is returned as it is; one
 * with other actors is a version further than it is stored.
 */
export function attachActors(
  cases: readonly DriftCase[],
  audits: readonly DirectoryAudit[],
  { since, stored = cases }: ActorWindow,
): readonly DriftCase[] {
  return cases.map((drifted) => {
    const actors = actorsOf(drifted, audits, since);
    if (
      canonicalJson(actors.map(({ auditId }) => auditId)) ===
      canonicalJson(drifted.actors.map(({ auditId }) => auditId))
    ) {
      return drifted;
    }
    const version = (stored.find(({ id }) => id === drifted.id)?.version ?? 0) + 1;
    return { ...drifted, actors, version };
  });
}
