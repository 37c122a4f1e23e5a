/** How many scans one person may start: ten in any ten minutes. In memory; a restart forgives. */

const WINDOW_MS = 10 * 60_000;
const MAX_STARTS = 10;

export type ScanSlot =
  /** `giveBack` when the scan was not started after all. */
  { readonly ok: true; readonly giveBack: () => void } | { readonly ok: false; readonly retryInMs: number };

export interface ScanLimit {
  take(objectId: string, now: number): ScanSlot;
}

export function createScanLimit(): ScanLimit {
  const startsByPerson = new Map<string, readonly number[]>();

  function forgetOld(now: number): void {
    for (const [objectId, starts] of startsByPerson) {
      const recent = starts.filter((start) => start > now - WINDOW_MS);
      if (recent.length === 0) startsByPerson.delete(objectId);
      else startsByPerson.set(objectId, recent);
    }
  }

  function giveBack(objectId: string, start: number): void {
    const starts = [...(startsByPerson.get(objectId) ?? [])];
    const position = starts.indexOf(start);
    if (position !== -1) starts.splice(position, 1);
    startsByPerson.set(objectId, starts);
  }

  return {
    take(objectId, now) {
      forgetOld(now);
      const starts = startsByPerson.get(objectId) ?? [];
      const [oldest = now] = starts;
      if (starts.length >= MAX_STARTS) return { ok: false, retryInMs: oldest + WINDOW_MS - now };
      startsByPerson.set(objectId, [...starts, now]);
      return { ok: true, giveBack: () => giveBack(objectId, now) };
    },
  };
}
