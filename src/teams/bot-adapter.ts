import { readFileSync } from 'node:fs';
import { TeamsAdapter } from '@microsoft/teams-ai';
import type { Activity, InvokeResponse, TurnContext } from 'botbuilder';
import type { BotCredentials, OpenIdMetadataSettings } from './bot-options.js';
import { isGuid } from './guid.js';
import { tameConnectorClient } from './outbound/connector-pipeline.js';

/**
 * The SDK's adapter, built from our own settings. It separates what the SDK does in one step: authenticate first, then,
 * when the activity was admitted, run the turn with the verified identity. Nothing here reads the environment, because
 * the same SDK settings decide who may sign.
 */

/** The SDK's verified identity of one request. */
export type VerifiedRequest = Exclude<Parameters<TeamsAdapter['processActivityDirect']>[0], string>;

const PUBLIC_CLOUD_TOKEN_ISSUER = 'https://api.botframework.com';

export class BotAdapter extends TeamsAdapter {
  /** Rejects when the token is not acceptable, or cannot be verified because the signing keys are out of reach. */
  verifyRequest(activity: Activity, authorization: string): Promise<VerifiedRequest> {
    return this.botFrameworkAuthentication.authenticateRequest(activity, authorization);
  }

  /** Runs one turn for an already verified request; the answer is that of an invoke, else undefined. */
  runTurn(
    verified: VerifiedRequest,
    activity: Activity,
    logic: (context: TurnContext) => Promise<void>,
  ): Promise<InvokeResponse | undefined> {
    return this.processActivity(verified, activity, logic);
  }
}

/** The issuer every inbound token must name. */
export function expectedTokenIssuer(settings: OpenIdMetadataSettings | undefined): string {
  return settings?.tokenIssuer ?? PUBLIC_CLOUD_TOKEN_ISSUER;
}

function invalid(what: string): Error {
  return new Error(`BOT_CREDENTIALS_INVALID: ${what}; see docs/configuration.md`);
}

/** The SDK takes an unknown type for multi-tenant and an empty ID for "authentication off", both silently. */
function assertCredentials(credentials: BotCredentials): void {
  const type: string = credentials.type;
  if (type !== 'SingleTenant' && type !== 'UserAssignedMSI') {
    throw invalid('the bot type must be SingleTenant or UserAssignedMSI');
  }
  if (!isGuid(credentials.appId)) throw invalid('the bot app ID must be a GUID');
  if (!isGuid(credentials.tenantId)) throw invalid('the bot tenant ID must be a GUID');
  if (credentials.type === 'UserAssignedMSI') return;
  const proof = 'password' in credentials ? credentials.password : credentials.certificateThumbprint;
  if (proof.trim() === '') throw invalid('SingleTenant needs a password, or a certificate with its thumbprint');
}

function readPrivateKey(path: string): string {
  try {
    return readFileSync(path, 'utf8');
  } catch (error) {
    // Expected: the file is missing or may not be read.
    throw new Error(`BOT_CERTIFICATE_UNREADABLE: ${path} cannot be read; it must hold the private key as PEM`, {
      cause: error,
    });
  }
}

function sdkCredentials(credentials: BotCredentials): Record<string, string> {
  const common = {
    MicrosoftAppType: credentials.type,
    MicrosoftAppId: credentials.appId,
    MicrosoftAppTenantId: credentials.tenantId,
  };
  if (credentials.type === 'UserAssignedMSI') return common;
  if ('password' in credentials) return { ...common, MicrosoftAppPassword: credentials.password };
  return {
    ...common,
    CertificateThumbprint: credentials.certificateThumbprint,
    CertificatePrivateKey: readPrivateKey(credentials.certificatePath),
  };
}

/** Once one of these is given, the SDK takes all of them as given; the siblings are the public cloud's. */
function sdkOpenIdMetadata(settings: OpenIdMetadataSettings): Record<string, string> {
  return {
    ToBotFromChannelTokenIssuer: settings.tokenIssuer,
    ToBotFromChannelOpenIdMetadataUrl: settings.metadataUrl,
    ToBotFromEmulatorOpenIdMetadataUrl: settings.metadataUrl,
    ToChannelFromBotLoginUrl: 'https://login.microsoftonline.com/botframework.com',
    ToChannelFromBotOAuthScope: 'https://api.botframework.com',
    OAuthUrl: 'https://token.botframework.com',
  };
}

/** Throws `BOT_CREDENTIALS_INVALID` or `BOT_CERTIFICATE_UNREADABLE` with what is wrong. */
export function createBotAdapter(
  credentials: BotCredentials | null,
  openIdMetadata: OpenIdMetadataSettings | undefined,
): BotAdapter {
  if (credentials) assertCredentials(credentials);
  const adapter = new BotAdapter({
    ...(credentials && sdkCredentials(credentials)),
    ...(openIdMetadata && sdkOpenIdMetadata(openIdMetadata)),
  });
  adapter.use(tameConnectorClient(adapter.ConnectorClientKey));
  return adapter;
}
