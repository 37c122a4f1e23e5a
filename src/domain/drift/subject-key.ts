import type { Subject } from '../controls/control.js';
import { normalId } from './facts.js';

/**
 * The same for every spelling of one subject; names do not count. There is one tenant, and its ID may be missing from a
 * snapshot that could not read it.
 */
export function subjectKey({ type, id }: Pick<Subject, 'type' | 'id'>): string {
  return type === 'tenant' ? 'tenant' : `${type} ${normalId(id)}`;
}
