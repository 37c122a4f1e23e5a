import type { Context, Middleware } from '@microsoft/microsoft-graph-client';
import type { GraphLimits } from '../limits.js';
import { CallError } from './call-error.js';
import { chainLink, replaceOptions, responseOf, urlOf } from './middleware.js';
import type { ScanBudget } from './scan-budget.js';
import { TokenError, type TokenSource } from './token-source.js';
import { unlessAborted, withinTime } from './waiting.js';

/**
 * Attaches the token, and only to requests to the configured endpoint; anything else is not sent at all. Answers one
 * claims challenge per request. The library's own handler is not used: it knows neither loopback nor challenges.
 */

export interface AuthenticationParts {
  readonly origin: string;
  readonly tokens: TokenSource;
  readonly budget: ScanBudget;
  readonly limits: GraphLimits;
}

function isJson(text: string): boolean {
  try {
    JSON.parse(text);
    return true;
  } catch (error) {
    if ((error as Error).name === 'SyntaxError') return false;
    throw error;
  }
}

/** The decoded claims of a 401's `WWW-Authenticate`, or undefined. Source: Microsoft identity platform, claims challenges. */
function claimsChallenge(response: Response): string | undefined {
  if (response.status !== 401) return undefined;
  const claims = /\bclaims="([^"]+)"/.exec(response.headers.get('www-authenticate') ?? '')?.[1];
  if (claims === undefined) return undefined;
  const decoded = Buffer.from(claims, 'base64url').toString('utf8');
  return isJson(decoded) ? decoded : undefined;
}

function explain(error: unknown, budget: ScanBudget): CallError {
  if (budget.signal.aborted) {
    return new CallError('GRAPH_SCAN_BUDGET', "the scan's time ended before this request was sent; scan again later");
  }
  if (error instanceof TokenError) {
    const code = error.reason === 'forbidden' ? 'GRAPH_TOKEN_REFUSED' : 'GRAPH_TOKEN_UNAVAILABLE';
    return new CallError(code, error.message);
  }
  return new CallError(
    'GRAPH_TOKEN_UNAVAILABLE',
    'no access token could be got; check the credential settings and the network path to the sign-in host',
  );
}

async function acquireToken({ limits, budget, tokens }: AuthenticationParts, claims?: string): Promise<string> {
  try {
    const work = withinTime(limits.callTimeoutMs, budget.signal, (signal) =>
      unlessAborted(claims === undefined ? tokens.getToken() : tokens.getToken(claims), signal),
    );
    return (await work).token;
  } catch (error) {
    // Expected: whatever a token source throws. Only a `TokenError` is quoted: other texts may hold credentials.
    throw explain(error, budget);
  }
}

async function authorise(context: Context, parts: AuthenticationParts, claims?: string): Promise<void> {
  const token = await acquireToken(parts, claims);
  const headers = new Headers(context.options?.headers);
  headers.set('Authorization', `Bearer ${token}`);
  replaceOptions(context, { headers });
}

export function authentication(parts: AuthenticationParts): Middleware {
  return chainLink(async (context, next) => {
    if (urlOf(context).origin !== parts.origin) {
      throw new CallError(
        'GRAPH_FOREIGN_ORIGIN',
        'a request to another host than the configured endpoint was not sent; check GRAPH_ENDPOINT',
      );
    }
    await authorise(context, parts);
    await next();
    const claims = claimsChallenge(responseOf(context));
    if (claims === undefined) return;
    await authorise(context, parts, claims);
    await next();
  });
}
