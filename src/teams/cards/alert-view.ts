import type { Alert } from '../../domain/alerts/alert.js';
import { dayAndTime } from './moments.js';
import { line } from './step-view.js';
import type { Cut, View } from './view.js';
import { alertWord, CLASSIFICATION_WORDS } from './watch-words.js';
import { SEVERITY_WORDS } from './words.js';

/** An alert: what happened, what a person needs to judge it, and the question what it was. */

const FACTS_SHOWN = 12;

interface Headline {
  readonly style: 'attention' | 'warning' | 'emphasis';
  readonly heading: string;
  readonly meaning: string;
}

function acknowledgedHeadline({ acknowledgement }: Alert): Headline {
  const classification = acknowledgement?.classification;
  if (classification === undefined) return { style: 'emphasis', heading: '✓ Acknowledged', meaning: '' };
  const heading = `Acknowledged as ${CLASSIFICATION_WORDS[classification]}`;
  if (classification !== 'misuse') return { style: 'emphasis', heading: `✓ ${heading}`, meaning: '' };
  const meaning = 'Treat it as an incident: end the sessions of the account, change its credentials, and find out who.';
  return { style: 'attention', heading: `✕ ${heading}`, meaning };
}

function headlineOf(alert: Alert): Headline {
  const { state, severity, drillId, kind } = alert;
  if (state === 'acknowledged') return acknowledgedHeadline(alert);
  const isSevere = severity === 'critical' || severity === 'high';
  if (drillId !== null) {
    const meaning = 'A drill was announced for this time. If this was not it, it is an emergency or misuse.';
    return { style: 'warning', heading: `▲ ${alertWord(kind)}, inside a drill`, meaning };
  }
  const heading = `${isSevere ? '✕' : '▲'} ${alertWord(kind)}`;
  const meaning = state === 'escalated' ? 'Nobody has acknowledged this in time. Somebody has to look now.' : '';
  return { style: isSevere ? 'attention' : 'warning', heading, meaning };
}

function acknowledgementLines({ acknowledgement }: Alert, cut: Cut): readonly View[] {
  if (acknowledgement === null) return [];
  const by = `${cut(acknowledgement.name, 60) || 'someone'} on ${dayAndTime(acknowledgement.at)}`;
  return [line('By', by, 'default', 'bolder'), line('What happened', cut(acknowledgement.text, 400))];
}

/** Sources give times as they are stored; people read them as everywhere else. */
function readable(value: string): string {
  return /^\d{4}-\d{2}-\d{2}T[\d:.]+Z$/.test(value) ? dayAndTime(value) : value;
}

function factLines({ facts }: Alert, cut: Cut): readonly View[] {
  const hidden = facts.length - FACTS_SHOWN;
  return [
    ...facts.slice(0, FACTS_SHOWN).map(({ label, value }) => line(cut(label, 40), cut(readable(value), 200) || 'none')),
    ...(hidden > 0 ? [line('and', `${hidden} more`)] : []),
  ];
}

export function describeAlert(alert: Alert, cut: Cut): View {
  const { meaning, ...headline } = headlineOf(alert);
  const { word, colour } = SEVERITY_WORDS[alert.severity];
  const { escalatedAt } = alert;
  return {
    ...headline,
    fallbackText: alertSummary(alert),
    text: cut(alert.summary, 400),
    meaning,
    hasMeaning: meaning !== '',
    hasFacts: true,
    facts: [
      line('Severity', word, colour, 'bolder'),
      ...acknowledgementLines(alert, cut),
      ...factLines(alert, cut),
      line('Noticed', dayAndTime(alert.noticedAt)),
      ...(escalatedAt === null ? [] : [line('Escalated', dayAndTime(escalatedAt))]),
    ],
    canAcknowledge: alert.state !== 'acknowledged',
    id: alert.id,
  };
}

/** The alert in one line, without any tenant data. */
export function alertSummary(alert: Alert): string {
  const { word } = SEVERITY_WORDS[alert.severity];
  const told = `${word}: ${alertWord(alert.kind).replace(/^\w/, (letter) => letter.toLowerCase())}`;
  return alert.state === 'acknowledged' ? `Acknowledged. ${told}` : told;
}

/** One row of a list. */
export function alertRow(alert: Alert, cut: Cut): View {
  const { word, colour } = SEVERITY_WORDS[alert.severity];
  return {
    lead: `${headlineOf(alert).heading.slice(0, 1)} ${word}`,
    colour,
    subject: alertWord(alert.kind),
    hasSubject: true,
    text: cut(alert.summary, 240),
    hasText: true,
    note: `${dayAndTime(alert.at)}${alert.state === 'escalated' ? ' · escalated' : ''}`,
    hasNote: true,
    buttons: [{ title: 'Open', verb: 'alert.show', id: alert.id }],
    hasButtons: true,
  };
}
