import type { ObjectRead } from '../read/observe.js';

/** An object as a scan understands it, and as Graph returned it: the one for digests, the other for comparing all of it. */
interface WithRaw<T> {
  readonly value: T;
  readonly raw: unknown;
}

/** `read` with what Graph returned beside its value. For objects that always exist. */
export function withRaw<T>({ parse, whenNotFound: _, ...read }: ObjectRead<T>): ObjectRead<WithRaw<T>> {
  return {
    ...read,
    parse: (raw) => {
      const parsed = parse(raw);
      return parsed.ok ? { ok: true, value: { value: parsed.value, raw } } : parsed;
    },
  };
}
