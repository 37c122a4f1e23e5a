import type { Control, Finding, Outcome } from '../controls/control.js';
import { controlById } from '../controls/index.js';

/**
 * What kind of answer a finding is. Technical facts and what people state are counted apart, and what nobody knows is
 * neither: one number over all three would say nothing.
 */

/**
 * - `technical`: Graph answers it.
 * - `procedural`: people do and state it: custodians, safes, rehearsals.
 * - `unknown`: something needed was not read.
 */
export type FindingNature = 'technical' | 'procedural' | 'unknown';

export const NATURES: readonly FindingNature[] = ['technical', 'procedural', 'unknown'];

/** Families whose controls are about what people do, for controls that do not say how they are decided. */
const PROCEDURAL_FAMILIES = ['GOV', 'DRILL', 'NOTIF'];

function isProcedural(controlId: string, control: Control | undefined): boolean {
  const kind = control?.kind;
  if (kind !== undefined) return kind === 'manual' || kind === 'auto/manual' || kind === 'auto+human';
  return PROCEDURAL_FAMILIES.includes(controlId.split('-')[1] ?? '');
}

function natureOf({ controlId, outcome }: Pick<Finding, 'controlId' | 'outcome'>): FindingNature {
  if (outcome === 'error') return 'unknown';
  return outcome === 'manual' || isProcedural(controlId, controlById(controlId)) ? 'procedural' : 'technical';
}

export type OutcomeCounts = Readonly<Record<Outcome, number>>;

export function countOutcomes(findings: readonly Pick<Finding, 'outcome'>[]): Record<Outcome, number> {
  const counts: Record<Outcome, number> = { pass: 0, fail: 0, warn: 0, manual: 0, notApplicable: 0, error: 0 };
  for (const finding of findings) counts[finding.outcome] += 1;
  return counts;
}

/** The outcomes of each kind of answer. */
export function countByNature(findings: readonly Finding[]): Readonly<Record<FindingNature, OutcomeCounts>> {
  const of = (nature: FindingNature) => countOutcomes(findings.filter((finding) => natureOf(finding) === nature));
  return { technical: of('technical'), procedural: of('procedural'), unknown: of('unknown') };
}
