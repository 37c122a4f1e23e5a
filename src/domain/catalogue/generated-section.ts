/** A generated part of a page that people write: it stands between two comments, and the rest is left alone. */

/** `text` with `content` in the section `name`; null when the page has no such section, or more than one. */
export function withSection(text: string, name: string, content: string): string | null {
  const begin = `<!-- generated: ${name} -->`;
  const end = `<!-- end: ${name} -->`;
  const [before, rest, another] = text.split(begin);
  if (before === undefined || rest === undefined || another !== undefined) return null;
  const [, after, anotherEnd] = rest.split(end);
  if (after === undefined || anotherEnd !== undefined) return null;
  return `${before}${begin}\n\n${content}\n\n${end}${after}`;
}
