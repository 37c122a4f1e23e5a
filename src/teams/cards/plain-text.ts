import { stripVTControlCharacters } from 'node:util';

/**
 * The one gate for text that comes from the tenant, from Graph or from a person. What leaves here has no line breaks,
 * no terminal codes, nothing that reorders or hides its neighbours, and an end. Markdown needs no escaping: templates
 * put such text into `TextRun`s only, which every client shows as it is, while backslashes would be shown too.
 */

/** More than this is never looked at; names in a tenant end at 256 characters. */
const LONGEST_INPUT = 4_096;

/** Code points of small text that fit into a card on a phone. */
const LONGEST_WORD = 40;

/**
 * Direction marks, embeddings, overrides and isolates, zero-width and filler characters, tags: what reorders or hides.
 * Joiners and variation selectors stay, words and emoji need them.
 */
const HIDDEN = /(?![\u200C\u200D\uFE0E\uFE0F])[\p{Cf}\p{Default_Ignorable_Code_Point}]/gu;
/** Code points without a meaning outside one program. The renderer uses one of them as its own mark. */
const PRIVATE_USE = /\p{Co}/gu;
const BREAKS = /[\p{Cc}\p{Zl}\p{Zp}\s]+/gu;
const LONE_SURROGATES = /\p{Cs}/gu;
const STACKED_MARKS = /(\p{M}{4})\p{M}+/gu;
const RIGHT_TO_LEFT = /[\u0590-\u08FF\uFB1D-\uFDFF\uFE70-\uFEFC\u{10800}-\u{10FFF}\u{1E800}-\u{1EFFF}]/u;

function cut(text: string, length: number): string {
  const points = Array.from(text);
  return points.length <= length
    ? text
    : `${points
        .slice(0, length - 1)
        .join('')
        .trimEnd()}…`;
}

/**
 * `text` with places where a line may end, so that no unbroken stretch is longer than `longest` code points. Clients do
 * not break inside a word of a `TextRun`; without these a long name would leave the card. What people copy should not
 * need any: they are characters too.
 */
export function breakable(text: string, longest: number): string {
  return text.replace(new RegExp(`[^\\s\u200B-]{${longest}}(?=[^\\s\u200B-])`, 'gu'), '$&\u200B');
}

/**
 * `text` as one line of at most `length` code points. `{{` is broken up because clients read `{{DATE(…)}}` as a command,
 * and text with right-to-left letters is isolated so that it does not reorder the words around it.
 */
export function plainText(text: string, length: number): string {
  const line = stripVTControlCharacters(text.slice(0, LONGEST_INPUT))
    .replace(LONE_SURROGATES, '\uFFFD')
    .replace(HIDDEN, '')
    .replace(BREAKS, ' ')
    .replace(PRIVATE_USE, '')
    .replace(STACKED_MARKS, '$1')
    .trim();
  const short = breakable(cut(line, length).replaceAll('{{', '{\u2060{'), LONGEST_WORD);
  return RIGHT_TO_LEFT.test(short) ? `\u2068${short}\u2069` : short;
}
