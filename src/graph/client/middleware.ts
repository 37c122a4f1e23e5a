import type { Context, Middleware } from '@microsoft/microsoft-graph-client';

/** Links of the middleware chain as plain functions. */

/** A middleware that runs `run`; `next` hands the context on to the link behind it. */
export function chainLink(run: (context: Context, next: () => Promise<void>) => Promise<void>): Middleware {
  let following: Middleware | undefined;
  return {
    setNext: (middleware) => {
      following = middleware;
    },
    execute: (context) =>
      run(context, () => {
        if (following === undefined) throw new Error('A middleware chain must end in one that sends the request.');
        return following.execute(context);
      }),
  };
}

/** The URL a context is about. Our client always passes text. */
export function urlOf(context: Context): URL {
  const request: unknown = context.request;
  if (typeof request !== 'string') throw new Error('The Graph client did not name the request by its URL.');
  return new URL(request);
}

/** The response behind a link that was run. */
export function responseOf(context: Context): Response {
  if (context.response === undefined) throw new Error('A middleware asked for a response before there was one.');
  return context.response;
}

/** Puts `response` in the place of the one the links behind have left. */
export function replaceResponse(context: Context, response: Response): void {
  context.response = response;
}

/** Sets request options; those not named stay. */
export function replaceOptions(context: Context, options: RequestInit): void {
  context.options = { ...context.options, ...options };
}
