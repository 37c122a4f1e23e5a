import { pino } from 'pino';
import type { LogLevel } from '../config.js';

/** JSON lines on stderr. Messages are constants; what varies goes into the fields. */

export interface Logger {
  info(message: string, fields: object): void;
  warn(message: string, fields: object): void;
  error(message: string, fields: object): void;
}

export function createLogger(level: LogLevel): Logger {
  const log = pino({ level }, pino.destination({ fd: 2, sync: true }));
  return {
    info: (message, fields) => log.info(fields, message),
    warn: (message, fields) => log.warn(fields, message),
    error: (message, fields) => log.error(fields, message),
  };
}
