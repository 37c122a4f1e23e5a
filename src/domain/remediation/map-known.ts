import type { Observed } from '../tenant/observed.js';

/** `observed` with its value changed; what was not read stays unknown. */
export function mapKnown<T>(observed: Observed<T>, change: (value: T) => T): Observed<T> {
  return observed.known ? { ...observed, value: change(observed.value) } : observed;
}
