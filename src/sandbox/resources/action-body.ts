/** Reading the parameters of an action from its JSON body. */

/** The collection of strings named `name`, or null when the body has no such collection. */
export function stringsIn(body: unknown, name: string): readonly string[] | null {
  if (body === null || typeof body !== 'object') return null;
  const value: unknown = Object.getOwnPropertyDescriptor(body, name)?.value;
  return Array.isArray(value) && value.every((member) => typeof member === 'string') ? value : null;
}
