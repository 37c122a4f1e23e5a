import { isNativeError } from 'node:util/types';

/** What of an error may go into the log: its name, code and first line. SDK errors carry requests with tokens; those stay out. */

const MAX_LENGTH = 300;

function field(error: object, name: string): unknown {
  return Reflect.get(error, name);
}

/** Facts about `error` for log fields: one line each, bounded, without control characters. */
export function describeError(error: unknown): Readonly<Record<string, string | number>> {
  if (!isNativeError(error)) return { errorName: typeof error };
  const code = field(error, 'code');
  const statusCode = field(error, 'statusCode');
  const [firstLine = ''] = error.message.split(/[\r\n]/, 1);
  return {
    errorName: error.name,
    errorMessage: firstLine.replace(/\p{C}/gu, ' ').slice(0, MAX_LENGTH),
    ...(typeof code === 'string' && { errorCode: code.slice(0, MAX_LENGTH) }),
    ...(typeof statusCode === 'number' && { statusCode }),
  };
}
