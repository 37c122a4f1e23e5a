import { DEFAULT_SETTINGS, type Control } from '../../src/domain/controls/control.js';
import { aSnapshot } from '../domain/a-snapshot.js';

/** Which readings of a snapshot a control looks at: what it does not look at cannot fail for it. */

/** Looked at for the name of the tenant in a finding; no control rests on it. */
const FOR_NAMES = ['organization'];

function isReading(value: object): boolean {
  return 'known' in value;
}

/** `value` that notes in `seen` the name of every reading that somebody takes from it. */
function watched<T extends object>(value: T, seen: Set<string>): T {
  return new Proxy(value, {
    get(target, name, receiver) {
      const member: unknown = Reflect.get(target, name, receiver);
      if (typeof member !== 'object' || member === null) return member;
      if (typeof name === 'string' && isReading(member)) seen.add(name);
      return watched(member, seen);
    },
  });
}

/** The names of the readings that `control` looks at in a tenant with nothing wrong, sorted. */
export function readingsOf(control: Control): readonly string[] {
  const seen = new Set<string>();
  // A copy, because what is frozen cannot be watched.
  control.evaluate(watched(structuredClone(aSnapshot()), seen), DEFAULT_SETTINGS);
  return [...seen].filter((name) => !FOR_NAMES.includes(name)).sort();
}
