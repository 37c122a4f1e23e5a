/**
 * Text that every database gives back exactly as it was given. PostgreSQL refuses NUL, and encoding to UTF-8 loses half
 * surrogate pairs; hostile names carry both. JSON text needs none of this: JSON.stringify escapes them.
 */

/** `text` with NUL and unpaired surrogates replaced by U+FFFD. */
export function storableText(text: string): string {
  return text.replaceAll('\0', '\uFFFD').replace(/\p{Surrogate}/gu, '\uFFFD');
}
