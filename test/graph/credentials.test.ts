import { describe, expect, test } from '@jest/globals';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { azureTokenSource, staticTokenSource, tokenErrorOf } from '../../src/graph/credentials.js';

const ENDPOINT = 'https://graph.microsoft.com';
const APP = { tenantId: '11111111-aaaa-4bbb-8ccc-222222222222', clientId: '33333333-aaaa-4bbb-8ccc-444444444444' };
const ABSENT = join(tmpdir(), 'glasswatch-no-such-file');

test('a given token is handed on as it is', async () => {
  expect(await staticTokenSource('abc').getToken()).toEqual({ token: 'abc' });
});

test('real credentials are not used for an endpoint that Microsoft issues no tokens for', () => {
  const credentials = { kind: 'clientSecret', ...APP, clientSecret: 's' } as const;
  expect(() => azureTokenSource({ endpoint: 'http://127.0.0.1:1', credentials })).toThrow(/NO_SIGN_IN/);
  expect(azureTokenSource({ endpoint: ENDPOINT, credentials })).toHaveProperty('getToken');
});

describe('a token that cannot be got says why', () => {
  test.each([
    ['a certificate', { kind: 'certificate', ...APP, certificatePath: ABSENT } as const],
    ['a federated token', { kind: 'workloadIdentity', ...APP, tokenFilePath: ABSENT } as const],
  ])('when the file of %s is missing', async (_, credentials) => {
    const source = azureTokenSource({ endpoint: ENDPOINT, credentials });
    await expect(source.getToken()).rejects.toMatchObject({ name: 'TokenError', reason: 'unavailable' });
  });

  test('when Entra refuses the credentials, by its code and without its text', () => {
    const text = 'invalid_client: AADSTS7000215: Invalid client secret provided: hunter2. Trace ID: 1';
    const error = tokenErrorOf(new Error(text));
    expect(error).toMatchObject({ reason: 'forbidden', message: expect.stringContaining('AADSTS7000215') as unknown });
    expect(error.message).not.toContain('hunter2');
  });

  test('when anything else happens', () => {
    const error = tokenErrorOf(new Error('getaddrinfo ENOTFOUND hunter2'));
    expect(error.reason).toBe('unavailable');
    expect(error.message).not.toContain('hunter2');
  });
});
