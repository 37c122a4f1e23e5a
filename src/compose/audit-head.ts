import type { AuditStore } from '../workflows/ports.js';
import type { Logger } from './logger.js';

/**
 * Puts the head of the audit log's hash chain into the log stream, at start and daily. A chain proves nothing against
 * somebody who may rewrite the whole database; a head that has left it does: `npm run audit -- verify --head SEQ:HASH`.
 */

const DAY_MS = 24 * 60 * 60_000;

export function publishAuditHead(audit: Pick<AuditStore, 'head'>, logger: Logger): { close(): Promise<void> } {
  const publish = async () => {
    try {
      const { seq, hash } = await audit.head();
      logger.info('audit log head', { seq, hash });
    } catch (error) {
      // Expected: the store is out of order. A head that stops appearing is itself a sign.
      logger.error('audit log head not read', { err: error });
    }
  };
  void publish();
  const timer = setInterval(() => void publish(), DAY_MS);
  return {
    close: () => {
      clearInterval(timer);
      return Promise.resolve();
    },
  };
}
