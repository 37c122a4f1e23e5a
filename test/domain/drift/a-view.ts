import { DEFAULT_SETTINGS } from '../../../src/domain/controls/control.js';
import { evaluateControls } from '../../../src/domain/controls/evaluate.js';
import { compare, type TenantView } from '../../../src/domain/drift/compare.js';
import type { Drift } from '../../../src/domain/drift/drift.js';
import type { ConditionalAccessPolicy } from '../../../src/domain/tenant/conditional-access-policy.js';
import type { TenantSnapshot } from '../../../src/domain/tenant/snapshot.js';
import { aSnapshot, BASE_POLICIES, policiesOf } from '../a-snapshot.js';

/** Views of a tenant for comparing, with the findings that the controls make of it. */

export function viewOf(snapshot: TenantSnapshot): TenantView {
  return { snapshot, findings: evaluateControls(snapshot, DEFAULT_SETTINGS) };
}

/** The drift from the compliant tenant to the one with `overrides`. */
export function driftTo(overrides: Partial<TenantSnapshot>, from: Partial<TenantSnapshot> = {}): readonly Drift[] {
  return compare(viewOf(aSnapshot(from)), viewOf(aSnapshot(overrides)));
}

/** The three policies, the enabled one changed. */
export function withPolicy(
  change: Partial<ConditionalAccessPolicy>,
): Pick<TenantSnapshot, 'policies' | 'betaPolicies'> {
  const [first, ...rest] = BASE_POLICIES;
  if (first === undefined) throw new Error('The tenant has an enabled policy.');
  return policiesOf({ ...first, ...change }, ...rest);
}

/** The only drift of the subject; fails the test when there is none or another. */
export function onlyDriftOf(subjectId: string, drifts: readonly Drift[]): Drift {
  const own = drifts.filter(({ subject }) => subject.id === subjectId);
  const [drift] = own;
  if (drift === undefined || own.length > 1)
    throw new Error(`${own.length} drifts of ${subjectId}: ${JSON.stringify(drifts, null, 1)}`);
  return drift;
}
