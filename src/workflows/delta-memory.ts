/**
 * Where following changes has got to. It lives as long as the process: after a restart following begins anew, and the scan
 * at the start covers what happened meanwhile.
 */
export interface DeltaMemory {
  /** The link to the next changes, by what is followed. */
  readonly links: Map<string, string>;
  /** Object IDs whose change was seen, until the scan for it was made. */
  readonly unscanned: Set<string>;
}

export function createDeltaMemory(): DeltaMemory {
  return { links: new Map(), unscanned: new Set() };
}
