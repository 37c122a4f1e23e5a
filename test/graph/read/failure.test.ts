import { describe, expect, test } from '@jest/globals';
import { failureOf, isNotFound, notUnderstood } from '../../../src/graph/read/failure.js';
import type { Answered } from '../../../src/graph/client/graph-client.js';

const READ = { resource: 'domains', permission: 'Domain.Read.All' };

function answered(status: number, body: unknown, headers: Record<string, string> = {}): Answered {
  return { kind: 'answered', status, body, header: (name) => headers[name] ?? null };
}

function error(code: string, message = '', inner: object = {}): unknown {
  return { error: { code, message, ...inner } };
}

describe('a refused read is told apart', () => {
  test.each<[number, unknown, string, RegExp]>([
    [401, error('InvalidAuthenticationToken'), 'forbidden', /^GRAPH_UNAUTHENTICATED: .*InvalidAuthenticationToken/],
    [
      403,
      error('Authorization_RequestDenied'),
      'forbidden',
      /^GRAPH_FORBIDDEN: Domain\.Read\.All .*docs\/permissions\.md$/,
    ],
    [403, undefined, 'forbidden', /^GRAPH_FORBIDDEN: .*HTTP 403\)/],
    [403, error('Authentication_RequestFromNonPremiumTenantOrB2CTenant'), 'notLicensed', /^GRAPH_NOT_LICENSED: /],
    [
      403,
      error('UnknownError', 'The tenant is not licensed for this feature.'),
      'notLicensed',
      /^GRAPH_NOT_LICENSED: /,
    ],
    [400, error('AadPremiumLicenseRequired'), 'notLicensed', /^GRAPH_NOT_LICENSED: /],
    [
      400,
      error('x', '', { innererror: { code: 'AadPremiumLicenseRequired' } }),
      'notLicensed',
      /^GRAPH_NOT_LICENSED: /,
    ],
    [
      400,
      error('x', '', { innerError: { code: 'AadPremiumLicenseRequired' } }),
      'notLicensed',
      /^GRAPH_NOT_LICENSED: /,
    ],
    [400, error('Request_BadRequest'), 'unavailable', /^GRAPH_UNAVAILABLE: .*Request_BadRequest/],
    [400, error('BadRequest', '1037: The policy contains preview features.'), 'unavailable', /BadRequest 1037\)/],
    [404, error('Request_ResourceNotFound'), 'unavailable', /^GRAPH_NOT_FOUND: /],
    [429, error('TooManyRequests'), 'throttled', /^GRAPH_THROTTLED: /],
    [302, undefined, 'unavailable', /HTTP 302/],
    [500, undefined, 'unavailable', /HTTP 500/],
    [503, undefined, 'unavailable', /HTTP 503/],
  ])('%d %j is %s-%s', (status, body, reason, detail) => {
    const failure = failureOf(READ, answered(status, body));
    expect(failure).toEqual({ known: false, reason, detail: expect.stringMatching(detail) as unknown });
  });

  test('503 with a Retry-After is throttling', () => {
    expect(failureOf(READ, answered(503, undefined, { 'retry-after': '9' })).reason).toBe('throttled');
  });

  test.each<[string, number, unknown, boolean]>([
    ['an unknown path', 404, error('UnknownError'), true],
    ['an unknown segment', 400, error('BadRequest', "Resource not found for the segment 'policies'."), true],
    ['an object that is not there', 404, error('Request_ResourceNotFound'), false],
    ['another bad request', 400, error('BadRequest', 'Invalid filter clause'), false],
  ])('%s of what not every cloud offers says so: %s', (_, status, body, says) => {
    const failure = failureOf({ ...READ, isMissingIn21Vianet: true }, answered(status, body));
    expect(failure.reason).toBe('unavailable');
    expect(failure.detail.startsWith('GRAPH_NOT_OFFERED: ')).toBe(says);
    expect(failureOf(READ, answered(status, body)).detail).not.toMatch(/^GRAPH_NOT_OFFERED/);
  });

  test('without repeating what Graph wrote', () => {
    const body = error('evil code with secrets', 'token eyJhbGciOi');
    expect(failureOf(READ, answered(403, body)).detail).not.toMatch(/secret|eyJ/);
  });
});

test.each<[string, number, unknown, boolean]>([
  ['with its code', 404, error('Request_ResourceNotFound'), true],
  ['with the short code', 404, error('ResourceNotFound'), true],
  ['with another code', 404, error('BadRequest'), false],
  ['without a code', 404, undefined, false],
  ['of another status', 403, error('Request_ResourceNotFound'), false],
])('an answer %s is "no such object": %s', (_, status, body, expected) => {
  expect(isNotFound(answered(status, body))).toBe(expected);
});

test.each<[unknown, RegExp]>([
  [undefined, /not JSON/],
  [error('x'), /an error with status 200/],
  [{}, /\(value: Required\)/],
])('a 200 with %j is malformed', (body, detail) => {
  expect(notUnderstood(READ, body, 'value: Required')).toMatchObject({
    reason: 'malformed',
    detail: expect.stringMatching(detail) as unknown,
  });
});
