import type { Reading } from './reading.js';

/** Where Graph is and how the reader proves who it is. */

/** How an application proves who it is. */
export type AppCredentials =
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
  | { readonly kind: 'managedIdentity'; readonly tenantId: string; readonly clientId: string };

export type GraphCredentials = AppCredentials | { readonly kind: 'accessToken'; readonly token: string };

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

/** The variables of the identity that reads, and of the one that writes. Spelt out, so that they can be searched for. */
const IDENTITIES = {
  reader: {
    clientId: 'AZURE_CLIENT_ID',
    clientSecret: 'AZURE_CLIENT_SECRET',
    certificatePath: 'AZURE_CLIENT_CERTIFICATE_PATH',
    tokenFilePath: 'AZURE_FEDERATED_TOKEN_FILE',
    managedIdentity: 'AZURE_MANAGED_IDENTITY',
  },
  remediator: {
    clientId: 'REMEDIATOR_CLIENT_ID',
    clientSecret: 'REMEDIATOR_CLIENT_SECRET',
    certificatePath: 'REMEDIATOR_CLIENT_CERTIFICATE_PATH',
    tokenFilePath: 'REMEDIATOR_FEDERATED_TOKEN_FILE',
    managedIdentity: 'REMEDIATOR_MANAGED_IDENTITY',
  },
} as const;
type IdentityVariables = (typeof IDENTITIES)[keyof typeof IDENTITIES];

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

function readIdentity(reading: Reading, names: IdentityVariables, tenantId: string, purpose: string): AppCredentials {
  const clientId = reading.guid(names.clientId, `the app registration or managed identity that ${purpose}.`);
  const clientSecret = reading.get(names.clientSecret);
  const certificatePath = reading.get(names.certificatePath);
  const tokenFilePath = reading.get(names.tokenFilePath);
  const managed = reading.oneOf(names.managedIdentity, ['true', 'false'], 'false') === 'true';
  const given = [clientSecret, certificatePath, tokenFilePath, managed || undefined].filter((way) => way !== undefined);
  if (given.length !== 1) {
    reading.report(
      given.length === 0 ? 'CONFIG_MISSING' : 'CONFIG_AMBIGUOUS',
      `Set exactly one of ${names.managedIdentity}=true, ${names.tokenFilePath}, ${names.certificatePath}, ${names.clientSecret} (best first).`,
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
  const azure = reading.anySet(['AZURE_TENANT_ID', ...Object.values(IDENTITIES.reader)]);
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
  const tenantId = reading.guid('AZURE_TENANT_ID', 'the tenant to watch.');
  return { endpoint, credentials: readIdentity(reading, IDENTITIES.reader, tenantId, 'reads Graph'), tenantId };
}

/**
 * The identity that writes, apart from the one that reads. Null when none is configured: then every plan ends as
 * instructions for people.
 */
export function readRemediator(reading: Reading, tenantId: string): AppCredentials | null {
  if (!reading.anySet(Object.values(IDENTITIES.remediator))) return null;
  const credentials = readIdentity(reading, IDENTITIES.remediator, tenantId, 'carries out approved plans');
  if (credentials.clientId !== '' && credentials.clientId === reading.get('AZURE_CLIENT_ID')?.toLowerCase()) {
    reading.report(
      'CONFIG_AMBIGUOUS',
      'REMEDIATOR_CLIENT_ID is the same as AZURE_CLIENT_ID: the identity that reads all the time must not be able to write.',
    );
  }
  return credentials;
}
