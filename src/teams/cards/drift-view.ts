import type { Actor, Drift, DriftCase, FactChange } from '../../domain/drift/drift.js';
import { day, dayAndTime } from './moments.js';
import type { CardRules } from './plan-view.js';
import { line } from './step-view.js';
import type { Cut, View } from './view.js';
import { OUTCOME_WORDS, SEVERITY_WORDS, type Colour } from './words.js';
import { DRIFT_WORDS } from './watch-words.js';

/** What differs about one subject: what happened, who did it, before and after, and what fails because of it. */

const DRIFTS_SHOWN = 3;
const CHANGES_SHOWN = 4;
const CONTROLS_SHOWN = 6;
const OTHER_ACTORS = 2;
const OBJECTS_SHOWN = 5;

interface Headline {
  readonly style: 'attention' | 'warning' | 'good' | 'emphasis' | 'accent';
  readonly heading: string;
  readonly meaning: string;
}

function openHeadline({ drifts }: DriftCase): Headline {
  const has = (kind: Drift['kind']) => drifts.some((drift) => drift.kind === kind);
  if (has('regressed')) return { style: 'attention', heading: '✕ Emergency access got weaker', meaning: '' };
  if (has('wentBlind')) {
    const meaning = 'What cannot be read may have changed, too. Nobody can tell until it can be read again.';
    return { style: 'warning', heading: '? Glasswatch cannot see this any more', meaning };
  }
  return { style: 'accent', heading: '● Not as accepted', meaning: '' };
}

/** The one thing to know first, by the state of the case. */
function headlineOf(drifted: DriftCase): Headline {
  switch (drifted.state) {
    case 'open':
      return openHeadline(drifted);
    case 'snoozed': {
      const until = drifted.snoozedUntil === null ? '' : ` until ${dayAndTime(drifted.snoozedUntil)}`;
      const meaning = 'It is still the case. Nothing more is said about it until then, unless it becomes worse.';
      return { style: 'warning', heading: `○ Snoozed${until}`, meaning };
    }
    case 'accepted': {
      const until = drifted.waiver === null ? '' : ` until ${day(drifted.waiver.expiresAt)}`;
      const meaning = 'It is still the case. What fails because of it goes on failing.';
      return { style: 'emphasis', heading: `○ Accepted${until}`, meaning };
    }
    case 'resolved':
      return {
        style: 'good',
        heading: '✓ As accepted again',
        meaning: 'The latest scan shows no difference any more.',
      };
  }
}

function actorLines(actor: Actor, cut: Cut): readonly View[] {
  const given = (label: string, value: string | null, length: number) =>
    value === null || value === '' ? [] : [line(label, cut(value, length))];
  const who = actor.kind === 'app' ? 'By the application' : 'By';
  return [
    line(who, cut(actor.name || actor.objectId || 'somebody whom the log does not name', 90), 'default', 'bolder'),
    line('On', dayAndTime(actor.at)),
    ...given('Done', actor.activity, 90),
    ...given('With', actor.application, 60),
    ...given('From', actor.ipAddress, 60),
    ...given('Correlation ID', actor.correlationId, 60),
  ];
}

function whoDidIt({ actors, drifts }: DriftCase, cut: Cut): readonly View[] {
  const [newest, ...others] = actors;
  if (newest === undefined) {
    const isBlindOnly = drifts.every(({ kind }) => kind === 'wentBlind');
    return isBlindOnly ? [] : [line('By', 'the audit log has nothing about it yet; it can be some minutes late')];
  }
  const also = others
    .slice(0, OTHER_ACTORS)
    .map(({ name, at, activity }) =>
      line('Before that', `${cut(name, 60)} on ${dayAndTime(at)}, ${cut(activity, 60)}`),
    );
  return [...actorLines(newest, cut), ...also];
}

function waiverLines({ waiver, state }: DriftCase, cut: Cut): readonly View[] {
  if (waiver === null || state !== 'accepted') return [];
  const by = `${cut(waiver.ownerName, 60) || 'someone'} on ${dayAndTime(waiver.at)}`;
  return [line('Accepted by', by), line('Because', cut(waiver.reason, 240))];
}

function objects(ids: readonly string[], cut: Cut): string {
  const shown = ids.slice(0, OBJECTS_SHOWN).map((one) => cut(one, 40));
  const hidden = ids.length - shown.length;
  return [...shown, ...(hidden > 0 ? [`and ${hidden} more`] : [])].join(', ');
}

function changeLines({ field, before, after, added, removed }: FactChange, cut: Cut): readonly View[] {
  return [
    line(cut(field, 80), `${cut(before, 160) || 'nothing'} → ${cut(after, 160) || 'nothing'}`),
    ...(added.length > 0 ? [line('Added', objects(added, cut))] : []),
    ...(removed.length > 0 ? [line('Removed', objects(removed, cut), 'attention')] : []),
  ];
}

/** The first one is told in the head of the card. */
function driftSection(drift: Drift, index: number, cut: Cut): View {
  const { symbol, word, colour } = DRIFT_WORDS[drift.kind];
  const hidden = drift.changes.length - CHANGES_SHOWN;
  return {
    kind: `${symbol} ${word}`,
    colour,
    summary: cut(drift.summary, 300),
    hasSummary: index > 0,
    lines: [
      ...drift.changes.slice(0, CHANGES_SHOWN).flatMap((change) => changeLines(change, cut)),
      ...(hidden > 0 ? [line('and', `${hidden} more`)] : []),
    ],
  };
}

function isOutcome(text: string): text is keyof typeof OUTCOME_WORDS {
  return Object.hasOwn(OUTCOME_WORDS, text);
}

function outcomeWord(outcome: string | null, cut: Cut): string {
  if (outcome === null) return 'nothing';
  return isOutcome(outcome) ? OUTCOME_WORDS[outcome].word.toLowerCase() : cut(outcome, 30);
}

function controlLines({ drifts }: DriftCase, rules: CardRules, cut: Cut): readonly View[] {
  const all = drifts.flatMap(({ findings }) => findings);
  const hidden = all.length - CONTROLS_SHOWN;
  const lines = all.slice(0, CONTROLS_SHOWN).map(({ controlId, before, after }) => {
    const colour: Colour = after !== null && isOutcome(after) ? OUTCOME_WORDS[after].colour : 'default';
    const title = cut(rules.controlTitle(controlId) ?? '', 90);
    return line(
      `${cut(controlId, 20)} ${title}`.trim(),
      `${outcomeWord(before, cut)} → ${outcomeWord(after, cut)}`,
      colour,
    );
  });
  return hidden > 0 ? [...lines, line('and', `${hidden} more`)] : lines;
}

function isFixable({ state, drifts }: DriftCase): boolean {
  const findings = drifts.flatMap((drift) => drift.findings);
  return state !== 'resolved' && findings.some(({ after, fingerprint }) => after === 'fail' && fingerprint !== null);
}

function about(drifted: DriftCase, cut: Cut): readonly View[] {
  const { subject, severity, state } = drifted;
  const { word, colour } = SEVERITY_WORDS[severity];
  return [
    line('About', `${subject.type} ${cut(subject.name || subject.id, 120)}`),
    ...(state === 'resolved' ? [] : [line('Severity', word, colour, 'bolder')]),
  ];
}

export function describeDriftCase(drifted: DriftCase, rules: CardRules, cut: Cut): View {
  const { drifts, state, id } = drifted;
  const { meaning, ...headline } = headlineOf(drifted);
  const hidden = drifts.length - DRIFTS_SHOWN;
  const controls = controlLines(drifted, rules, cut);
  return {
    ...headline,
    fallbackText: driftSummary(drifted),
    text: cut(drifts[0]?.summary ?? drifted.subject.name, 400),
    meaning,
    hasMeaning: meaning !== '',
    hasFacts: true,
    facts: [
      ...about(drifted, cut),
      ...waiverLines(drifted, cut),
      ...whoDidIt(drifted, cut),
      line('Noticed', dayAndTime(drifted.openedAt)),
    ],
    drifts: drifts
      .slice(0, DRIFTS_SHOWN)
      .map((drift, index) => driftSection(drift, index, cut))
      .filter(({ hasSummary, lines }) => hasSummary === true || (Array.isArray(lines) && lines.length > 0)),
    hasMoreDrifts: hidden > 0,
    moreDrifts: `and ${hidden} more`,
    hasControls: controls.length > 0,
    controls,
    canFix: isFixable(drifted),
    canAccept: state === 'open' || state === 'snoozed',
    canSnooze: state === 'open',
    id,
  };
}

/** The case in one line, without any tenant data. */
export function driftSummary(drifted: DriftCase): string {
  return `Drift: ${headlineOf(drifted).heading.replace(/^\S+ /, '').toLowerCase()}`;
}

/** One row of a list. */
export function driftRow(drifted: DriftCase, cut: Cut): View {
  const { symbol } = DRIFT_WORDS[drifted.drifts[0]?.kind ?? 'evidenceChanged'];
  const { word, colour } = SEVERITY_WORDS[drifted.severity];
  return {
    lead: `${symbol} ${word}`,
    colour,
    subject: cut(drifted.subject.name || drifted.subject.id, 90),
    hasSubject: true,
    text: cut(drifted.drifts[0]?.summary ?? '', 240),
    hasText: true,
    note: '',
    hasNote: false,
    buttons: [{ title: 'Open', verb: 'drift.show', id: drifted.id }],
    hasButtons: true,
  };
}
