import { SEVERITIES, type Severity } from '../controls/control.js';
import { keepsFromJudging, type LostSight } from './blindness.js';
import { digestOfDrifts, groupBySubject, type SubjectDrift } from './case-digest.js';
import type { Drift, DriftCase } from './drift.js';
import { worstSeverity } from './object-change.js';
import { subjectKey } from './subject-key.js';
import { coversNow } from './waivers.js';

export { digestOfDrifts, groupBySubject } from './case-digest.js';

/**
 * The life of drift cases from scan to scan: one case per subject from its first drift until the subject is as accepted
 * again. A subject that cannot be judged is not as accepted.
 */

export type CaseChange = 'opened' | 'changed' | 'resolved' | 'reopened';

export interface ToldCase {
  readonly case: DriftCase;
  readonly change: CaseChange;
}

export interface CasesInput {
  readonly tenantId: string;
  /** Every case of the tenant that is not resolved. */
  readonly open: readonly DriftCase[];
  /** All present drift. */
  readonly drifts: readonly Drift[];
  readonly scanId: string;
  /** ISO 8601 UTC. */
  readonly now: string;
  /** Fresh IDs, at least one per drifted subject. */
  readonly ids: readonly string[];
  /** What the present snapshot does not know, with what was unknown already when it was accepted: `lostSightIn`. */
  readonly unseen?: readonly LostSight[];
}

export interface CasesUpdate {
  /** New and changed cases, to be stored. A case that is not here stays as it is. */
  readonly cases: readonly DriftCase[];
  /** Those of `cases` that people hear of. */
  readonly told: readonly ToldCase[];
}

/** A case after the scan; `change` null: nobody hears of it. Undefined: untouched. */
type Outcome = { readonly case: DriftCase; readonly change: CaseChange | null } | undefined;

function open(ids: Iterator<string>, { subject, drifts }: SubjectDrift, input: CasesInput): ToldCase {
  const id = ids.next();
  if (id.done === true) throw new Error('There are more new drift cases than fresh IDs.');
  const opened: DriftCase = {
    id: id.value,
    tenantId: input.tenantId,
    subject,
    state: 'open',
    version: 1,
    severity: worstSeverity(drifts.map(({ severity }) => severity)),
    drifts,
    digest: digestOfDrifts(drifts),
    actors: [],
    scanId: input.scanId,
    openedAt: input.now,
    updatedAt: input.now,
    snoozedUntil: null,
    waiver: null,
  };
  return { case: opened, change: 'opened' };
}

/** Whether somebody would have to look again before calling the subject of the case settled. */
function isHeld({ subject }: DriftCase, { drifts, unseen }: CasesInput): boolean {
  const lost = drifts
    .filter(({ kind }) => kind === 'wentBlind')
    .map((drift): LostSight => ({ subject: drift.subject, resource: drift.changes[0]?.field ?? '' }));
  const isUnjudged = drifts.some(({ findings }) =>
    findings.some((finding) => finding.after === 'error' && subjectKey(finding.subject) === subjectKey(subject)),
  );
  return isUnjudged || [...lost, ...(unseen ?? [])].some((missing) => keepsFromJudging(missing, subject));
}

/** The drift of the case now; undefined: there is none any more. */
function driftsNow(
  former: DriftCase,
  present: SubjectDrift | undefined,
  input: CasesInput,
): readonly Drift[] | undefined {
  if (present === undefined) return isHeld(former, input) ? former.drifts : undefined;
  const isBlindOnly = present.drifts.every(({ kind }) => kind === 'wentBlind');
  // What was seen before sight was lost is still all that is known.
  const kept = isBlindOnly ? former.drifts.filter(({ kind }) => kind !== 'wentBlind') : [];
  return [...present.drifts, ...kept];
}

function isWorse(severity: Severity, than: Severity): boolean {
  return SEVERITIES.indexOf(severity) < SEVERITIES.indexOf(than);
}

function wake(former: DriftCase, next: DriftCase): Outcome {
  return {
    case: { ...next, version: former.version + 1, state: 'open', snoozedUntil: null, waiver: null },
    change: 'reopened',
  };
}

function stay(former: DriftCase, next: DriftCase, change: CaseChange | null): Outcome {
  return next === former ? undefined : { case: { ...next, version: former.version + 1 }, change };
}

function resolve(former: DriftCase, { scanId, now }: CasesInput): Outcome {
  const resolved: DriftCase = { ...former, state: 'resolved', scanId, updatedAt: now, snoozedUntil: null };
  return stay(former, resolved, 'resolved');
}

function renew(former: DriftCase, drifts: readonly Drift[], { scanId, now }: CasesInput): DriftCase {
  const digest = digestOfDrifts(drifts);
  if (digest === former.digest) return former;
  const severity = worstSeverity(drifts.map((drift) => drift.severity));
  return { ...former, drifts, digest, severity, scanId, updatedAt: now };
}

function update(former: DriftCase, present: SubjectDrift | undefined, input: CasesInput): Outcome {
  const drifts = driftsNow(former, present, input);
  if (drifts === undefined) return resolve(former, input);
  const next = renew(former, drifts, input);
  switch (former.state) {
    case 'open':
      return stay(former, next, 'changed');
    case 'snoozed': {
      const isOver = former.snoozedUntil === null || Date.parse(former.snoozedUntil) <= Date.parse(input.now);
      return isOver || isWorse(next.severity, former.severity) ? wake(former, next) : stay(former, next, null);
    }
    case 'accepted':
      return former.waiver !== null && coversNow(former.waiver, next, input.now) ? undefined : wake(former, next);
    case 'resolved':
      return undefined;
  }
}

/** The cases after a scan that found `drifts`, and what people are told. Throws when `ids` are too few. */
export function updateCases(input: CasesInput): CasesUpdate {
  const former = input.open.filter(({ state }) => state !== 'resolved');
  const groups = new Map(groupBySubject(input.drifts).map((group) => [subjectKey(group.subject), group]));
  const known = new Set(former.map(({ subject }) => subjectKey(subject)));
  const ids = input.ids[Symbol.iterator]();
  const updated = former.flatMap((one) => update(one, groups.get(subjectKey(one.subject)), input) ?? []);
  const opened = [...groups].filter(([key]) => !known.has(key)).map(([, group]) => open(ids, group, input));
  const all = [...updated, ...opened];
  return {
    cases: all.map((one) => one.case),
    told: all.flatMap(({ case: changed, change }) => (change === null ? [] : [{ case: changed, change }])),
  };
}

/** More new cases than this at once are one message. */
const FLOOD = 10;

/** Whether so many cases were opened at once that one digest says it better than a card each. */
export function digestNeeded(told: readonly ToldCase[]): boolean {
  return told.filter(({ change }) => change === 'opened').length > FLOOD;
}
