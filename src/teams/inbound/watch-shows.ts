import type { ConversationReference } from 'botbuilder';
import type { Watching } from '../../workflows/watching.js';
import type { CardMessage } from '../card-renderer.js';
import { withoutThread } from '../outbound/conversation.js';
import type { TurnDependencies } from './turn.js';
import { UNKNOWN_ALERT, UNKNOWN_CASE, UNKNOWN_CONTROL, UNKNOWN_DRILL } from './watch-problems.js';

/** The cards of watching, rendered from the store. Nothing here changes anything. */

/** Subscriptions and schedules belong to a channel, not to one of its threads. */
export function placeOf({ conversation }: ConversationReference): string {
  return withoutThread(conversation.id);
}

function nowOf({ clock }: Pick<TurnDependencies, 'clock'>): string {
  return new Date(clock.now()).toISOString();
}

export async function showStatus(deps: TurnDependencies, watching: Watching): Promise<CardMessage> {
  const [status, report, alerts, cases, trend] = await Promise.all([
    watching.status(),
    deps.findLatestReport(),
    watching.alerts.listOpenAlerts(),
    watching.drift.listOpenCases(),
    deps.history.trend(),
  ]);
  return deps.cards.watchStatus({ status, report, alerts, cases, trend, now: nowOf(deps) });
}

export async function showSubscription(
  { cards }: TurnDependencies,
  { subscriptions }: Watching,
  place: string,
): Promise<CardMessage> {
  return cards.subscription(await subscriptions.findSubscription(place));
}

export async function showSchedule(
  { cards }: TurnDependencies,
  { schedules }: Watching,
  place: string,
): Promise<CardMessage> {
  return cards.schedule(await schedules.describe(place));
}

export async function showCase({ cards }: TurnDependencies, { drift }: Watching, id: string): Promise<CardMessage> {
  const found = await drift.findCase(id);
  return found ? cards.driftCase(found) : cards.problem(UNKNOWN_CASE);
}

export async function showAlert({ cards }: TurnDependencies, { alerts }: Watching, id: string): Promise<CardMessage> {
  const found = await alerts.findAlert(id);
  return found ? cards.alert(found) : cards.problem(UNKNOWN_ALERT);
}

export async function showDrills(deps: TurnDependencies, { drills }: Watching): Promise<CardMessage> {
  const [due, all] = await Promise.all([drills.listDue(), drills.listDrills()]);
  return deps.cards.drillForm({ due, drills: all, now: nowOf(deps) });
}

export async function showDrill({ cards }: TurnDependencies, { drills }: Watching, id: string): Promise<CardMessage> {
  const found = await drills.findDrill(id);
  return found ? cards.drill(found) : cards.problem(UNKNOWN_DRILL);
}

export async function showAttestations(deps: TurnDependencies, { attestations }: Watching): Promise<CardMessage> {
  return deps.cards.attestations({ attestations: await attestations.list(), now: nowOf(deps) });
}

export async function showAttestationForm(
  { cards }: TurnDependencies,
  { attestations }: Watching,
  controlId: string,
): Promise<CardMessage> {
  const found = (await attestations.list()).find((one) => one.controlId === controlId);
  return found ? cards.attestationForm(found) : cards.problem(UNKNOWN_CONTROL);
}
