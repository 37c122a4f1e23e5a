import type { Finding } from '../controls/control.js';
import type { DriftCase } from '../drift/drift.js';
import { coversNow } from '../drift/waivers.js';

/**
 * Which findings somebody has accepted, and until when. It is shown beside the outcome and never changes it: a `fail` that
 * is accepted fails, and so does the scan.
 */

export interface Acceptance {
  /** Of the finding that was accepted: one that rests on anything else is not covered. */
  readonly fingerprint: string;
  readonly owner: string;
  readonly ownerName: string;
  readonly reason: string;
  /** ISO 8601 UTC. */
  readonly at: string;
  readonly expiresAt: string;
}

const HOLDS: readonly string[] = ['pass', 'notApplicable'];

function acceptedIn({ drifts, waiver }: DriftCase): readonly Acceptance[] {
  if (waiver === null) return [];
  const { owner, ownerName, reason, at, expiresAt } = waiver;
  return drifts
    .flatMap(({ findings }) => findings)
    .flatMap(({ fingerprint, after }) =>
      fingerprint === null || after === null || HOLDS.includes(after)
        ? []
        : [{ fingerprint, owner, ownerName, reason, at, expiresAt }],
    );
}

/** What the waivers of `cases` cover at `now`, ISO 8601 UTC. A waiver that ran out, or of another difference, covers nothing. */
export function acceptancesOf(cases: readonly DriftCase[], now: string): readonly Acceptance[] {
  return cases
    .filter(
      ({ state, waiver, digest }) => state === 'accepted' && waiver !== null && coversNow(waiver, { digest }, now),
    )
    .flatMap(acceptedIn);
}

/** The acceptance of exactly this finding; undefined when there is none, or when it holds and there is nothing to accept. */
export function acceptanceOf(finding: Finding, acceptances: readonly Acceptance[]): Acceptance | undefined {
  if (HOLDS.includes(finding.outcome)) return undefined;
  return acceptances.find(({ fingerprint }) => fingerprint === finding.fingerprint);
}
