import { exportJWK, exportSPKI, generateKeyPair, SignJWT, type CryptoKey, type JWTPayload } from 'jose';
import { startLoopbackServer } from './loopback-server.js';

/**
 * Stands in for the Bot connector's token service: publishes OpenID metadata and signing keys on loopback, and signs
 * whatever a test asks for, good or bad.
 */

export interface SigningKey {
  readonly kid: string;
  readonly privateKey: CryptoKey;
  readonly publicKey: CryptoKey;
}

export interface TokenIssuer {
  readonly issuer: string;
  readonly metadataUrl: string;
  /** Published, endorsed for msteams. */
  readonly key: SigningKey;
  /** Published, endorsed for webchat only. */
  readonly webchatKey: SigningKey;
  /** Not published. */
  readonly strangerKey: SigningKey;
  /** The public key in the form that a confused verifier would take for a secret. */
  publicKeyPem(): Promise<string>;
  close(): Promise<void>;
}

async function createKey(kid: string): Promise<SigningKey> {
  return { kid, ...(await generateKeyPair('RS256', { extractable: true })) };
}

async function publish({ kid, publicKey }: SigningKey, endorsements: readonly string[]): Promise<object> {
  return { ...(await exportJWK(publicKey)), kid, use: 'sig', alg: 'RS256', endorsements };
}

export async function startTokenIssuer(): Promise<TokenIssuer> {
  const [key, webchatKey, strangerKey] = await Promise.all(['known', 'webchat', 'stranger'].map(createKey));
  if (!key || !webchatKey || !strangerKey) throw new Error('a key is missing');
  const keys = [await publish(key, ['msteams']), await publish(webchatKey, ['webchat'])];
  const server = await startLoopbackServer((request, _body, response) => {
    const documents: Readonly<Record<string, unknown>> = {
      '/openidconfiguration': { issuer: 'https://api.botframework.com', jwks_uri: `${server.url}/keys` },
      '/keys': { keys },
    };
    const document = documents[request.url ?? ''];
    response.writeHead(document ? 200 : 404, { 'content-type': 'application/json' }).end(JSON.stringify(document));
  });
  return {
    issuer: 'https://api.botframework.com',
    metadataUrl: `${server.url}/openidconfiguration`,
    key,
    webchatKey,
    strangerKey,
    publicKeyPem: () => exportSPKI(key.publicKey),
    close: () => server.close(),
  };
}

/** An RS256 token with exactly these claims. */
export function signToken(key: SigningKey, claims: JWTPayload, kid = key.kid): Promise<string> {
  return new SignJWT(claims).setProtectedHeader({ alg: 'RS256', typ: 'JWT', kid }).sign(key.privateKey);
}

/** A token of any algorithm, put together by hand. */
export function assembleToken(header: object, claims: object, signature: string): string {
  const part = (value: object) => Buffer.from(JSON.stringify(value)).toString('base64url');
  return `${part(header)}.${part(claims)}.${signature}`;
}
