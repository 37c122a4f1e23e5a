import { readFileSync } from 'node:fs';
import type { Acknowledgement, Alert } from '../../../src/domain/alerts/alert.js';
import type { RemediationRequest } from '../../../src/domain/approval/request.js';
import { nameToType } from '../../../src/domain/approval/review-rules.js';
import type { ControlGuide } from '../../../src/domain/controls/control.js';
import { controlById } from '../../../src/domain/controls/index.js';
import { approvalsNeeded } from '../../../src/domain/remediation/plan.js';
import type { DriftCase } from '../../../src/domain/drift/drift.js';
import type { Drill } from '../../../src/domain/drills/drill.js';
import type { Acceptance } from '../../../src/domain/report/acceptances.js';
import type { ScanComparison } from '../../../src/domain/report/compare-scans.js';
import { markdownSummaryOf } from '../../../src/domain/report/markdown-summary.js';
import type { ReportFinding, ScanReport } from '../../../src/domain/report/scan-report.js';
import type { AutomationOverview } from '../../../src/workflows/automation.js';
import type { ScanClaim, ScanSummary, WritingStop } from '../../../src/workflows/ports.js';
import type { FixOption } from '../../../src/workflows/remediation.js';
import type { Subscription } from '../../../src/workflows/watch-ports.js';
import type { AttestationView, ScheduleView, WatchStatus } from '../../../src/workflows/watching.js';
import { createCardRenderer } from '../../../src/teams/cards/index.js';
import type { CardMessage, DrillFormView } from '../../../src/teams/card-renderer.js';

/** Every kind of card from the sample reports or from a hostile text, and ways to look into a card. */

export type ReportName = 'nonCompliant' | 'compliant' | 'incomplete';

export const SAMPLES = JSON.parse(readFileSync(new URL('./sample-reports.json', import.meta.url), 'utf8')) as Readonly<
  Record<ReportName, ScanReport>
>;

/**
 * `low` and `many` are for the bot, `people` for people; `high` has the first of two approvals. `mode` and `resume` change
 * what the bot does by itself.
 */
export type RequestName = 'low' | 'high' | 'people' | 'many' | 'mode' | 'resume';

export const REQUESTS = JSON.parse(
  readFileSync(new URL('./sample-requests.json', import.meta.url), 'utf8'),
) as Readonly<Record<RequestName, RemediationRequest>>;

/** `drift` is what a person did, `blind` what cannot be read any more; the drills are one in three states. */
export const WATCHED = JSON.parse(readFileSync(new URL('./sample-watching.json', import.meta.url), 'utf8')) as {
  /** ISO 8601 UTC. */
  readonly now: string;
  readonly drift: DriftCase;
  readonly blind: DriftCase;
  readonly alert: Alert;
  readonly acknowledgement: Acknowledgement;
  readonly drill: Drill;
  readonly observed: Drill;
  readonly passed: Drill;
  readonly attestations: readonly AttestationView[];
  readonly status: WatchStatus;
  readonly subscription: Subscription;
  readonly schedule: ScheduleView;
  readonly due: DrillFormView['due'];
};

/** What is read after a scan. `history` is newest first, `daily` oldest first; `comparison` has a change of every kind. */
export const READING = JSON.parse(readFileSync(new URL('./sample-reading.json', import.meta.url), 'utf8')) as {
  readonly guide: ControlGuide;
  readonly acceptance: Acceptance;
  readonly history: readonly ScanSummary[];
  readonly daily: readonly ScanSummary[];
  readonly comparison: ScanComparison;
};

/** `low` without a review: people allowed its kind beforehand. */
export const AUTOMATIC: RemediationRequest = {
  ...REQUESTS.low,
  authorizedBy: 'automaticMode',
  requester: { ...REQUESTS.low.requester, objectId: 'glasswatch' },
  requesterName: 'Glasswatch',
  state: 'executing',
};

/** `low`, proposed by the bot because of a mode. */
export const PROPOSED_BY_BOT: RemediationRequest = { ...AUTOMATIC, authorizedBy: 'review', state: 'proposed' };

export const STOP: WritingStop = { byName: 'Adele Vance', at: '2026-11-26T14:30:00.000Z' };

/** One control in each mode. */
export const OVERVIEW: AutomationOverview = {
  controls: [
    { controlId: 'BG-CA-05', mode: 'advisory', options: [{ id: 'o1', mode: 'approval' }] },
    {
      controlId: 'BG-CA-01',
      mode: 'automatic',
      options: [
        { id: 'o2', mode: 'advisory' },
        { id: 'o3', mode: 'approval' },
      ],
    },
    { controlId: 'BG-CA-02', mode: 'approval', options: [{ id: 'o4', mode: 'automatic' }] },
  ],
  stopped: null,
  heldBack: null,
  fixesInLastHour: 2,
  maxFixesPerHour: 5,
};

export const cards = createCardRenderer({
  controlTitle: (id) => controlById(id)?.title,
  approvalsNeeded,
  nameToType,
});

/** What `fix` lists for the plan of `request`. */
export function optionOf({ plan }: RemediationRequest, summary = 'Something fails.'): FixOption {
  const { controlId, subject } = plan;
  return { scanId: 'scan', fingerprint: 'finding', controlId, subjectName: subject.name, summary, plan };
}

function must<T>(value: T | undefined): T {
  if (value === undefined) throw new Error('the sample has no such thing');
  return value;
}

/** The first finding of `report` with this outcome, as a card. */
export function findingCard(report: ScanReport, outcome: string): CardMessage {
  const finding = must(report.findings.find((candidate) => candidate.outcome === outcome));
  return must(cards.finding(report, finding.fingerprint, 1));
}

/** One card of each kind about `request`, in the states in which it says most. */
export function everyRequestCard(request: RemediationRequest): Readonly<Record<string, CardMessage>> {
  const steps = request.steps.map((step) => ({ ...step, state: 'verified' as const }));
  return {
    fixes: cards.fixes([optionOf(request, request.outcome || 'Something fails.')]),
    approvals: cards.approvals([request]),
    plan: cards.request(request),
    'plan that succeeded': cards.request({ ...request, state: 'succeeded', steps }),
    confirmation: cards.confirmation(request, 'token'),
  };
}

/** One card of each kind about what the bot does by itself; `text` stands in every place that is not ours. */
export function everyAutomationCard(text: string): Readonly<Record<string, CardMessage>> {
  const stop = { ...STOP, byName: text };
  const controls = OVERVIEW.controls.map((control) => ({ ...control, controlId: text }));
  const { mode } = REQUESTS;
  const steps = mode.plan.steps.map((step) => ({ ...step, title: text, before: text, after: text, undo: text }));
  const changed = { ...mode, requesterName: text, outcome: text, plan: { ...mode.plan, steps } };
  return {
    automation: cards.automation({ ...OVERVIEW, controls, heldBack: text }),
    'automation that is stopped': cards.automation({ ...OVERVIEW, controls, stopped: stop }),
    stopped: cards.stopped({ kind: 'stopped', stop }),
    'stopped already': cards.stopped({ kind: 'alreadyStopped', stop }),
    'plan of a mode': cards.request({ ...changed, state: 'failed' }),
    'confirmation of a mode': cards.confirmation(changed, 'token'),
  };
}

function hostilePerson(text: string): Drill['plannedBy'] {
  return { tenantId: 't', objectId: 'o', name: text };
}

/** A case with as much of everything as there may be, in which every name is `text`. */
function hostileCase({ drifts: [sample], ...drifted }: DriftCase, text: string): DriftCase {
  const named = { ...drifted.subject, name: text };
  const change = { field: text, before: text, after: text, added: Array(9).fill(text), removed: Array(9).fill(text) };
  const finding = { ...must(sample?.findings[0]), subject: named, summary: text };
  const [actor] = drifted.actors;
  const actors = Array.from({ length: 5 }, () => ({
    ...must(actor),
    ...{ name: text, application: text, ipAddress: text, activity: text, correlationId: text },
  }));
  const drifts = Array.from({ length: 9 }, () => ({
    ...must(sample),
    subject: named,
    summary: text,
    changes: Array.from({ length: 9 }, () => change),
    findings: Array.from({ length: 9 }, () => finding),
  }));
  return { ...drifted, subject: named, actors, drifts };
}

/** One card of each kind about watching; `text` stands in every place that is not ours. */
export function everyWatchCard(text: string): Readonly<Record<string, CardMessage>> {
  const { acknowledgement, attestations, due, now, status } = WATCHED;
  const person = hostilePerson(text);
  const drifted = hostileCase(WATCHED.drift, text);
  const waiver = { owner: 'o', ownerName: text, reason: text, at: now, expiresAt: now, digest: '' };
  const facts = Array.from({ length: 20 }, () => ({ label: text, value: text }));
  const alert: Alert = {
    ...WATCHED.alert,
    summary: text,
    facts,
    acknowledgement: { ...acknowledgement, name: text, text },
  };
  const { followUp, signIn } = WATCHED.passed;
  const drill: Drill = {
    ...WATCHED.passed,
    accountName: text,
    people: [person, person],
    plannedBy: person,
    signIn: { ...must(signIn ?? undefined), application: text },
    followUp: { ...must(followUp ?? undefined), by: person, notes: text },
  };
  const statements = attestations.map((one) => ({
    ...one,
    title: text,
    template: text,
    current: one.current && {
      ...one.current,
      ...{ statement: text, owner: person, custodians: [person, person], invalidBecause: text, evidenceLink: text },
    },
  }));
  const health = status.health.map((one) => ({ ...one, lastFailure: text, lastFailureAt: now }));
  const letter = { id: 'l', name: 'scan' as const, failedAt: now, error: text, attempts: 5 };
  const broken = { ...status, health, deadLetters: [letter], warnings: [text, text] };
  return {
    'drift case': cards.driftCase(drifted),
    'drift case that is accepted': cards.driftCase({ ...drifted, state: 'accepted', waiver }),
    'drift digest': cards.driftDigest(Array.from({ length: 30 }, () => drifted)),
    alert: cards.alert(alert),
    'alert that is acknowledged': cards.alert({ ...alert, state: 'acknowledged' }),
    drill: cards.drill(drill),
    'drill form': cards.drillForm({ due: due.map((one) => ({ ...one, accountName: text })), drills: [drill], now }),
    reminder: cards.reminder({ what: 'drill', id: 'a', name: text, dueAt: now, isOverdue: false }),
    'reminder of a statement': cards.reminder({
      what: 'attestation',
      id: 'a',
      name: text,
      dueAt: null,
      isOverdue: true,
    }),
    statements: cards.attestations({ attestations: statements, now }),
    'statement form': cards.attestationForm(must(statements[0])),
    subscription: cards.subscription({ ...WATCHED.subscription, by: text }),
    schedule: cards.schedule({ ...WATCHED.schedule, ...{ description: text, timeZone: text, watchDescription: text } }),
    'watch status': cards.watchStatus({
      status: broken,
      report: SAMPLES.incomplete,
      alerts: [alert, alert, alert, alert],
      cases: [drifted, drifted, drifted, drifted],
      trend: READING.daily,
      now,
    }),
  };
}

/** The first finding of `report` that is `outcome`, with a guide and accepted for a time. */
export function guidedCard(report: ScanReport, outcome: string): CardMessage {
  const finding = must(report.findings.find((candidate) => candidate.outcome === outcome));
  const { fingerprint } = finding;
  const guided: ReportFinding = { ...finding, licence: 'P1', guide: READING.guide, acceptance: READING.acceptance };
  return must(cards.finding({ ...report, findings: [guided] }, fingerprint, 1, true));
}

/** One card of each kind of what is read after a scan; `text` stands in every place that is not ours. */
export function everyReadingCard(report: ScanReport, text: string, copies = 20): Readonly<Record<string, CardMessage>> {
  const { comparison, history } = READING;
  const trigger = { kind: 'command' as const, by: { tenantId: 't', objectId: 'o' }, byName: text };
  const subject = { type: 'account' as const, id: text, name: text };
  const changes = comparison.changes.flatMap((change) =>
    Array.from({ length: copies }, () => ({
      ...change,
      title: text,
      subject,
      summary: text,
      evidence: [text, text, text],
    })),
  );
  const finding = must(report.findings[0]);
  const guide = Object.fromEntries(
    Object.entries(READING.guide).map(([name, value]) => [
      name,
      Array.isArray(value) ? Array.from({ length: 9 }, () => text) : name === 'expected' ? text : value,
    ]),
  ) as unknown as ControlGuide;
  const acceptance = { ...READING.acceptance, ownerName: text, reason: text };
  const guided = { ...report, findings: [{ ...finding, controlId: 'BG-CA-01', guide, acceptance }] };
  return {
    matrix: cards.matrix(report, 0),
    'last page of the matrix': cards.matrix(report, Number.MAX_SAFE_INTEGER),
    'finding with a guide': must(cards.finding(guided, finding.fingerprint, 1, true)),
    history: cards.history({
      scans: history.map((scan) => ({ ...scan, trigger })),
      page: 0,
      hasMore: true,
      all: false,
    }),
    comparison: cards.comparison({ ...comparison, changes }),
    exported: cards.exported({ report, summary: markdownSummaryOf(report), files: ['report.html', 'report.md'] }),
  };
}

/** One card of each kind about a scan; `name` stands where a person's name goes. */
export function everyCard(report: ScanReport, name: string): Readonly<Record<string, CardMessage>> {
  const holder: ScanClaim = { scanId: 'scan', startedAt: '2026-11-26T14:03:01Z', byName: name };
  const first = must(report.findings[0]);
  return {
    progress: cards.progress({ ...holder, done: 12, total: 23, resource: `users/${name}` }),
    overview: cards.report(report, 0, true),
    'first page': cards.report(report, 1),
    'last page': cards.report(report, Number.MAX_SAFE_INTEGER),
    finding: must(cards.finding(report, first.fingerprint, 1, true)),
    'already scanning': cards.alreadyScanning(holder),
    'no scan yet': cards.noScanYet(),
    help: cards.help(),
    welcome: cards.welcome(),
    problem: cards.problem({ code: 'GRAPH_UNREACHABLE', what: `Graph did not answer ${name}`, next: `Ask ${name}.` }),
  };
}

export type Node = Readonly<Record<string, unknown>>;

function isNode(value: unknown): value is Node {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** Every object inside `value`, itself included, fallbacks too. */
export function nodesOf(value: unknown): readonly Node[] {
  if (Array.isArray(value)) return value.flatMap(nodesOf);
  if (!isNode(value)) return [];
  return [value, ...Object.values(value).flatMap(nodesOf)];
}

/** The texts of all nodes of one type. */
export function textsOf(card: unknown, type: 'TextBlock' | 'TextRun'): readonly string[] {
  return nodesOf(card)
    .filter((node) => node['type'] === type)
    .map((node) => String(node['text']));
}

/** Everything a reader sees, as one text with ordinary spaces and no invisible break marks. */
export function readable(message: CardMessage): string {
  return [...textsOf(message.card, 'TextBlock'), ...textsOf(message.card, 'TextRun')]
    .join('\n')
    .replaceAll('\u00A0', ' ')
    .replaceAll('\u200B', '');
}

/** Every action of the card by verb or type, the fallbacks left out. */
export function actionsOf(card: unknown): readonly Node[] {
  return nodesOf(card).filter((node) => ['Action.Execute', 'Action.OpenUrl'].includes(String(node['type'])));
}

export function bytesOf(message: CardMessage): number {
  return Buffer.byteLength(JSON.stringify(message.card));
}
