/**
 * Whether a setting of the tenant accepts a registered method, and how several answers become one. The reasons are parts of
 * sentences, for people.
 */

export type Acceptance =
  | { readonly answer: 'accepted' }
  | { readonly answer: 'refused'; readonly by: string }
  | { readonly answer: 'unknown'; readonly why: string };

export const ACCEPTED: Acceptance = { answer: 'accepted' };

export function refusedBy(by: string): Acceptance {
  return { answer: 'refused', by };
}

export function notKnown(why: string): Acceptance {
  return { answer: 'unknown', why };
}

/** Where each of `parts` must accept: a refusal is proven by one part, whatever is unknown of the others. */
export function everyOf(parts: readonly Acceptance[]): Acceptance {
  return (
    parts.find(({ answer }) => answer === 'refused') ?? parts.find(({ answer }) => answer === 'unknown') ?? ACCEPTED
  );
}

/** Where it is enough that one of `parts` accepts. With no part there is none that does. */
export function anyOf(parts: readonly Acceptance[], otherwise: string): Acceptance {
  const decided = parts.find(({ answer }) => answer === 'accepted') ?? parts.find(({ answer }) => answer === 'unknown');
  if (decided !== undefined) return decided;
  const reasons = parts.flatMap((part) => (part.answer === 'refused' ? [part.by] : []));
  return refusedBy(reasons.length === 0 ? otherwise : [...new Set(reasons)].join(' and '));
}
