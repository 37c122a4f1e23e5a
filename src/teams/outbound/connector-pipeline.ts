import type { Middleware, TurnContext } from 'botbuilder';
import { z } from 'zod';
import { noteHandOver } from './sending.js';

/**
 * Removes from the SDK's connector client the retries behind our back, which block a turn for as long as `Retry-After`
 * says, and the redirects; adds the timeout it lacks. So one call is one request. The SDK offers no setting for any of it,
 * and its client keeps the pipeline to itself. Retrying in the open is card-sender.ts's part, and the outbox's.
 */

const REQUEST_TIMEOUT_MS = 10_000;

interface PipelineRequest {
  abortSignal?: AbortSignal;
}

interface Pipeline {
  removePolicy(which: { readonly name: string }): unknown;
  addPolicy(
    policy: {
      readonly name: string;
      sendRequest(request: PipelineRequest, next: (request: PipelineRequest) => Promise<unknown>): Promise<unknown>;
    },
    place: { readonly afterPhase: 'Sign' },
  ): void;
}

/** Throws when a new SDK version keeps its pipeline elsewhere: silent retries must not come back unnoticed. */
const connectorClient = z.object({
  client: z.object({
    pipeline: z.custom<Pipeline>((value) => {
      return z.object({ removePolicy: z.function(), addPolicy: z.function() }).safeParse(value).success;
    }),
  }),
});

function tame(pipeline: Pipeline): void {
  pipeline.removePolicy({ name: 'defaultRetryPolicy' });
  pipeline.removePolicy({ name: 'redirectPolicy' });
  const boundedRequest = {
    name: 'boundedRequest',
    sendRequest(request: PipelineRequest, next: (request: PipelineRequest) => Promise<unknown>) {
      noteHandOver();
      // The SDK's own timeout ends when the answer begins, and leaves its timer behind when there is none.
      request.abortSignal = AbortSignal.timeout(REQUEST_TIMEOUT_MS);
      return next(request);
    },
  };
  // Last before the wire: getting the bot's own token comes before it.
  pipeline.addPolicy(boundedRequest, { afterPhase: 'Sign' });
}

/** Middleware for the adapter; it runs for inbound turns and for those continued later alike. */
export function tameConnectorClient(connectorClientKey: symbol): Middleware {
  return {
    async onTurn(context: TurnContext, next: () => Promise<void>): Promise<void> {
      tame(connectorClient.parse(context.turnState.get(connectorClientKey)).client.pipeline);
      await next();
    },
  };
}
