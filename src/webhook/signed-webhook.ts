import { createHmac } from 'node:crypto';
import type { Clock, Webhook } from '../workflows/ports.js';

/**
 * Tells somebody outside the tenant: one signed POST to one configured address. When Entra is down, Teams is down too, so
 * what nobody acknowledges must have a way that needs neither. Repeating is the caller's business.
 */

const TIMEOUT_MS = 10_000;

export interface SignedWebhookOptions {
  /** https, or http on loopback. */
  readonly url: string;
  /** Shared with the receiver. */
  readonly secret: string;
  readonly clock: Clock;
}

/**
 * A receiver checks `x-glasswatch-signature: sha256=<hex>`, which is HMAC-SHA256 over `<x-glasswatch-timestamp>.<body>`, and
 * refuses old timestamps (milliseconds since the epoch). Rejects with `WEBHOOK_FAILED` unless the answer is 2xx; redirects
 * are not followed, because the body names accounts.
 */
export function createSignedWebhook({ url, secret, clock }: SignedWebhookOptions): Webhook {
  return {
    async send(content) {
      const body = JSON.stringify(content);
      const timestamp = String(clock.now());
      const signature = createHmac('sha256', secret).update(`${timestamp}.${body}`).digest('hex');
      const response = await fetch(url, {
        method: 'POST',
        redirect: 'error',
        signal: AbortSignal.timeout(TIMEOUT_MS),
        headers: {
          'content-type': 'application/json',
          'x-glasswatch-timestamp': timestamp,
          'x-glasswatch-signature': `sha256=${signature}`,
        },
        body,
      });
      await response.body?.cancel();
      if (!response.ok) throw new Error(`WEBHOOK_FAILED: the receiver answered ${response.status}.`);
    },
  };
}
