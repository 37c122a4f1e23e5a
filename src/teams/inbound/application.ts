import { Application } from '@microsoft/teams-ai';
import { ActivityTypes, type TurnContext } from 'botbuilder';
import type { BotAdapter } from '../bot-adapter.js';
import type { Actor } from './activity-gate.js';
import { answerInvoke, cardAnswer } from './invokes.js';
import { createLateAnswers } from './late-answers.js';
import { noteMembership, rememberConversation } from './membership.js';
import { answerMessage } from './messages.js';
import { unexpectedProblem } from './problems.js';
import { isMembershipActivity, recordIncident, setActor, type TurnDependencies } from './turn.js';

/**
 * The routes of the bot on the library's Application. Its state, typing timer and card handlers stay unused: state has no
 * lock, the timer is shared by all conversations, and the card handlers mix up whom an answer is for.
 */

export type Turn = (context: TurnContext, actor: Actor) => Promise<void>;

function createApplication(adapter: BotAdapter, botAppId: string, deps: TurnDependencies): Application {
  const application = new Application({ adapter, botAppId, startTypingTimer: false });
  const isInvoke = (context: TurnContext) => Promise.resolve(context.activity.type === 'invoke');
  const lateAnswers = createLateAnswers(deps.clock);
  application.addRoute(isInvoke, (context) => answerInvoke(context, deps, lateAnswers), true);
  application.activity(ActivityTypes.Message, (context) => answerMessage(context, deps));
  application.activity(ActivityTypes.InstallationUpdate, (context) => noteMembership(context, deps));
  application.activity(ActivityTypes.ConversationUpdate, (context) => noteMembership(context, deps));
  return application;
}

async function tellProblem(context: TurnContext, deps: TurnDependencies, error: unknown): Promise<void> {
  const problem = deps.cards.problem(unexpectedProblem(recordIncident(deps, 'turn failed', error)));
  if (context.activity.type === 'invoke') {
    await context.sendActivity({ type: ActivityTypes.InvokeResponse, value: cardAnswer(problem) });
  } else if (!isMembershipActivity(context.activity)) {
    await deps.sender.reply(context, problem);
  }
}

/** Runs one turn for an admitted activity. Whatever goes wrong inside is logged, and told to the person who asked. */
export function createTurn(adapter: BotAdapter, botAppId: string, deps: TurnDependencies): Turn {
  const application = createApplication(adapter, botAppId, deps);
  return async (context, actor) => {
    setActor(context, actor);
    const { activity } = context;
    if (!isMembershipActivity(activity)) {
      // Behind the turn: an answer does not wait for the address book.
      void deps.background.run('conversation refreshed', async () => {
        await rememberConversation(deps, activity, actor.tenantId);
      });
    }
    try {
      await application.run(context);
    } catch (error) {
      // Expected: a store that failed. Bugs end here too, because the channel would repeat the activity for ever.
      await tellProblem(context, deps, error);
    }
  };
}
