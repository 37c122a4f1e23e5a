/**
 * The written report as data: what it says, in which order, and nothing about how Markdown or HTML spell it. Every text is
 * raw; whoever renders a document escapes all of it.
 */

/** Colours the outcomes; never says anything that a word beside it does not say. */
export type Tone = 'bad' | 'unsure' | 'good' | 'neutral';

export type Inline =
  | { readonly kind: 'text' | 'strong' | 'code' | 'subtle'; readonly text: string }
  /** Only pages of the Microsoft Entra admin center are linked. */
  | { readonly kind: 'link'; readonly text: string; readonly href: string }
  | { readonly kind: 'badge'; readonly text: string; readonly tone: Tone }
  | { readonly kind: 'break' };

export type Inlines = readonly Inline[];

export interface Table {
  readonly kind: 'table';
  readonly caption: string;
  /** The first column heads its rows. */
  readonly head: readonly string[];
  readonly rows: readonly (readonly Inlines[])[];
}

export type Block =
  | { readonly kind: 'paragraph'; readonly text: Inlines }
  | { readonly kind: 'facts'; readonly facts: readonly (readonly [string, Inlines])[] }
  | { readonly kind: 'list'; readonly isOrdered: boolean; readonly items: readonly Inlines[] }
  | { readonly kind: 'heading'; readonly level: 3 | 4 | 5; readonly text: Inlines }
  /** Kept together on paper where it fits; `tone` marks its edge. */
  | { readonly kind: 'group'; readonly tone: Tone; readonly blocks: readonly Block[] }
  | Table;

export interface Section {
  /** For links to it; ASCII letters and hyphens. */
  readonly id: string;
  readonly title: string;
  readonly blocks: readonly Block[];
}

export interface ReportDocument {
  /** Of the window or the file, without markup. */
  readonly title: string;
  readonly heading: string;
  readonly verdict: { readonly tone: Tone; readonly word: string; readonly meaning: string };
  readonly facts: readonly (readonly [string, Inlines])[];
  readonly sections: readonly Section[];
}

export function text(value: string): Inline {
  return { kind: 'text', text: value };
}

export function strong(value: string): Inline {
  return { kind: 'strong', text: value };
}

export function subtle(value: string): Inline {
  return { kind: 'subtle', text: value };
}

export function code(value: string): Inline {
  return { kind: 'code', text: value };
}

export function badge(tone: Tone, value: string): Inline {
  return { kind: 'badge', tone, text: value };
}

/** Stands for nothing in a cell. */
export const NONE = '–';

export const BREAK: Inline = { kind: 'break' };

/** `parts` with a line break between them. */
export function lines(parts: readonly Inlines[]): Inlines {
  return parts.flatMap((part, index) => (index === 0 ? part : [BREAK, ...part]));
}

const PORTAL = 'https://entra.microsoft.com/';

/** A link where `href` is a page of the admin center, otherwise the text alone. */
export function portalLink(value: string, href: string | undefined): Inline {
  const isPortal = href?.startsWith(PORTAL) === true && /^[!-~]+$/.test(href) && !/[\s<>()"'`\\]/.test(href);
  return isPortal ? { kind: 'link', text: value, href } : strong(value);
}

export function paragraph(...parts: Inlines): Block {
  return { kind: 'paragraph', text: parts };
}

/** `value` on one line, without anything that hides or reorders what stands around it. */
export function oneLine(value: string): string {
  return value.replace(/[\p{Cc}\p{Cf}\p{Cs}\p{Co}\u2028\u2029]+/gu, ' ').trim();
}
