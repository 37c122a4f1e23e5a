import {
  NONE,
  oneLine,
  type Block,
  type Inline,
  type Inlines,
  type ReportDocument,
  type Table,
} from './document/model.js';
import { reportDocumentOf } from './document/report-document.js';
import { REPORT_STYLE } from './html-style.js';
import type { ScanReport } from './scan-report.js';

/**
 * The report as one HTML file that loads nothing and runs nothing: it can be kept, mailed and printed. Every text is escaped,
 * and isolated where its direction could reorder what stands around it.
 */

const ENTITIES: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
};

function escaped(value: string): string {
  return oneLine(value).replace(/[&<>"']/g, (character) => ENTITIES[character] ?? '');
}

/** Letters written from right to left stay among themselves. */
const RIGHT_TO_LEFT = /[\u0590-\u08FF\uFB1D-\uFDFF\uFE70-\uFEFC\u{10800}-\u{10FFF}\u{1E800}-\u{1EFFF}]/u;

/** Spaces at the ends are kept: the text stands between other parts of a line. */
function words(value: string): string {
  const line = escaped(value);
  const isolated = RIGHT_TO_LEFT.test(line) ? `<bdi>${line}</bdi>` : line;
  return `${/^\s/.test(value) ? ' ' : ''}${isolated}${/\s$/.test(value) ? ' ' : ''}`;
}

function inline(part: Inline): string {
  switch (part.kind) {
    case 'text':
      return words(part.text);
    case 'strong':
      return `<strong>${words(part.text)}</strong>`;
    case 'subtle':
      return `<span class="subtle">${words(part.text)}</span>`;
    case 'code':
      return `<code>${words(part.text)}</code>`;
    case 'badge':
      return `<span class="badge ${part.tone}">${words(part.text)}</span>`;
    case 'link':
      return `<a href="${escaped(part.href)}" rel="noopener noreferrer">${words(part.text)}</a>`;
    case 'break':
      return '<br>';
  }
}

function inlines(parts: Inlines): string {
  return parts.map(inline).join('');
}

function cell(parts: Inlines, index: number, head: readonly string[]): string {
  const inner = inlines(parts);
  if (index === 0) return `<th scope="row">${inner}</th>`;
  // On a narrow screen a row becomes a list: each cell says what it is, and those that say nothing are left out.
  const isNone = parts.length === 1 && parts[0]?.kind === 'subtle' && parts[0].text === NONE;
  return `<td${isNone ? ' class="none"' : ''} data-label="${escaped(head[index] ?? '')}">${inner}</td>`;
}

function table({ caption, head, rows }: Table): string {
  return [
    `<table class="columns-${head.length}"><caption>${words(caption)}</caption>`,
    `<thead><tr>${head.map((name) => `<th scope="col">${words(name)}</th>`).join('')}</tr></thead>`,
    '<tbody>',
    ...rows.map((cells) => `<tr>${cells.map((parts, index) => cell(parts, index, head)).join('')}</tr>`),
    '</tbody></table>',
  ].join('\n');
}

function facts(all: readonly (readonly [string, Inlines])[]): string {
  const entries = all.map(([label, value]) => `<div><dt>${words(label)}</dt><dd>${inlines(value)}</dd></div>`);
  return `<dl>${entries.join('')}</dl>`;
}

function block(one: Block): string {
  switch (one.kind) {
    case 'paragraph':
      return `<p>${inlines(one.text)}</p>`;
    case 'facts':
      return facts(one.facts);
    case 'list': {
      const name = one.isOrdered ? 'ol' : 'ul';
      return `<${name}>${one.items.map((item) => `<li>${inlines(item)}</li>`).join('')}</${name}>`;
    }
    case 'heading':
      return `<h${one.level}>${inlines(one.text)}</h${one.level}>`;
    case 'group':
      return `<div class="group ${one.tone}">\n${one.blocks.map(block).join('\n')}\n</div>`;
    case 'table':
      return table(one);
  }
}

function contents({ sections }: ReportDocument): string {
  const items = sections.map(({ id, title }) => `<li><a href="#${escaped(id)}">${words(title)}</a></li>`);
  return `<nav aria-label="Contents"><ul>${items.join('')}</ul></nav>`;
}

/** Nothing may be loaded, run or sent from here, whatever a name contains. */
const POLICY = "default-src 'none'; style-src 'unsafe-inline'; base-uri 'none'; form-action 'none'";

/** `document` as a whole HTML file that ends with a line break. */
function toHtml(document: ReportDocument): string {
  const { title, heading, verdict, sections } = document;
  return `${[
    '<!doctype html>',
    '<html lang="en">',
    '<head>',
    '<meta charset="utf-8">',
    `<meta http-equiv="Content-Security-Policy" content="${POLICY}">`,
    '<meta name="viewport" content="width=device-width, initial-scale=1">',
    '<meta name="color-scheme" content="light dark">',
    '<meta name="referrer" content="no-referrer">',
    '<meta name="robots" content="noindex">',
    `<title>${escaped(title)}</title>`,
    `<style>${REPORT_STYLE}</style>`,
    '</head>',
    '<body>',
    `<header><p class="brand">Glasswatch</p><h1>${words(heading)}</h1>`,
    `<p class="verdict ${verdict.tone}"><strong>${words(verdict.word)}</strong> <span>${words(verdict.meaning)}</span></p>`,
    `${facts(document.facts)}</header>`,
    contents(document),
    '<main>',
    ...sections.map(
      ({ id, title: name, blocks }) =>
        `<section id="${escaped(id)}"><h2>${words(name)}</h2>\n${blocks.map(block).join('\n')}\n</section>`,
    ),
    '</main>',
    '</body>',
    '</html>',
  ].join('\n')}\n`;
}

export function htmlReportOf(report: ScanReport): string {
  return toHtml(reportDocumentOf(report));
}
