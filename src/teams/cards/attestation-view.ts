import type { AttestationView } from '../../workflows/watching.js';
import type { AttestationListView } from '../card-renderer.js';
import { day, dayAndTime } from './moments.js';
import { line } from './step-view.js';
import { describeTrend } from './trend-view.js';
import type { Cut, View } from './view.js';
import type { Word } from './words.js';

/** What people sign for: the list, and the form for one statement. */

const SHOWN = 10;
const SOON_MS = 14 * 24 * 60 * 60_000;

const NOT_SIGNED: Word = { symbol: '○', word: 'Not signed', colour: 'warning' };
const INVALID: Word = { symbol: '✕', word: 'Does not count any more', colour: 'attention' };
const EXPIRED: Word = { symbol: '✕', word: 'Expired', colour: 'attention' };
const SOON: Word = { symbol: '▲', word: 'Expires soon', colour: 'warning' };
const SIGNED: Word = { symbol: '✓', word: 'Signed', colour: 'good' };

function stateOf({ current }: AttestationView, now: string): Word {
  if (current === null) return NOT_SIGNED;
  if (current.invalidBecause !== null) return INVALID;
  const left = Date.parse(current.expiresAt) - Date.parse(now);
  // A date that cannot be read counts for nothing.
  if (!(left > 0)) return EXPIRED;
  return left <= SOON_MS ? SOON : SIGNED;
}

function noteOf({ current, custodiansNeeded }: AttestationView, cut: Cut): string {
  if (current === null) return custodiansNeeded === 2 ? 'Needs two custodians' : '';
  const people = current.custodians.map(({ name }) => cut(name, 60)).join(' and ');
  return [
    `by ${cut(current.owner.name, 60) || 'someone'} until ${day(current.expiresAt)}`,
    ...(people === '' ? [] : [`custodians ${people}`]),
  ].join(' · ');
}

function row(view: AttestationView, now: string, cut: Cut): View {
  const { symbol, word, colour } = stateOf(view, now);
  const note = noteOf(view, cut);
  const { current, controlId } = view;
  // What does not count any more needs another statement, not the same one again.
  const canRenew = current !== null && current.invalidBecause === null;
  const renew = !canRenew ? [] : [{ title: 'Renew', verb: 'attestation.renew', id: controlId }];
  return {
    lead: `${symbol} ${word}`,
    colour,
    subject: cut(controlId, 20),
    hasSubject: true,
    text: [cut(view.title, 120), cut(current?.invalidBecause ?? '', 200)].filter((text) => text !== '').join('. '),
    hasText: true,
    note,
    hasNote: note !== '',
    buttons: [{ title: 'Sign…', verb: 'attestation.form', id: controlId }, ...renew],
    hasButtons: true,
  };
}

export function describeAttestations({ attestations, now }: AttestationListView, cut: Cut): View {
  const hidden = attestations.length - SHOWN;
  return {
    ...describeTrend([]),
    fallbackText: ATTESTATIONS_SUMMARY,
    style: 'emphasis',
    heading: 'What people sign for',
    text: 'No program can check these. Whoever signs has looked, and says so for a time.',
    warnings: [],
    hasFacts: false,
    facts: [],
    sections: [
      {
        heading: '',
        hasHeading: false,
        rows: attestations.slice(0, SHOWN).map((one) => row(one, now, cut)),
        more: `and ${hidden} more`,
        hasMore: hidden > 0,
      },
    ],
    hasReport: false,
    canScan: false,
    scanId: '',
  };
}

export const ATTESTATIONS_SUMMARY = 'What people sign for';

export function describeAttestationForm(
  { controlId, title, template, custodiansNeeded, current }: AttestationView,
  cut: Cut,
): View {
  return {
    fallbackText: ATTESTATION_FORM_SUMMARY,
    style: 'emphasis',
    heading: 'Sign a statement',
    text: `${cut(controlId, 20)}: ${cut(title, 120)}`,
    hasFacts: current !== null,
    facts:
      current === null
        ? []
        : [
            line('Signed by', `${cut(current.owner.name, 60) || 'someone'} on ${dayAndTime(current.signedAt)}`),
            line('Until', day(current.expiresAt)),
            ...(current.invalidBecause === null
              ? []
              : [line('Does not count', cut(current.invalidBecause, 200), 'attention')]),
          ],
    statement: cut(current?.statement || template, 1_000),
    needsPeople: custodiansNeeded === 2,
    canRenew: current !== null && current.invalidBecause === null,
    id: controlId,
  };
}

export const ATTESTATION_FORM_SUMMARY = 'Sign a statement';
