import { z } from 'zod';
import { ACCOUNT_ACTIONS, type AccountAction } from './account-action.js';
import { SHOW_VERBS, WATCH_ACTIONS, type WatchAction } from './watch-action.js';

/**
 * What a button of a card asks for. A card carries a verb and opaque IDs; whatever else arrives is dropped here, so that
 * nothing in a card can name a person or decide anything.
 */

const id = z.string().min(1).max(128);
const page = z.number().int().min(0).max(100_000);

/** What a person typed into a card. Not typed is empty; whether empty will do is not decided here. */
const typed = z.string().max(500).default('');
const request = z.object({ requestId: id });
/** Nothing chosen is empty, on clients that do not insist on a choice. */
const chosen = z.object({ optionId: z.string().max(128).default('') });
/** A scan chosen from a list; not chosen is empty. */
const picked = z.string().max(128).default('');
const shownPlan = request.extend({ planDigest: id });

const cardAction = z.discriminatedUnion('verb', [
  z.object({ verb: z.literal('scan.rerun') }),
  z.object({ verb: z.literal('scan.page'), data: z.object({ scanId: id, page }) }),
  z.object({ verb: z.literal('scan.finding'), data: z.object({ scanId: id, fingerprint: id, page }) }),
  z.object({ verb: z.literal('scan.matrix'), data: z.object({ scanId: id, page }) }),
  z.object({
    verb: z.literal('history.show'),
    data: z.object({ page: page.default(0), all: z.boolean().default(false) }),
  }),
  z.object({ verb: z.literal('history.compare'), data: z.object({ earlier: picked, later: picked }) }),
  z.object({ verb: z.literal('remediation.propose'), data: z.object({ scanId: id, fingerprint: id }) }),
  z.object({ verb: z.literal('remediation.show'), data: request }),
  z.object({ verb: z.literal('remediation.review'), data: shownPlan }),
  z.object({
    verb: z.literal('remediation.confirm'),
    data: shownPlan.extend({ token: id, reason: typed, typedName: typed }),
  }),
  z.object({ verb: z.literal('remediation.deny'), data: shownPlan.extend({ reason: typed }) }),
  z.object({ verb: z.literal('remediation.withdraw'), data: request }),
  z.object({ verb: z.literal('remediation.rollback'), data: request }),
  z.object({ verb: z.literal('remediation.replan'), data: request }),
  z.object({ verb: z.literal('automation.show') }),
  z.object({ verb: z.literal('automation.propose'), data: chosen }),
  z.object({ verb: z.literal('automation.stop') }),
  z.object({ verb: z.literal('automation.resume') }),
  ...WATCH_ACTIONS,
  ...ACCOUNT_ACTIONS,
]);

export type CardAction = z.infer<typeof cardAction>;
export type RemediationAction = Extract<CardAction, { verb: `remediation.${string}` }>;
export type AutomationAction = Extract<CardAction, { verb: `automation.${string}` }>;
type ReportAction = Extract<CardAction, { verb: 'scan.page' | 'scan.finding' | 'scan.matrix' }>;
type HistoryAction = Extract<CardAction, { verb: `history.${string}` }>;
export type ViewAction = ReportAction | HistoryAction;

/** Actions that only look. A client that refreshes a card by itself must not start anything else. */
const LOOKS: readonly CardAction['verb'][] = [
  ...(['scan.page', 'scan.finding', 'scan.matrix', 'history.compare', 'remediation.show', 'automation.show'] as const),
  ...(['account.list', 'account.show'] as const),
  ...SHOW_VERBS,
];

const WATCH_VERBS: readonly string[] = WATCH_ACTIONS.map(({ shape }) => shape.verb.value);

/** Whether pressing it changes nothing for anybody. */
export function isLook({ verb }: CardAction): boolean {
  return LOOKS.includes(verb);
}

export function isWatchAction(action: CardAction): action is WatchAction {
  return WATCH_VERBS.includes(action.verb);
}

export function isAccountAction(action: CardAction): action is AccountAction {
  return action.verb.startsWith('account.');
}

export function isRemediationAction(action: CardAction): action is RemediationAction {
  return action.verb.startsWith('remediation.');
}

export function isAutomationAction(action: CardAction): action is AutomationAction {
  return action.verb.startsWith('automation.');
}

/** The request that the pressed card was about; undefined when it was about none. */
export function requestIdOf(action: CardAction | undefined): string | undefined {
  return action !== undefined && isRemediationAction(action) && 'requestId' in action.data
    ? action.data.requestId
    : undefined;
}

const execute = z.object({
  action: z.object({ type: z.literal('Action.Execute') }).passthrough(),
  trigger: z.string().optional(),
});

/** The `value` of an `adaptiveCard/action` invoke. Undefined: no button of ours, or one of another version. */
export function parseExecute(value: unknown): CardAction | undefined {
  const outer = execute.safeParse(value);
  if (!outer.success) return undefined;
  const action = cardAction.safeParse(outer.data.action);
  if (!action.success) return undefined;
  return outer.data.trigger !== 'automatic' || isLook(action.data) ? action.data : undefined;
}

/** The `value` of a message: the same buttons on clients without Action.Execute, where the verb travels in the data. */
export function parseSubmit(value: unknown): CardAction | undefined {
  const data = z.object({ verb: z.string() }).passthrough().safeParse(value);
  if (!data.success) return undefined;
  return cardAction.safeParse({ verb: data.data.verb, data: data.data }).data;
}
