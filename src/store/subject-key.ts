import type { Subject } from '../domain/controls/control.js';
import { storableText } from '../domain/audit/storable-text.js';

/** Subjects as a unique index tells them apart. */

/**
 * Names a subject for a unique index. There is one tenant, whatever ID a scan that could not read it gave it; for everything
 * else two spellings are two subjects here, so that a case is never refused for one that it is not.
 */
export function subjectKeyOf({ type, id }: Subject): string {
  return type === 'tenant' ? type : storableText(`${type} ${id}`);
}
