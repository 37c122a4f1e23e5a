import { readFileSync } from 'node:fs';
import type { RemediationRequest } from '../../../src/domain/approval/request.js';
import { nameToType } from '../../../src/domain/approval/review-rules.js';
import { controlById } from '../../../src/domain/controls/index.js';
import { approvalsNeeded } from '../../../src/domain/remediation/plan.js';
import type { ScanReport } from '../../../src/domain/report/scan-report.js';
import type { ScanClaim } from '../../../src/workflows/ports.js';
import type { FixOption } from '../../../src/workflows/remediation.js';
import { createCardRenderer } from '../../../src/teams/cards/index.js';
import type { CardMessage } from '../../../src/teams/card-renderer.js';

/** Every kind of card from the sample reports or from a hostile text, and ways to look into a card. */

export type ReportName = 'nonCompliant' | 'compliant' | 'incomplete';

export const SAMPLES = JSON.parse(readFileSync(new URL('./sample-reports.json', import.meta.url), 'utf8')) as Readonly<
  Record<ReportName, ScanReport>
>;

/** `low` and `many` are for the bot, `people` for people; `high` has the first of two approvals. */
export type RequestName = 'low' | 'high' | 'people' | 'many';

export const REQUESTS = JSON.parse(
  readFileSync(new URL('./sample-requests.json', import.meta.url), 'utf8'),
) as Readonly<Record<RequestName, RemediationRequest>>;

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
