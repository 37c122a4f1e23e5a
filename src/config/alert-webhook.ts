import type { Reading } from './reading.js';

/** Where alerts go that nobody in Teams acknowledges: an address outside the tenant, with a shared secret. */

export interface AlertWebhookConfig {
  readonly url: string;
  readonly secret: string;
}

const SHORTEST_SECRET = 32;

function isAcceptable(url: string, production: boolean): boolean {
  if (!URL.canParse(url)) return false;
  const { protocol, hostname, username } = new URL(url);
  if (username !== '') return false;
  return protocol === 'https:' || (!production && protocol === 'http:' && hostname === '127.0.0.1');
}

/** Null when neither variable is set: then nobody outside the tenant is told. */
export function readAlertWebhook(reading: Reading, production: boolean): AlertWebhookConfig | null {
  const url = reading.get('ALERT_WEBHOOK_URL');
  const secret = reading.get('ALERT_WEBHOOK_SECRET');
  if (url === undefined && secret === undefined) return null;
  if (url === undefined) {
    reading.report('CONFIG_MISSING', 'ALERT_WEBHOOK_URL is not set: ALERT_WEBHOOK_SECRET belongs to it.');
  } else if (!isAcceptable(url, production)) {
    reading.report('CONFIG_MALFORMED', 'ALERT_WEBHOOK_URL must be an https address without a user name in it.');
  }
  if (secret === undefined || secret.length < SHORTEST_SECRET) {
    reading.report(
      'CONFIG_MALFORMED',
      `ALERT_WEBHOOK_SECRET must have at least ${SHORTEST_SECRET} characters: the receiver checks signatures with it.`,
    );
  }
  return { url: url ?? '', secret: secret ?? '' };
}
