import { oneLine, type Block, type Inline, type Inlines, type ReportDocument, type Table } from './document/model.js';
import { reportDocumentOf } from './document/report-document.js';
import { markdownText } from './markdown-text.js';
import type { ScanReport } from './scan-report.js';

/** The report as GitHub-flavoured Markdown. Every text that people or the tenant chose is escaped, so that none is markup. */

const SPACES = /\s+/g;

/** Text with the spaces at its ends kept, since it stands between other parts of a line. */
function escaped(value: string): string {
  const [, before = '', inner = '', after = ''] = /^(\s*)(.*?)(\s*)$/s.exec(value) ?? [];
  return `${before === '' ? '' : ' '}${markdownText(inner)}${after === '' ? '' : ' '}`;
}

/** Nothing can be escaped inside code, so what is not as plain as requests, IDs and digests are is shown as text. */
function codeSpan(value: string): string {
  const line = oneLine(value).replace(SPACES, ' ');
  return !/^[\w /{}$=?&.,:;()'@%+-]+$/.test(line) || /:\/\//.test(line) ? markdownText(line) : `\`${line}\``;
}

function emphasised(mark: string, value: string): string {
  const inner = markdownText(value);
  return inner === '' ? '' : `${mark}${inner}${mark}${/\s$/.test(value) ? ' ' : ''}`;
}

function inline(part: Inline, lineBreak: string): string {
  switch (part.kind) {
    case 'text':
    case 'subtle':
      return escaped(part.text);
    case 'strong':
    case 'badge':
      return emphasised('**', part.text);
    case 'code':
      return codeSpan(part.text);
    case 'link':
      return `[${markdownText(part.text)}](${part.href})`;
    case 'break':
      return lineBreak;
  }
}

function inlines(parts: Inlines, lineBreak = '  \n'): string {
  return parts.map((part) => inline(part, lineBreak)).join('');
}

function row(cells: readonly string[]): string {
  return `| ${cells.join(' | ')} |`;
}

/** A cell is one line, so lines inside it are HTML breaks, which GitHub shows. */
function table({ caption, head, rows }: Table): string {
  return [
    `_${markdownText(caption)}_`,
    '',
    row(head.map(markdownText)),
    row(head.map(() => '---')),
    ...rows.map((cells) => row(cells.map((cell) => inlines(cell, '<br>')))),
  ].join('\n');
}

function block(one: Block): string {
  switch (one.kind) {
    case 'paragraph':
      return inlines(one.text);
    case 'facts':
      return one.facts.map(([label, value]) => `- ${markdownText(label)}: ${inlines(value, ' ')}`).join('\n');
    case 'list':
      return one.items
        .map((item, index) => `${one.isOrdered ? `${index + 1}.` : '-'} ${inlines(item, ' ')}`)
        .join('\n');
    case 'heading':
      return `${'#'.repeat(one.level)} ${inlines(one.text, ' ')}`;
    case 'group':
      return one.blocks.map(block).join('\n\n');
    case 'table':
      return table(one);
  }
}

/** `document` as Markdown that ends with a line break. */
function toMarkdown({ heading, verdict, facts, sections }: ReportDocument): string {
  return `${[
    `# ${markdownText(heading)}`,
    `**${markdownText(verdict.word)}.** ${markdownText(verdict.meaning)}`,
    block({ kind: 'facts', facts }),
    ...sections.flatMap(({ title, blocks }) => [`## ${markdownText(title)}`, ...blocks.map(block)]),
  ].join('\n\n')}\n`;
}

export function markdownReportOf(report: ScanReport): string {
  return toMarkdown(reportDocumentOf(report));
}
