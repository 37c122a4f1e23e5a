import type { TokenCredential } from '@azure/identity';
import { TokenError, type TokenSource } from './client/token-source.js';
import { signInFor } from './national-cloud.js';

export type { TokenSource } from './client/token-source.js';

/**
 * Token sources. Credentials come as explicit options; nothing here looks into the environment, and
 * `DefaultAzureCredential` is not used because it does. Secrets and tokens never reach an error message.
 */

export type AzureCredentialOptions =
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
      /** PEM file with certificate and private key. */
      readonly certificatePath: string;
      readonly certificatePassword?: string;
    }
  | {
      readonly kind: 'workloadIdentity';
      readonly tenantId: string;
      readonly clientId: string;
      /** File with the federated token, renewed by the platform. */
      readonly tokenFilePath: string;
    }
  /** Without `clientId` the machine's own identity. */
  | { readonly kind: 'managedIdentity'; readonly clientId?: string };

/** Loaded on first use: the library takes longer to load than the rest of the program, and the sandbox has no need of it. */
async function createCredential(options: AzureCredentialOptions, authorityHost: string): Promise<TokenCredential> {
  const azure = await import('@azure/identity');
  switch (options.kind) {
    case 'clientSecret':
      return new azure.ClientSecretCredential(options.tenantId, options.clientId, options.clientSecret, {
        authorityHost,
      });
    case 'certificate': {
      const { certificatePath, certificatePassword } = options;
      const certificate = certificatePassword === undefined ? {} : { certificatePassword };
      return new azure.ClientCertificateCredential(
        options.tenantId,
        options.clientId,
        { certificatePath, ...certificate },
        { authorityHost },
      );
    }
    case 'workloadIdentity': {
      const { tenantId, clientId, tokenFilePath } = options;
      return new azure.WorkloadIdentityCredential({ tenantId, clientId, tokenFilePath, authorityHost });
    }
    case 'managedIdentity':
      return options.clientId === undefined
        ? new azure.ManagedIdentityCredential()
        : new azure.ManagedIdentityCredential({ clientId: options.clientId });
  }
}

/** What a failure of the sign-in library means. Of its text only the stable AADSTS code is kept. */
export function tokenErrorOf(error: unknown): TokenError {
  const message = error instanceof Error ? error.message : '';
  const code = /\bAADSTS\d+\b/.exec(message)?.[0];
  if (code !== undefined) {
    return new TokenError(
      'forbidden',
      `Microsoft Entra refused the app's credentials (${code}); check tenant ID, client ID and the secret or certificate`,
    );
  }
  const name = error instanceof Error ? error.name : 'unknown error';
  return new TokenError(
    'unavailable',
    `no access token could be got (${name}); check the credential settings and the network path to the sign-in host`,
  );
}

/**
 * Tokens for Graph at `endpoint` through Microsoft Entra, with continuous access evaluation. Throws at once for an endpoint
 * that Microsoft issues no tokens for; a failed sign-in rejects with `TokenError`.
 */
export function azureTokenSource(options: {
  readonly endpoint: string;
  readonly credentials: AzureCredentialOptions;
}): TokenSource {
  const { scope, authorityHost } = signInFor(options.endpoint);
  let credential: Promise<TokenCredential> | undefined;
  return {
    getToken: async (claims) => {
      try {
        credential ??= createCredential(options.credentials, authorityHost);
        const answer = await (
          await credential
        ).getToken(scope, {
          enableCae: true,
          ...(claims !== undefined && { claims }),
        });
        if (answer === null) throw new Error('no token');
        return { token: answer.token };
      } catch (error) {
        // Expected: every way in which signing in fails, from unreadable files to refused secrets.
        throw tokenErrorOf(error);
      }
    },
  };
}

/** A token the caller already has. It cannot answer a claims challenge. */
export function staticTokenSource(token: string): TokenSource {
  return { getToken: () => Promise.resolve({ token }) };
}
