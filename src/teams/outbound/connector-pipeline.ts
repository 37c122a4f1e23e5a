import type { Middleware, TurnContext } from 'botbuilder';
import { z } from 'zod';

/**
 * Removes from the SDK's connector client the retries behind our back, which block a turn for as long as `Retry-After`
 * says, and adds the timeout it lacks. The SDK offers no setting for either, and its client keeps the pipeline to itself.
 * Retrying in the open is card-sender.ts's part.
 */

const REQUEST_TIMEOUT_MS = 10_000;

interface PipelineRequest {
  timeout: number;
}

interface Pipeline {
  removePolicy(which: { readonly name: string }): unknown;
  addPolicy(policy: {
    readonly name: string;
    sendRequest(request: PipelineRequest, next: (request: PipelineRequest) => Promise<unknown>): Promise<unknown>;
  }): void;
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
  pipeline.addPolicy({
    name: 'boundedRequest',
    sendRequest(request, next) {
      request.timeout = REQUEST_TIMEOUT_MS;
      return next(request);
    },
  });
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
