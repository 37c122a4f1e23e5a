import { SEVERITIES } from '../controls/control.js';
import { compareSight } from './blindness.js';
import { compareAccounts } from './compare-accounts.js';
import { compareDesignatedGroups } from './compare-designated-groups.js';
import { compareFindings, findingOf, goneControls, isOnlyEvidence, type FindingChange } from './compare-findings.js';
import { compareGroups } from './compare-groups.js';
import { comparePolicies } from './compare-policies.js';
import { compareReferences } from './compare-references.js';
import { compareTenant } from './compare-tenant.js';
import type { Drift } from './drift.js';
import { explanationsOf } from './explain-findings.js';
import { namesOf } from './names.js';
import { mergeBySubject, type Comparison, type ObjectChange, type TenantView } from './object-change.js';
import { findingDrift, objectDrift } from './to-drift.js';

export type { TenantView } from './object-change.js';

/** The accepted view of the tenant against the present one: what changed in the directory, then what follows for the findings. */

function changedObjects(comparison: Comparison): readonly ObjectChange[] {
  const changes = mergeBySubject([
    ...comparePolicies(comparison),
    ...compareGroups(comparison),
    ...compareDesignatedGroups(comparison),
    ...compareAccounts(comparison),
    ...compareReferences(comparison),
  ]);
  return [...changes, ...compareTenant(comparison), ...compareSight(comparison)];
}

function bySeverity(a: Drift, b: Drift): number {
  const keyOf = ({ subject, kind, summary }: Drift) => `${subject.type} ${subject.id} ${kind} ${summary}`;
  return SEVERITIES.indexOf(a.severity) - SEVERITIES.indexOf(b.severity) || (keyOf(a) < keyOf(b) ? -1 : 1);
}

/** What changed under findings that hold is told as objects; alone it is told where no object is, or nobody judges it any more. */
function isWorthTelling(change: FindingChange, objects: readonly ObjectChange[], gone: ReadonlySet<string>): boolean {
  const { before, after } = change;
  if (!isOnlyEvidence(change) || gone.has(findingOf(change).controlId)) return true;
  return objects.length === 0 && before !== null && after !== null;
}

/**
 * Everything in which `present` differs from `accepted`, the most serious first; empty for the same tenant in whatever order
 * and at whatever time it was read. What is unknown on either side is compared by nothing but that: see `wentBlind`.
 */
export function compare(accepted: TenantView, present: TenantView): readonly Drift[] {
  const comparison: Comparison = { accepted, present, nameOf: namesOf(accepted.snapshot, present.snapshot) };
  const objects = changedObjects(comparison);
  const findings = compareFindings(comparison).map((change) => ({ change, by: explanationsOf(change, objects) }));
  const explained = objects.map((object) =>
    objectDrift(
      object,
      findings.filter(({ change, by }) => by.includes(object) && !isOnlyEvidence(change)).map(({ change }) => change),
    ),
  );
  const gone = goneControls(comparison);
  const alone = findings
    .filter(({ change, by }) => by.length === 0 && isWorthTelling(change, objects, gone))
    .map(({ change }) => findingDrift(change));
  return [...explained, ...alone].sort(bySeverity);
}
