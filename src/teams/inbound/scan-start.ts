import type { ScanReport } from '../../domain/report/scan-report.js';
import type { ScanClaim, ScanProgress } from '../../workflows/ports.js';
import type { CardMessage } from '../card-renderer.js';
import type { LiveCard } from '../outbound/live-card.js';
import type { Actor } from './activity-gate.js';
import { scanFailed, scanLimitReached } from './problems.js';
import { recordIncident, type TurnDependencies } from './turn.js';

/**
 * Asks for a scan on behalf of a person and turns what happens into cards. Knows nothing of where the cards are shown:
 * a message and a button differ only in that.
 */

export interface RunningScan {
  /** The card of the newest progress. */
  progressCard(): CardMessage;
  /** Shows each further progress in `card`, and in the end the result. Resolves when the last word is delivered. */
  showIn(card: LiveCard): Promise<void>;
}

export type ScanAnswer =
  | { readonly kind: 'started'; readonly scan: RunningScan }
  /** Somebody else is scanning, the person has asked too often, or the store is out of order. */
  | { readonly kind: 'notStarted'; readonly card: CardMessage };

type Outcome = { readonly ok: true; readonly report: ScanReport } | { readonly ok: false; readonly error: unknown };

/** The report's overview. */
const OVERVIEW = 0;

/** Settles at once into a value, so that a failure before anybody looks is not an unhandled rejection. */
async function outcomeOf(report: Promise<ScanReport>): Promise<Outcome> {
  try {
    return { ok: true, report: await report };
  } catch (error) {
    // Expected: the store failed. What Graph does ends up in the report.
    return { ok: false, error };
  }
}

function finalCard(deps: TurnDependencies, outcome: Outcome): CardMessage {
  if (!outcome.ok) {
    const incident = recordIncident(deps, 'scan failed', outcome.error);
    return deps.cards.problem(scanFailed(incident));
  }
  try {
    return deps.cards.report(outcome.report, OVERVIEW, deps.remediation !== null);
  } catch (error) {
    // A renderer's bug must not leave a card that shows progress for ever.
    return deps.cards.problem(scanFailed(recordIncident(deps, 'report card not rendered', error)));
  }
}

/** Where progress arrives before anybody knows in which card to show it. */
interface ProgressFeed {
  latest: ScanProgress;
  listener: (() => void) | undefined;
}

function runningScan(
  deps: TurnDependencies,
  { byName, startedAt }: ScanClaim,
  outcome: Promise<Outcome>,
  feed: ProgressFeed,
): RunningScan {
  const progressCard = () => deps.cards.progress({ byName, startedAt, ...feed.latest });
  return {
    progressCard,
    async showIn(card) {
      feed.listener = () => card.show(progressCard());
      await card.finish(finalCard(deps, await outcome));
    },
  };
}

/** Starts a scan unless one is running or the person has started too many. Rejects when the store is out of order. */
export async function askForScan(deps: TurnDependencies, actor: Actor): Promise<ScanAnswer> {
  const slot = deps.scanLimit.take(actor.objectId, deps.clock.now());
  if (!slot.ok) return { kind: 'notStarted', card: deps.cards.problem(scanLimitReached(slot.retryInMs)) };
  const feed: ProgressFeed = { latest: { done: 0, total: 0, resource: '' }, listener: undefined };
  const onProgress = (progress: ScanProgress): void => {
    feed.latest = progress;
    feed.listener?.();
  };
  const by = { tenantId: actor.tenantId, objectId: actor.objectId };
  try {
    const start = await deps.startScan({ trigger: { kind: 'command', by, byName: actor.name }, onProgress });
    if (start.kind === 'joined') slot.giveBack();
    if (start.kind !== 'alreadyRunning') {
      return { kind: 'started', scan: runningScan(deps, start.claim, outcomeOf(start.report), feed) };
    }
    slot.giveBack();
    return { kind: 'notStarted', card: deps.cards.alreadyScanning(start.holder) };
  } catch (error) {
    slot.giveBack();
    throw error;
  }
}
