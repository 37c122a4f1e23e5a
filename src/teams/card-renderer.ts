import type { ScanReport } from '../domain/report/scan-report.js';
import type { ScanClaim } from '../workflows/ports.js';

/**
 * What the bot can show. The bot says when and to whom; the renderer alone knows how a card looks. Renderers are pure:
 * the same view gives the same card, and nothing is read or sent.
 */

export interface CardMessage {
  /** An Adaptive Card as plain JSON. */
  readonly card: Readonly<Record<string, unknown>>;
  /** One line for notifications and for clients that cannot show the card. */
  readonly summary: string;
}

/** A running scan, as far as it got. `startedAt` is ISO 8601 UTC. */
export interface ProgressView {
  readonly byName: string;
  readonly startedAt: string;
  readonly done: number;
  readonly total: number;
  readonly resource: string;
}

/** Why something was not done: a stable code, what happened, and what the person can do next. */
export interface ProblemView {
  readonly code: string;
  readonly what: string;
  readonly next: string;
}

export interface CardRenderer {
  progress(view: ProgressView): CardMessage;
  /** One page of a report: page 0 is the overview. */
  report(report: ScanReport, page: number): CardMessage;
  /** One finding in full; undefined when the report has none with that fingerprint. `page` is where to go back to. */
  finding(report: ScanReport, fingerprint: string, page: number): CardMessage | undefined;
  alreadyScanning(holder: ScanClaim): CardMessage;
  noScanYet(): CardMessage;
  help(): CardMessage;
  welcome(): CardMessage;
  problem(view: ProblemView): CardMessage;
}
