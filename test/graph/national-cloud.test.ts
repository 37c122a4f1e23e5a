import { describe, expect, test } from '@jest/globals';
import { graphOrigin, signInFor } from '../../src/graph/national-cloud.js';

test.each([
  ['https://graph.microsoft.com', 'https://login.microsoftonline.com'],
  ['https://graph.microsoft.us', 'https://login.microsoftonline.us'],
  ['https://dod-graph.microsoft.us', 'https://login.microsoftonline.us'],
  ['https://microsoftgraph.chinacloudapi.cn', 'https://login.partner.microsoftonline.cn'],
])('%s signs in at %s', (endpoint, authorityHost) => {
  expect(signInFor(endpoint)).toEqual({ scope: `${endpoint}/.default`, authorityHost });
});

test.each(['http://127.0.0.1:4000', 'http://127.0.0.1:4000/'])('no tokens are issued for loopback, %s', (endpoint) => {
  expect(graphOrigin(endpoint)).toBe('http://127.0.0.1:4000');
  expect(() => signInFor(endpoint)).toThrow(/^GRAPH_ENDPOINT_NO_SIGN_IN: /);
});

describe('an endpoint is refused', () => {
  test.each([
    ['https://graph.example.com', /^GRAPH_ENDPOINT_UNKNOWN: /],
    ['http://graph.microsoft.com', /^GRAPH_ENDPOINT_UNKNOWN: /],
    ['https://graph.microsoft.com.evil.example', /^GRAPH_ENDPOINT_UNKNOWN: /],
    ['https://graph.microsoft.com/v1.0', /^GRAPH_ENDPOINT_INVALID: /],
    ['https://user@graph.microsoft.com', /^GRAPH_ENDPOINT_INVALID: /],
    ['graph.microsoft.com', /^GRAPH_ENDPOINT_INVALID: /],
  ])('when it is %s', (endpoint, error) => {
    expect(() => graphOrigin(endpoint)).toThrow(error);
  });
});
