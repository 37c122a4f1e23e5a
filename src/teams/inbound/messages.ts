import type { TurnContext } from 'botbuilder';
import { createLiveCard } from '../outbound/live-card.js';
import type { OutgoingCard } from '../outbound/card-sender.js';
import { isPersonal, referenceOf } from '../outbound/conversation.js';
import { answerAccount, showAccounts } from './account-answers.js';
import { answerAutomation, BACK_TO_AUTOMATION, showAutomation, stopWriting } from './automation-answers.js';
import {
  isAccountAction,
  isAutomationAction,
  isLook,
  isRemediationAction,
  isWatchAction,
  parseSubmit,
} from './card-action.js';
import { renderAction } from './card-views.js';
import { parseCommand, quoteForPeople } from './commands.js';
import { exportReport, showHistory } from './history-answers.js';
import { findPersonIn } from './members.js';
import { OUTDATED_BUTTON } from './problems.js';
import { answerProposal, personOf, showOthers, type Presser } from './proposal-answers.js';
import { answerRemediation } from './remediation-answers.js';
import { listApprovals, listFixes } from './remediation-lists.js';
import { CLIENT_TOO_OLD, NOT_CONFIGURED } from './remediation-problems.js';
import { askForScan } from './scan-start.js';
import { actorOf, type TurnDependencies } from './turn.js';
import { answerWatch } from './watch-answers.js';
import { answerWatchCommand } from './watch-commands.js';
import { showStatus } from './watch-shows.js';

/** What the bot does with a message: every message gets an answer, and only whole commands do anything. */

async function reply(context: TurnContext, deps: TurnDependencies, message: OutgoingCard): Promise<string | undefined> {
  const delivery = await deps.sender.reply(context, message);
  if (delivery.ok) return delivery.activityId;
  deps.logger.warn('answer not delivered', { code: delivery.code, ...delivery.cause });
  return undefined;
}

function presserOf(context: TurnContext): Presser {
  return { actor: actorOf(context), reference: referenceOf(context.activity) };
}

/** Answers with the progress card inside the turn; what follows goes on behind it, with nothing of the turn's context. */
async function scan(context: TurnContext, deps: TurnDependencies): Promise<void> {
  const reference = referenceOf(context.activity);
  const answer = await askForScan(deps, actorOf(context));
  if (answer.kind === 'notStarted') {
    await reply(context, deps, answer.card);
    return;
  }
  const shownAt = deps.clock.now();
  const activityId = await reply(context, deps, answer.scan.progressCard());
  const card = createLiveCard(deps, { reference, activityId, shownAt });
  void deps.background.run('scan shown in a new card', () => answer.scan.showIn(card));
}

async function status(context: TurnContext, deps: TurnDependencies): Promise<void> {
  if (deps.watching) return void (await reply(context, deps, await showStatus(deps, deps.watching)));
  const report = await deps.findLatestReport();
  await reply(context, deps, report ? deps.cards.report(report, 0, deps.remediation !== null) : deps.cards.noScanYet());
}

/** Answers with the plan itself: whoever wrote the message sees it where everybody there does. */
async function resume(context: TurnContext, deps: TurnDependencies): Promise<void> {
  const { automation, cards } = deps;
  if (automation === null) return void (await reply(context, deps, cards.problem(NOT_CONFIGURED)));
  const presser = presserOf(context);
  const result = await automation.proposeResume({ person: personOf(presser.actor) });
  if (result.kind !== 'proposed' && result.kind !== 'alreadyOpen') {
    return void (await reply(context, deps, answerProposal(deps, presser, result, BACK_TO_AUTOMATION)));
  }
  const { request } = result;
  const activityId = await reply(context, deps, cards.request(request));
  void deps.background.run('plan posted', async () => {
    if (activityId !== undefined) await deps.planCards.adopt(presser.reference, request, activityId);
    await showOthers(deps, presser.reference, request);
  });
}

/** The buttons of clients that know no Action.Execute arrive as a message without text. */
async function pressed(context: TurnContext, deps: TurnDependencies): Promise<void> {
  const action = parseSubmit(context.activity.value);
  if (action?.verb === 'scan.rerun') return scan(context, deps);
  if (action === undefined) return void (await reply(context, deps, deps.cards.problem(OUTDATED_BUTTON)));
  const press = presserOf(context);
  if (isAutomationAction(action)) return void (await reply(context, deps, await answerAutomation(deps, press, action)));
  if (!isRemediationAction(action) && !isWatchAction(action) && !isAccountAction(action)) {
    return void (await reply(context, deps, await renderAction(deps, action)));
  }
  // Such a client shows every answer to everybody; a confirmation or a refusal is for one person.
  const isForAll = !isRemediationAction(action) && isLook(action);
  if (!isForAll && !isPersonal(context.activity)) {
    return void (await reply(context, deps, deps.cards.problem(CLIENT_TOO_OLD)));
  }
  if (isAccountAction(action)) return void (await reply(context, deps, await answerAccount(deps, press, action)));
  if (isWatchAction(action)) {
    const findPerson = findPersonIn(context, press.actor);
    return void (await reply(context, deps, await answerWatch(deps, { ...press, findPerson }, action)));
  }
  await reply(context, deps, await answerRemediation(deps, press, action));
}

export async function answerMessage(context: TurnContext, deps: TurnDependencies): Promise<void> {
  const { text, value } = context.activity as { readonly text?: unknown; readonly value?: unknown };
  const words = typeof text === 'string' ? text : '';
  if (words.trim() === '' && typeof value === 'object' && value !== null) return pressed(context, deps);
  const command = parseCommand(words).kind;
  switch (command) {
    case 'scan':
      return scan(context, deps);
    case 'status':
      return status(context, deps);
    case 'history':
      return void (await reply(context, deps, await showHistory(deps)));
    case 'export':
      return void (await reply(context, deps, await exportReport(deps, presserOf(context))));
    case 'fix':
      return void (await reply(context, deps, await listFixes(deps)));
    case 'approvals':
      return void (await reply(context, deps, await listApprovals(deps)));
    case 'automation':
      return void (await reply(context, deps, await showAutomation(deps)));
    case 'stop':
      return void (await reply(context, deps, await stopWriting(deps, actorOf(context))));
    case 'resume':
      return resume(context, deps);
    case 'accounts':
      return void (await reply(context, deps, await showAccounts(deps, 0)));
    case 'subscribe':
    case 'unsubscribe':
    case 'schedule':
    case 'drill':
    case 'attest':
      return void (await reply(context, deps, await answerWatchCommand(deps, presserOf(context), command)));
    case 'help':
      return void (await reply(context, deps, deps.cards.help()));
    case 'unknown': {
      const quote = quoteForPeople(words);
      const notUnderstood = quote === '' ? 'There was no command in that.' : `I did not understand “${quote}”.`;
      return void (await reply(context, deps, { ...deps.cards.help(), text: notUnderstood }));
    }
  }
}
