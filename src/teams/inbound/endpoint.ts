import express, { type ErrorRequestHandler, type Request, type Response } from 'express';
import type { Activity, InvokeResponse } from 'botbuilder';
import { z } from 'zod';
import type { BotAdapter } from '../bot-adapter.js';
import { admitActivity, type Actor, type GateSettings } from './activity-gate.js';
import { parseActivity } from './activity-shape.js';
import type { Turn } from './application.js';
import { authenticate, type AuthenticationSettings } from './authenticate.js';
import { createOnce } from './once.js';
import { refusalEvent } from './refusal-event.js';
import { recordIncident, type TurnDependencies } from './turn.js';

/**
 * The HTTP side of the bot. In this order, and nothing of ours runs before its turn: shape, token, gate, idempotency,
 * turn. Every answer is JSON without anything from inside.
 */

/** Teams messages end at about 100 KB; room for entities and channel data. */
const BODY_LIMIT = '256kb';

export interface EndpointSettings {
  readonly adapter: BotAdapter;
  readonly authentication: AuthenticationSettings;
  readonly gate: GateSettings;
  readonly turn: Turn;
  readonly deps: TurnDependencies;
}

type Answer = InvokeResponse | undefined;

function refuse(response: Response, status: number, code: string, message: string): void {
  response.status(status).json({ error: { code, message } });
}

/** One person's activity in one conversation; a repeated delivery has the same. Undefined: nothing to tell it by. */
function deliveryKey(activity: Activity, actor: Actor): string | undefined {
  const id: unknown = activity.id;
  if (typeof id !== 'string' || id === '') return undefined;
  return JSON.stringify([activity.conversation.id, actor.objectId, activity.type, id]);
}

async function auditRefusal(deps: TurnDependencies, ...refusal: Parameters<typeof refusalEvent>): Promise<void> {
  try {
    await deps.audit.append(refusalEvent(...refusal));
  } catch (error) {
    // Expected: the store is out of order. The refusal stands all the same.
    recordIncident(deps, 'refusal not audited', error);
  }
}

function receiveActivity({ adapter, authentication, gate, turn, deps }: EndpointSettings) {
  const once = createOnce<Answer>(deps.clock);

  return async (request: Request, response: Response): Promise<void> => {
    const activity = parseActivity(request.body);
    if (!activity) return refuse(response, 400, 'BOT_ACTIVITY_MALFORMED', 'The body is not an activity.');
    const identity = await authenticate(authentication, activity, request.headers.authorization ?? '');
    if (!identity.ok) {
      deps.logger.warn('request without an acceptable token', { reason: identity.reason });
      return refuse(response, 401, 'BOT_TOKEN_REFUSED', 'The request has no acceptable token.');
    }
    const decision = admitActivity(activity, gate);
    if (!decision.ok) {
      await auditRefusal(deps, activity, decision.reason, new Date(deps.clock.now()).toISOString());
      return refuse(response, 403, 'BOT_ACTIVITY_REFUSED', 'This bot does not serve the sender.');
    }
    const { actor } = decision;
    const run = () => adapter.runTurn(identity.verified, activity, (context) => turn(context, actor));
    const key = deliveryKey(activity, actor);
    const answer = await (key === undefined ? run() : once.run(key, run));
    if (answer === undefined) response.status(200).end();
    else response.status(answer.status).json(answer.body);
  };
}

/** What the body parser says of a body it cannot take: a status of the 400s. */
const clientError = z.object({ status: z.number().int().min(400).max(499) });

/** Has four parameters because express tells error handlers by that. */
function answerErrors(deps: TurnDependencies): ErrorRequestHandler {
  return (error: unknown, _request, response, next) => {
    if (response.headersSent) return next(error);
    const refused = clientError.safeParse(error);
    if (refused.success) return refuse(response, refused.data.status, 'BOT_BODY_REFUSED', 'The body cannot be read.');
    const incident = recordIncident(deps, 'request failed', error);
    refuse(response, 500, 'BOT_UNEXPECTED', `The operator finds the cause in the log under ${incident}.`);
  };
}

/** The express application: `POST /api/messages` for the Bot connector, `GET /healthz` for probes, nothing else. */
export function createEndpoint(settings: EndpointSettings): express.Express {
  const app = express();
  app.disable('x-powered-by');
  app.disable('etag');
  app.use((_request, response, next) => {
    response.set({ 'X-Content-Type-Options': 'nosniff', 'Cache-Control': 'no-store' });
    next();
  });
  app.get('/healthz', (_request, response) => void response.json({ status: 'ok' }));
  const json = express.json({ limit: BODY_LIMIT });
  app.post('/api/messages', json, receiveActivity(settings));
  app.use((_request, response) => refuse(response, 404, 'BOT_NOT_FOUND', 'There is nothing here.'));
  app.use(answerErrors(settings.deps));
  return app;
}
