import { isSameId } from '../approval/principal.js';

/** Lists of object IDs as sets: case does not matter, and nothing is in one twice. */

export function hasId(ids: readonly string[], id: string): boolean {
  return ids.some((other) => isSameId(other, id));
}

export function withId(ids: readonly string[], id: string): readonly string[] {
  return hasId(ids, id) ? ids : [...ids, id];
}

export function withoutId(ids: readonly string[], id: string): readonly string[] {
  return ids.filter((other) => !isSameId(other, id));
}
