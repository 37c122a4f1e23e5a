import { oneLine } from './document/model.js';

/**
 * Text from the tenant or from a person inside a Markdown report: what could be markup is escaped, and the rest stays as
 * people wrote it, for the report is also read as it is.
 */

/** Emphasis, code, links, HTML, tables, entities and mathematics, wherever they stand. */
const MARKUP = /[\\`*_[\]<>|~$&]/g;
/** Addresses that GitHub links by themselves, and names that it notifies. */
const ADDRESS = /(?<=\b(?:https?|ftp|mailto|xmpp)):|(?<=\bwww)\.|@/gi;
/** Headings, lists, rules and underlines, which need the beginning of a line. */
const LINE_START = /^[#+=-]/;

/** `value` on one line, with nothing in it that Markdown reads as its own. */
export function markdownText(value: string): string {
  const line = oneLine(value).replace(/\s+/g, ' ');
  return line
    .replace(MARKUP, '\\$&')
    .replace(ADDRESS, '\\$&')
    .replace(LINE_START, '\\$&')
    .replace(/^(\d{1,9})([.)])/, '$1\\$2');
}
