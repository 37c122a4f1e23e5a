import type { Activity } from 'botbuilder';
import type { BotAdapter, VerifiedRequest } from '../bot-adapter.js';
import type { Wait } from '../bot-options.js';
import { describeError } from '../describe-error.js';
import { withDeadline } from '../wait.js';

/**
 * Lets the SDK verify the token before any code of ours runs, and turns whatever it throws into a refusal. Then asks for
 * what the SDK leaves open: it also accepts tokens of other issuers (emulator, skills), which this bot does not serve.
 */

export type Authentication =
  { readonly ok: true; readonly verified: VerifiedRequest } | { readonly ok: false; readonly reason: string };

export interface AuthenticationSettings {
  readonly adapter: BotAdapter;
  /** Undefined when authentication is off. */
  readonly expected: { readonly issuer: string; readonly audience: string } | undefined;
  readonly wait: Wait;
}

/** The signing keys come over the network, and the SDK waits for them without an end. */
const KEYS_TIMEOUT_MS = 10_000;

const LATE = { ok: false, reason: 'signing keys not read in time' } as const;

function isFromBotConnector(
  { claimsIdentity }: VerifiedRequest,
  activity: Activity,
  expected: { readonly issuer: string; readonly audience: string },
): boolean {
  return (
    claimsIdentity.isAuthenticated &&
    claimsIdentity.getClaimValue('iss') === expected.issuer &&
    claimsIdentity.getClaimValue('aud') === expected.audience &&
    claimsIdentity.getClaimValue('serviceurl') === activity.serviceUrl
  );
}

async function verify(adapter: BotAdapter, activity: Activity, authorization: string): Promise<Authentication> {
  try {
    return { ok: true, verified: await adapter.verifyRequest(activity, authorization) };
  } catch (error) {
    // Expected: any token that is not acceptable, and signing keys that cannot be read. The message can quote the token.
    return { ok: false, reason: String(describeError(error)['errorName']) };
  }
}

/** Whether the request may be looked at. `reason` is for the log and holds nothing from the request. */
export async function authenticate(
  settings: AuthenticationSettings,
  activity: Activity,
  authorization: string,
): Promise<Authentication> {
  const { adapter, expected, wait } = settings;
  const result = await withDeadline(verify(adapter, activity, authorization), KEYS_TIMEOUT_MS, wait, LATE);
  if (!result.ok || expected === undefined) return result;
  if (isFromBotConnector(result.verified, activity, expected)) return result;
  return { ok: false, reason: 'not a token of the Bot connector for this bot and service URL' };
}
