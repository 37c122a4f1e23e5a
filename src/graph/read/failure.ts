import { unknown, type Unknown } from '../../domain/tenant/observed.js';
import type { Answered } from '../client/graph-client.js';

/**
 * What an answer that is not the resource means: a reason, and one sentence with a stable code and the operator's next
 * step. Graph's own texts are not repeated, only its error codes; texts may hold names and tokens.
 */

/** Which read failed, in words an operator knows. */
export interface FailedRead {
  readonly resource: string;
  /** The least application permission that the read needs. */
  readonly permission: string;
  /** The cloud that 21Vianet operates does not offer it. Source: Microsoft Graph metadata of that cloud. */
  readonly isMissingIn21Vianet?: boolean;
}

function isObject(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** A member by its name in any case: Graph writes `innerError` and `innererror`. */
function memberOf(value: unknown, lowerCaseName: string): unknown {
  if (!isObject(value)) return undefined;
  return Object.entries(value).find(([name]) => name.toLowerCase() === lowerCaseName)?.[1];
}

/** Codes of the error and its inner errors, outermost first. */
function codesIn(error: unknown, depth = 5): readonly string[] {
  if (!isObject(error) || depth === 0) return [];
  const code = memberOf(error, 'code');
  const inner = codesIn(memberOf(error, 'innererror'), depth - 1);
  return typeof code === 'string' ? [code, ...inner] : inner;
}

interface GraphErrorFacts {
  readonly codes: readonly string[];
  readonly message: string;
}

/** Codes and message of a Graph error body; both empty when there is none. */
export function errorFacts(body: unknown): GraphErrorFacts {
  const error = memberOf(body, 'error');
  const message = memberOf(error, 'message');
  return { codes: codesIn(error), message: typeof message === 'string' ? message : '' };
}

/** Conditional Access calls everything `BadRequest` and puts its own number at the beginning of the message. */
function conditionalAccessNumber({ message }: GraphErrorFacts): string | undefined {
  return /^(\d{4}):/.exec(message)?.[1];
}

function printableGraphCode({ codes }: GraphErrorFacts): string | undefined {
  return codes.find((candidate) => /^[\w.-]{1,80}$/.test(candidate));
}

/** Status and the most telling codes that are safe to print. */
export function printableCode(facts: GraphErrorFacts, status: number): string {
  const parts = [printableGraphCode(facts), conditionalAccessNumber(facts)].filter((part) => part !== undefined);
  return parts.length === 0 ? `HTTP ${status}` : `HTTP ${status}, ${parts.join(' ')}`;
}

/** The one code that says most: the number of Conditional Access, else Graph's code, else the status. */
export function tellingCode(facts: GraphErrorFacts, status: number): string {
  return conditionalAccessNumber(facts) ?? printableGraphCode(facts) ?? `HTTP_${status}`;
}

/** Conditional Access: the policy that was asked for uses preview features, which v1.0 does not show. */
const PREVIEW_FEATURES = '1037';

const LICENCE_CODES = /^(AadPremiumLicenseRequired|Authentication_RequestFromNonPremiumTenantOrB2CTenant)$/i;
const LICENCE_WORDS = /AadPremiumLicenseRequired|not licensed|premium licen[sc]e/i;

function isAboutLicence(status: number, { codes, message }: GraphErrorFacts): boolean {
  if (status !== 400 && status !== 403) return false;
  return codes.some((code) => LICENCE_CODES.test(code)) || LICENCE_WORDS.test(message);
}

/** Graph says that the object does not exist, as opposed to a path that nobody serves. */
export function isNotFound({ status, body }: Answered): boolean {
  return status === 404 && errorFacts(body).codes.some((code) => /ResourceNotFound$/i.test(code));
}

export function isError(body: unknown): boolean {
  return memberOf(body, 'error') !== undefined;
}

/** The answer is not the resource. `problem` names where, never what was there. */
export function malformed({ resource }: FailedRead, problem: string): Unknown {
  return unknown(
    'malformed',
    `GRAPH_MALFORMED: the answer for ${resource} is not what Graph documents (${problem}); check any proxy and scan again`,
  );
}

/** The answer has status 200 and is not the resource. */
export function notUnderstood(read: FailedRead, body: unknown, problem: string): Unknown {
  if (body === undefined) return malformed(read, 'it is not JSON');
  return malformed(read, isError(body) ? 'it is an error with status 200' : problem);
}

/** A collection that could not be read to its end. */
export function notWhole({ resource }: FailedRead, problem: string): Unknown {
  return unknown('incomplete', `GRAPH_PAGING: ${resource} was not read to its end, ${problem}; scan again`);
}

/** The path itself is unknown, as opposed to an object on it. */
function isUnknownPath(answer: Answered, { message }: GraphErrorFacts): boolean {
  if (answer.status === 404) return !isNotFound(answer);
  return answer.status === 400 && /^Resource not found for the segment/i.test(message);
}

/** `how` Graph said so, for whoever compares it with an answer. */
export function notGranted({ resource, permission }: FailedRead, how: string): Unknown {
  return unknown(
    'forbidden',
    `GRAPH_FORBIDDEN: ${permission} is not granted for ${resource} (${how}); see docs/permissions.md`,
  );
}

/** The answer has another status than 200. */
export function failureOf(read: FailedRead, answer: Answered): Unknown {
  const { status, body, header } = answer;
  const { resource } = read;
  const facts = errorFacts(body);
  const code = printableCode(facts, status);
  if (isAboutLicence(status, facts)) {
    return unknown(
      'notLicensed',
      `GRAPH_NOT_LICENSED: the tenant's licence does not include ${resource} (${code}); see docs/permissions.md`,
    );
  }
  if (status === 400 && conditionalAccessNumber(facts) === PREVIEW_FEATURES) {
    return unknown(
      'unavailable',
      `GRAPH_PREVIEW_POLICY: ${resource} uses preview features, which v1.0 neither shows nor changes (${code}); change it in the Entra admin center`,
    );
  }
  if (status === 401) {
    return unknown(
      'forbidden',
      `GRAPH_UNAUTHENTICATED: Graph refused the access token for ${resource} (${code}); check tenant, client and credential settings`,
    );
  }
  if (status === 403) return notGranted(read, code);
  if (status === 429 || (status === 503 && header('retry-after') !== null)) {
    return unknown(
      'throttled',
      `GRAPH_THROTTLED: Graph kept refusing ${resource} for too many requests (${code}); scan again later`,
    );
  }
  if (read.isMissingIn21Vianet === true && isUnknownPath(answer, facts)) {
    return unknown(
      'unavailable',
      `GRAPH_NOT_OFFERED: this cloud does not offer ${resource} (${code}); the one operated by 21Vianet has no such API, and anywhere else check GRAPH_ENDPOINT and any proxy`,
    );
  }
  if (status === 404) {
    return unknown(
      'unavailable',
      `GRAPH_NOT_FOUND: Graph knows no ${resource} (${code}); check the object ID and that this cloud offers it`,
    );
  }
  return unknown('unavailable', `GRAPH_UNAVAILABLE: Graph did not answer ${resource} (${code}); scan again later`);
}
