/**
 * Where Microsoft Graph lives: the public cloud, the national clouds, and a simulated tenant on loopback. A token goes
 * to no other place, so an endpoint that is not listed here is a configuration error.
 */

/** Graph roots and their sign-in hosts. Source: Microsoft Graph national cloud deployments. */
const AUTHORITY_HOSTS: Readonly<Record<string, string>> = {
  'https://graph.microsoft.com': 'https://login.microsoftonline.com',
  'https://graph.microsoft.us': 'https://login.microsoftonline.us',
  'https://dod-graph.microsoft.us': 'https://login.microsoftonline.us',
  'https://microsoftgraph.chinacloudapi.cn': 'https://login.partner.microsoftonline.cn',
};

const LOOPBACK = new Set(['127.0.0.1', 'localhost', '[::1]']);

function originOf(endpoint: string): string {
  const url = URL.canParse(endpoint) ? new URL(endpoint) : undefined;
  if (url === undefined || url.pathname !== '/' || url.search !== '' || url.username !== '') {
    throw new Error(
      `GRAPH_ENDPOINT_INVALID: ${endpoint} is not the root of a Graph endpoint; use for example https://graph.microsoft.com`,
    );
  }
  return url.origin;
}

/** The origin of `endpoint`. Throws when it is neither a Microsoft Graph root nor loopback. */
export function graphOrigin(endpoint: string): string {
  const origin = originOf(endpoint);
  if (origin in AUTHORITY_HOSTS || LOOPBACK.has(new URL(origin).hostname)) return origin;
  throw new Error(
    `GRAPH_ENDPOINT_UNKNOWN: ${origin} is not a Microsoft Graph root; use one of ${Object.keys(AUTHORITY_HOSTS).join(', ')}`,
  );
}

/** Scope and sign-in host for tokens to `endpoint`. Throws for loopback: real tokens are for Microsoft's hosts only. */
export function signInFor(endpoint: string): { readonly scope: string; readonly authorityHost: string } {
  const origin = originOf(endpoint);
  const authorityHost = AUTHORITY_HOSTS[origin];
  if (authorityHost === undefined) {
    throw new Error(
      `GRAPH_ENDPOINT_NO_SIGN_IN: no tokens are issued for ${origin}; use one of ${Object.keys(AUTHORITY_HOSTS).join(', ')}`,
    );
  }
  return { scope: `${origin}/.default`, authorityHost };
}
