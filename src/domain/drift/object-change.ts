import { SEVERITIES, type Finding, type Severity, type Subject } from '../controls/control.js';
import { listNames } from '../controls/words.js';
import type { TenantSnapshot } from '../tenant/snapshot.js';
import type { FactChange } from './drift.js';
import type { NameOf } from './names.js';
import { subjectKey } from './subject-key.js';

/** What became of one object between two views of the tenant, before anybody asked which findings changed with it. */

/** What a scan saw and what it made of it. */
export interface TenantView {
  readonly snapshot: TenantSnapshot;
  readonly findings: readonly Finding[];
}

export interface Comparison {
  readonly accepted: TenantView;
  readonly present: TenantView;
  readonly nameOf: NameOf;
}

/** One thing that happened to an object. */
export interface Clause {
  /** The rest of a sentence that begins with the object, for example `is disabled`. */
  readonly text: string;
  /** Emergency access is weaker by it, whatever the findings say. */
  readonly weakens: boolean;
  /** Something about the object cannot be seen any more. */
  readonly blinds: boolean;
  readonly severity: Severity;
}

export interface ObjectChange {
  readonly subject: Subject;
  readonly fate: 'appeared' | 'disappeared' | 'changed' | 'wentBlind';
  readonly changes: readonly FactChange[];
  readonly clauses: readonly Clause[];
  /**
   * The Graph requests that show it, as evidence spells them: a finding that changed and rests on one of them is explained.
   * Empty where one request shows many objects.
   */
  readonly sources: readonly string[];
  /** The sentence, where it is not made of the clauses. */
  readonly summary?: string;
}

/** The most serious of `severities`; `info` for none. */
export function worstSeverity(severities: readonly Severity[]): Severity {
  return SEVERITIES.find((severity) => severities.includes(severity)) ?? 'info';
}

export function weakening(severity: Severity, text: string): Clause {
  return { text, weakens: true, blinds: false, severity };
}

export function remark(severity: Severity, text: string): Clause {
  return { text, weakens: false, blinds: false, severity };
}

export function blinding(severity: Severity, text: string): Clause {
  return { text, weakens: false, blinds: true, severity };
}

/** `"a", "b" and 2 more`-like names of IDs, each once. */
export function namesText(ids: readonly string[], nameOf: NameOf): string {
  return listNames([...new Set(ids)].map(nameOf).sort());
}

/** A remark on a change that has no words of its own. */
export function plainClause({ field, before, after }: FactChange, severity: Severity): Clause {
  return remark(severity, `changed ${field} from "${before}" to "${after}"`);
}

const MOST_CLAUSES = 4;

function startOf({ type, name }: Subject): string {
  switch (type) {
    case 'tenant':
      return 'The tenant';
    case 'account':
      return `The account "${name}"`;
    case 'policy':
      return `The policy "${name}"`;
    case 'group':
      return `The group "${name}"`;
  }
}

function byWeight(a: Clause, b: Clause): number {
  return Number(b.weakens) - Number(a.weakens) || SEVERITIES.indexOf(a.severity) - SEVERITIES.indexOf(b.severity);
}

/** One sentence about `subject`: the most serious clauses first, and how many more there are. */
export function sentenceOf(subject: Subject, clauses: readonly Clause[]): string {
  const texts = [...new Set([...clauses].sort(byWeight).map(({ text }) => text))];
  const shown = texts.slice(0, MOST_CLAUSES);
  const rest = texts.length - shown.length;
  const parts = rest > 0 ? [...shown, `changed in ${rest} more ${rest === 1 ? 'way' : 'ways'}`] : shown;
  const last = parts[parts.length - 1] ?? 'changed';
  const text = parts.length > 1 ? `${parts.slice(0, -1).join(', ')} and ${last}` : last;
  return `${startOf(subject)} ${text}.`;
}

/** Changes of one subject as one, so that one event gives one case; objects of the tenant itself stay apart. */
export function mergeBySubject(changes: readonly ObjectChange[]): readonly ObjectChange[] {
  const merged = new Map<string, ObjectChange>();
  for (const change of changes) {
    const { type } = change.subject;
    const isApart = type === 'tenant' || change.fate === 'wentBlind' || change.summary !== undefined;
    const key = isApart ? `${merged.size}` : subjectKey(change.subject);
    const former = merged.get(key);
    merged.set(key, former === undefined ? change : join(former, change));
  }
  return [...merged.values()];
}

function join(former: ObjectChange, change: ObjectChange): ObjectChange {
  const fields = new Set(former.changes.map(({ field }) => field));
  return {
    subject: former.subject,
    fate: former.fate === 'changed' ? change.fate : former.fate,
    changes: [...former.changes, ...change.changes.filter(({ field }) => !fields.has(field))],
    clauses: [...former.clauses, ...change.clauses],
    sources: [...former.sources, ...change.sources],
  };
}
