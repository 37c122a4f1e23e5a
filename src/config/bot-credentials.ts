import type { Reading } from './reading.js';

/** How the bot proves who it is, and who may start without. */

/** How the bot proves who it is to the Bot Connector. */
export type BotCredentials =
  | { readonly type: 'SingleTenant'; readonly appId: string; readonly tenantId: string; readonly password: string }
  | {
      readonly type: 'SingleTenant';
      readonly appId: string;
      readonly tenantId: string;
      readonly certificatePath: string;
      readonly certificateThumbprint: string;
    }
  | { readonly type: 'UserAssignedMSI'; readonly appId: string; readonly tenantId: string };

export const BOT_VARIABLES = [
  'BOT_ID',
  'BOT_TENANT_ID',
  'BOT_PASSWORD',
  'BOT_CERTIFICATE_PATH',
  'BOT_CERTIFICATE_THUMBPRINT',
  'BOT_TYPE',
];

export function readBotCredentials(reading: Reading): BotCredentials {
  const appId = reading.guid('BOT_ID', "the bot's Microsoft App ID.");
  const tenantId = reading.guid('BOT_TENANT_ID', "the tenant of the bot's app registration.");
  const type = reading.oneOf('BOT_TYPE', ['SingleTenant', 'UserAssignedMSI'], 'SingleTenant');
  const password = reading.get('BOT_PASSWORD');
  const certificatePath = reading.get('BOT_CERTIFICATE_PATH');
  if (type === 'UserAssignedMSI') {
    if (password !== undefined || certificatePath !== undefined) {
      reading.report(
        'CONFIG_AMBIGUOUS',
        'BOT_TYPE=UserAssignedMSI takes neither BOT_PASSWORD nor BOT_CERTIFICATE_PATH: remove them.',
      );
    }
    return { type, appId, tenantId };
  }
  if ((password === undefined) === (certificatePath === undefined)) {
    reading.report(
      password === undefined ? 'CONFIG_MISSING' : 'CONFIG_AMBIGUOUS',
      'Set exactly one of BOT_CERTIFICATE_PATH and BOT_PASSWORD, or BOT_TYPE=UserAssignedMSI.',
    );
  }
  if (certificatePath === undefined) return { type, appId, tenantId, password: password ?? '' };
  const certificateThumbprint = reading.require(
    'BOT_CERTIFICATE_THUMBPRINT',
    'the thumbprint of the certificate in BOT_CERTIFICATE_PATH.',
  );
  return { type, appId, tenantId, certificatePath, certificateThumbprint };
}

/**
 * Who may start without bot credentials: only a process outside production that holds no Graph credentials either. Its
 * endpoint is unauthenticated, so it must not be able to reach anything but the simulated tenant.
 */
export function checkAuthenticationRule(
  reading: Reading,
  production: boolean,
  hasBot: boolean,
  hasGraph: boolean,
): void {
  const set =
    'set BOT_ID, BOT_TENANT_ID and a bot credential (BOT_TYPE=UserAssignedMSI, BOT_CERTIFICATE_PATH or BOT_PASSWORD)';
  if (!hasBot && production) {
    reading.report('BOT_AUTHENTICATION_OFF', `NODE_ENV is production and the bot has no credentials: ${set}.`);
  }
  if (!hasBot && hasGraph) {
    reading.report(
      'BOT_AUTHENTICATION_OFF',
      `Graph credentials are configured and the bot has none, so anyone could speak to it: ${set}, or remove the Graph credentials to run the sandbox.`,
    );
  }
  if (hasBot && !hasGraph) {
    reading.report(
      'CONFIG_MISSING',
      'The bot has credentials and Graph has none: set AZURE_TENANT_ID, AZURE_CLIENT_ID and one AZURE_* credential.',
    );
  }
  if (reading.get('GRAPH_ACCESS_TOKEN') !== undefined) {
    reading.report(
      'CONFIG_MALFORMED',
      'GRAPH_ACCESS_TOKEN expires within the hour and is for the scan command only: use AZURE_* for the bot.',
    );
  }
}
