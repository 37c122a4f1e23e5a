import type { Principal } from './request.js';

/** Who is who: by tenant and object ID, in whatever case a source wrote them, and never by name. */

/** True for two spellings of one object ID. */
export function isSameId(a: string, b: string): boolean {
  return a.toLowerCase() === b.toLowerCase();
}

/** True when both are one person: the same object in the same tenant. */
export function isSamePrincipal(a: Principal, b: Principal): boolean {
  return isSameId(a.tenantId, b.tenantId) && isSameId(a.objectId, b.objectId);
}
