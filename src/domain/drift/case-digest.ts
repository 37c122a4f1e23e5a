import type { Subject } from '../controls/control.js';
import { canonicalJson, digestOf } from '../tenant/canonical.js';
import type { Drift } from './drift.js';
import { subjectKey } from './subject-key.js';

/** Drift by subject, and when two sets of drift are the same one. */

export interface SubjectDrift {
  readonly subject: Subject;
  readonly drifts: readonly Drift[];
}

/** The drift of each subject, subjects in the order of their first drift. */
export function groupBySubject(drifts: readonly Drift[]): readonly SubjectDrift[] {
  const groups = new Map<string, SubjectDrift>();
  for (const drift of drifts) {
    const key = subjectKey(drift.subject);
    const former = groups.get(key);
    groups.set(key, { subject: former?.subject ?? drift.subject, drifts: [...(former?.drifts ?? []), drift] });
  }
  return [...groups.values()];
}

/** Without sentences and names: they are worded anew by each scan, and one about days left changes every day. */
function contentOf({ kind, severity, subject, changes, findings }: Drift) {
  return {
    kind,
    severity,
    subject: subjectKey(subject),
    changes: changes.map(({ field, before, after, added, removed }) => ({ field, before, after, added, removed })),
    findings: findings.map(({ controlId, subject: about, before, after, fingerprint }) => ({
      controlId,
      subject: subjectKey(about),
      before,
      after,
      fingerprint,
    })),
  };
}

/** SHA-256 over what `drifts` say, in any order: equal exactly when a card about them would show nothing new. */
export function digestOfDrifts(drifts: readonly Drift[]): string {
  return digestOf(drifts.map((drift) => canonicalJson(contentOf(drift))));
}
