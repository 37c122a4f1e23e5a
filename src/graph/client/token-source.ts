/** Where bearer tokens come from, and the one way in which getting one may fail. Tokens are never logged or kept here. */

export interface TokenSource {
  /**
   * A token for the configured endpoint. `claims` is the decoded JSON of a claims challenge.
   * Rejects with `TokenError` when the reason is known; anything else it rejects with counts as not available.
   */
  getToken(claims?: string): Promise<{ readonly token: string }>;
}

/** No token. `forbidden`: the credentials were refused. `unavailable`: nobody could be asked. The message is one sentence for operators. */
export class TokenError extends Error {
  override readonly name = 'TokenError';

  constructor(
    readonly reason: 'forbidden' | 'unavailable',
    message: string,
  ) {
    super(message);
  }
}
