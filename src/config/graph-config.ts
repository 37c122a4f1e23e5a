import type { Reading } from './reading.js';

/** Where Graph is and how the reader proves who it is. */

/** How the Graph reader proves who it is. */
export type GraphCredentials =
  | {
      readonly kind: 'clientSecret';
      readonly tenantId: string;
      readonly clientId: string;
      readonly clientSecret: string;
    }
  | {
      readonly kind: 'certificate';
      readonly tenantId: string;
      readonly clientId: string;
      readonly certificatePath: string;
    }
  | {
      readonly kind: 'workloadIdentity';
      readonly tenantId: string;
      readonly clientId: string;
      readonly tokenFilePath: string;
    }
  | { readonly kind: 'managedIdentity'; readonly tenantId: string; readonly clientId: string }
  | { readonly kind: 'accessToken'; readonly token: string };

export interface GraphConfig {
  readonly endpoint: string;
  readonly credentials: GraphCredentials;
  /** Undefined with a ready-made access token: then Graph says whose tenant it is. */
  readonly tenantId: string | undefined;
}

const PUBLIC_CLOUD = 'https://graph.microsoft.com';
/** Graph's roots. Source: Microsoft Graph national cloud deployments. */
const GRAPH_ROOTS = [
  PUBLIC_CLOUD,
  'https://graph.microsoft.us',
  'https://dod-graph.microsoft.us',
  'https://microsoftgraph.chinacloudapi.cn',
];

const AZURE_VARIABLES = [
  'AZURE_TENANT_ID',
  'AZURE_CLIENT_ID',
  'AZURE_CLIENT_SECRET',
  'AZURE_CLIENT_CERTIFICATE_PATH',
  'AZURE_FEDERATED_TOKEN_FILE',
  'AZURE_MANAGED_IDENTITY',
];
function readEndpoint(reading: Reading, production: boolean): string {
  const configured = reading.get('GRAPH_ENDPOINT')?.replace(/\/+$/, '');
  if (configured === undefined || GRAPH_ROOTS.includes(configured)) return configured ?? PUBLIC_CLOUD;
  const loopback = /^http:\/\/(127\.0\.0\.1|localhost):\d{1,5}$/.test(configured);
  if (loopback && !production) return configured;
  reading.report(
    'CONFIG_MALFORMED',
    loopback
      ? 'GRAPH_ENDPOINT on loopback is for tests and is refused in production: leave it out for the public cloud.'
      : `GRAPH_ENDPOINT must be one of ${GRAPH_ROOTS.join(', ')}, or http://127.0.0.1:PORT outside production.`,
  );
  return PUBLIC_CLOUD;
}

function readAzureCredentials(reading: Reading): GraphCredentials {
  const tenantId = reading.guid('AZURE_TENANT_ID', 'the tenant to watch.');
  const clientId = reading.guid('AZURE_CLIENT_ID', 'the app registration or managed identity that reads Graph.');
  const clientSecret = reading.get('AZURE_CLIENT_SECRET');
  const certificatePath = reading.get('AZURE_CLIENT_CERTIFICATE_PATH');
  const tokenFilePath = reading.get('AZURE_FEDERATED_TOKEN_FILE');
  const managed = reading.oneOf('AZURE_MANAGED_IDENTITY', ['true', 'false'], 'false') === 'true';
  const given = [clientSecret, certificatePath, tokenFilePath, managed || undefined].filter((way) => way !== undefined);
  if (given.length !== 1) {
    reading.report(
      given.length === 0 ? 'CONFIG_MISSING' : 'CONFIG_AMBIGUOUS',
      'Set exactly one of AZURE_MANAGED_IDENTITY=true, AZURE_FEDERATED_TOKEN_FILE, AZURE_CLIENT_CERTIFICATE_PATH, AZURE_CLIENT_SECRET (best first).',
    );
  }
  if (tokenFilePath !== undefined) return { kind: 'workloadIdentity', tenantId, clientId, tokenFilePath };
  if (certificatePath !== undefined) return { kind: 'certificate', tenantId, clientId, certificatePath };
  if (clientSecret !== undefined) return { kind: 'clientSecret', tenantId, clientId, clientSecret };
  return { kind: 'managedIdentity', tenantId, clientId };
}

/** Null when nothing about Graph is configured. */
export function readGraph(reading: Reading, production: boolean): GraphConfig | null {
  const token = reading.get('GRAPH_ACCESS_TOKEN');
  const azure = reading.anySet(AZURE_VARIABLES);
  if (token === undefined && !azure) {
    if (reading.get('GRAPH_ENDPOINT') !== undefined) {
      reading.report(
        'CONFIG_MISSING',
        'GRAPH_ENDPOINT is set without credentials: set AZURE_* or, for a scan, GRAPH_ACCESS_TOKEN.',
      );
    }
    return null;
  }
  const endpoint = readEndpoint(reading, production);
  if (token !== undefined && azure) {
    reading.report('CONFIG_AMBIGUOUS', 'GRAPH_ACCESS_TOKEN and AZURE_* are both set: keep one of them.');
  }
  if (token !== undefined) return { endpoint, credentials: { kind: 'accessToken', token }, tenantId: undefined };
  const credentials = readAzureCredentials(reading);
  return { endpoint, credentials, tenantId: credentials.kind === 'accessToken' ? undefined : credentials.tenantId };
}
