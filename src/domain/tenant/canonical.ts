import { createHash } from 'node:crypto';
import type { TenantSnapshot } from './snapshot.js';

/**
 * One form for one content. Graph returns lists in any order, so every list of a snapshot is a set: it is put in an
 * order that depends on its members only, and the digest leaves out when and how something was read.
 */

const NOT_CONTENT = new Set(['readAt', 'takenAt', 'detail']);

function compare(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}

/** A member's place in its list: by `id` where it has one, so that a change of content does not move it about. */
function sortKeyOf(member: unknown): string {
  const text = JSON.stringify(member);
  const hasId = member !== null && typeof member === 'object' && 'id' in member && typeof member.id === 'string';
  return hasId ? `${String(member.id)} ${text}` : text;
}

/** `value` with object keys and list members in canonical order. Values are plain JSON. */
function inCanonicalOrder(value: unknown): unknown {
  if (Array.isArray(value)) {
    return value
      .map((member) => inCanonicalOrder(member))
      .map((member) => ({ member, key: sortKeyOf(member) }))
      .sort((a, b) => compare(a.key, b.key))
      .map(({ member }) => member);
  }
  if (value !== null && typeof value === 'object') {
    return Object.fromEntries(
      Object.entries(value)
        .filter(([, member]) => member !== undefined)
        .sort(([a], [b]) => compare(a, b))
        .map(([key, member]) => [key, inCanonicalOrder(member)]),
    );
  }
  return value;
}

function withoutReadingCircumstances(value: unknown): unknown {
  if (Array.isArray(value)) return value.map((member) => withoutReadingCircumstances(member));
  if (value !== null && typeof value === 'object') {
    return Object.fromEntries(
      Object.entries(value)
        .filter(([key]) => !NOT_CONTENT.has(key))
        .map(([key, member]) => [key, withoutReadingCircumstances(member)]),
    );
  }
  return value;
}

function deepFreeze<T>(value: T): T {
  if (value !== null && typeof value === 'object' && !Object.isFrozen(value)) {
    Object.freeze(value);
    for (const member of Object.values(value)) deepFreeze(member);
  }
  return value;
}

/** Canonical JSON of plain data: same content, same text. */
export function canonicalJson(value: unknown): string {
  return JSON.stringify(inCanonicalOrder(value));
}

/** SHA-256 of the canonical JSON of `value` without reading times and failure details, as 64 hexadecimal digits. */
export function digestOf(value: unknown): string {
  return createHash('sha256')
    .update(canonicalJson(withoutReadingCircumstances(value)))
    .digest('hex');
}

/** The snapshot in canonical order and frozen to its leaves. Every snapshot passes here once, right after it was read or loaded. */
export function sealSnapshot(snapshot: TenantSnapshot): TenantSnapshot {
  return deepFreeze(inCanonicalOrder(snapshot) as TenantSnapshot);
}
