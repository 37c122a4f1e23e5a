import { ActivityTypes, type ConversationReference, type InvokeResponse, type TurnContext } from 'botbuilder';
import type { CardMessage, ProblemView } from '../card-renderer.js';
import { referenceOf } from '../outbound/conversation.js';
import { createLiveCard } from '../outbound/live-card.js';
import { withDeadline } from '../wait.js';
import type { Actor } from './activity-gate.js';
import { accountLate, accountWayBack, answerAccount } from './account-answers.js';
import { answerAutomation } from './automation-answers.js';
import { AUTOMATION_LATE } from './automation-problems.js';
import {
  isAccountAction,
  isAutomationAction,
  isRemediationAction,
  isWatchAction,
  parseExecute,
  requestIdOf,
  type CardAction,
} from './card-action.js';
import { renderAction } from './card-views.js';
import type { LateAnswers } from './late-answers.js';
import { findPersonIn, type FindPerson } from './members.js';
import { ANSWER_LATE, OUTDATED_BUTTON, unexpectedProblem } from './problems.js';
import { answerRemediation } from './remediation-answers.js';
import { REVIEW_LATE } from './review-problems.js';
import { askForScan } from './scan-start.js';
import { actorOf, recordIncident, type TurnDependencies } from './turn.js';
import { answerWatch, watchLate, wayBackOf } from './watch-answers.js';

/**
 * What the bot does when a button is pressed. The answer goes to the person who pressed, and is sent by us: the library's
 * own handler remembers across people whether an answer was meant for everyone. A card is changed for everyone only
 * explicitly: by a scan, and when a request has changed.
 */

/** Every press is answered within two seconds; what is left of them is for rendering and the way. */
const ANSWER_WITHIN_MS = 1_400;

/** A press, copied out of the turn: work may outlive it. */
interface Press {
  readonly actor: Actor;
  readonly reference: ConversationReference;
  /** The message with the card. */
  readonly messageId: string | undefined;
  readonly action: CardAction | undefined;
  /** Asks the connector, so it must be used while the turn lasts. */
  readonly findPerson: FindPerson;
}

function pressOf(context: TurnContext): Press {
  const { activity } = context;
  const actor = actorOf(context);
  const { replyToId, value } = activity as { readonly replyToId?: unknown; readonly value?: unknown };
  return {
    actor,
    reference: referenceOf(activity),
    findPerson: findPersonIn(context, actor),
    messageId: typeof replyToId === 'string' && replyToId !== '' ? replyToId : undefined,
    action: parseExecute(value),
  };
}

/** The one who pressed sees progress at once; the shared message follows for everyone, behind the turn. */
async function rerun(deps: TurnDependencies, { actor, reference, messageId }: Press): Promise<CardMessage> {
  const answer = await askForScan(deps, actor);
  if (answer.kind === 'notStarted') return answer.card;
  const progress = answer.scan.progressCard();
  const card = createLiveCard(deps, { reference, activityId: messageId, shownAt: undefined });
  card.show(progress);
  void deps.background.run('scan shown in its old card', () => answer.scan.showIn(card));
  return progress;
}

/** A problem leads back to what the card is about: a scan started from a plan or the modes would replace them for everyone. */
function problemFor({ action }: Press, problem: ProblemView): ProblemView {
  if (action && isAutomationAction(action)) return { ...problem, leadsTo: 'automation' };
  if (action && isWatchAction(action)) return { ...problem, leadsTo: wayBackOf(action) };
  if (action && isAccountAction(action)) return { ...problem, leadsTo: accountWayBack(action) };
  const requestId = requestIdOf(action);
  return requestId === undefined ? problem : { ...problem, leadsTo: { requestId } };
}

function lateProblem(press: Press): ProblemView {
  const { action } = press;
  if (action && isWatchAction(action)) return watchLate(action);
  if (action && isAccountAction(action)) return accountLate(action);
  if (action?.verb === 'remediation.review') return problemFor(press, REVIEW_LATE);
  return action && isAutomationAction(action) ? AUTOMATION_LATE : problemFor(press, ANSWER_LATE);
}

async function respond(deps: TurnDependencies, press: Press): Promise<CardMessage> {
  const { action } = press;
  try {
    if (action === undefined) return deps.cards.problem(OUTDATED_BUTTON);
    if (isRemediationAction(action)) return await answerRemediation(deps, press, action);
    if (isAutomationAction(action)) return await answerAutomation(deps, press, action);
    if (isWatchAction(action)) return await answerWatch(deps, press, action);
    if (isAccountAction(action)) return await answerAccount(deps, press, action);
    return await (action.verb === 'scan.rerun' ? rerun(deps, press) : renderAction(deps, action));
  } catch (error) {
    // Expected: a store that failed. A bug is recorded the same way; the press is answered in any case.
    const incident = recordIncident(deps, 'button not answered', error);
    return deps.cards.problem(problemFor(press, unexpectedProblem(incident)));
  }
}

/** The answer of an invoke that shows `message` to the person who pressed. */
export function cardAnswer(message: CardMessage): InvokeResponse {
  return {
    status: 200,
    body: { statusCode: 200, type: 'application/vnd.microsoft.card.adaptive', value: message.card },
  };
}

const NOT_SUPPORTED: InvokeResponse = {
  status: 501,
  body: { error: { code: 'BOT_INVOKE_NOT_SUPPORTED', message: 'This bot answers the buttons of its own cards only.' } },
};

/** The work behind a press: what an earlier press of the same began, or its own. */
function beginAnswer(deps: TurnDependencies, lateAnswers: LateAnswers, press: Press): Promise<CardMessage> {
  const earlier = lateAnswers.find(press.actor, press.action);
  if (earlier !== undefined) return earlier;
  const work = respond(deps, press);
  void deps.background.run('button', async () => void (await work));
  return work;
}

async function answerPress(deps: TurnDependencies, lateAnswers: LateAnswers, press: Press): Promise<CardMessage> {
  const { actor, action } = press;
  const work = beginAnswer(deps, lateAnswers, press);
  const late = deps.cards.problem(lateProblem(press));
  const message = await withDeadline(work, ANSWER_WITHIN_MS, deps.wait, late);
  if (message === late) lateAnswers.keep(actor, action, work);
  else lateAnswers.forget(actor, action);
  return message;
}

/** Answers any invoke in time, whatever its content. Work that takes longer goes on behind the turn. */
export async function answerInvoke(
  context: TurnContext,
  deps: TurnDependencies,
  lateAnswers: LateAnswers,
): Promise<void> {
  if (context.activity.name !== 'adaptiveCard/action') {
    await context.sendActivity({ type: ActivityTypes.InvokeResponse, value: NOT_SUPPORTED });
    return;
  }
  const message = await answerPress(deps, lateAnswers, pressOf(context));
  await context.sendActivity({ type: ActivityTypes.InvokeResponse, value: cardAnswer(message) });
}
