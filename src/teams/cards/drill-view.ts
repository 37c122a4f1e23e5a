import type { Drill, FollowUp } from '../../domain/drills/drill.js';
import type { DrillFormView } from '../card-renderer.js';
import { day, dayAndTime, duration } from './moments.js';
import { line } from './step-view.js';
import type { Cut, View } from './view.js';
import { DRILL_WORDS } from './watch-words.js';

/** Rehearsals: the list with the questions for another one, and a single one on its way. */

const DRILLS_SHOWN = 5;
const ACCOUNTS_SHOWN = 10;

const PASSWORD_WORDS: Readonly<Record<FollowUp['password'], string>> = {
  changed: 'changed afterwards',
  notUsed: 'not used',
  notChanged: 'used, and not changed yet',
};

function observedLines({ signIn, alertLatencyMs, state }: Drill, cut: Cut): readonly View[] {
  if (signIn === null) {
    return state === 'planned' ? [] : [line('Sign-in', 'none was seen', 'warning')];
  }
  const latency =
    alertLatencyMs === null
      ? line('Alert', 'not known to have reached anybody yet', 'warning')
      : line('Alert', `${duration(alertLatencyMs)} after the sign-in`, 'default', 'bolder');
  const application = signIn.application === null ? '' : `, to ${cut(signIn.application, 60)}`;
  return [line('Sign-in', `${dayAndTime(signIn.at)}${application}`), latency];
}

function followUpLines({ followUp }: Drill, cut: Cut): readonly View[] {
  if (followUp === null) return [];
  return [
    line('Key', followUp.keySealed ? 'back under seal' : 'not sealed', followUp.keySealed ? 'default' : 'warning'),
    line('Password', PASSWORD_WORDS[followUp.password], followUp.password === 'notChanged' ? 'warning' : 'default'),
    ...(followUp.notes === '' ? [] : [line('Learned', cut(followUp.notes, 300))]),
    line('Recorded by', `${cut(followUp.by.name, 60) || 'someone'} on ${dayAndTime(followUp.at)}`),
  ];
}

export function describeDrill(drill: Drill, cut: Cut): View {
  const { state, people, id } = drill;
  const { symbol, word, style, meaning } = DRILL_WORDS[state];
  return {
    fallbackText: drillSummary(drill),
    style,
    heading: `${symbol} ${word}`,
    text: meaning,
    hasFacts: true,
    facts: [
      line('Account', cut(drill.accountName || drill.accountId, 120), 'default', 'bolder'),
      line('From', dayAndTime(drill.from)),
      line('Until', dayAndTime(drill.to)),
      line('By', people.map(({ name }) => cut(name, 60) || 'someone').join(' and ')),
      line('Planned by', cut(drill.plannedBy.name, 60) || 'someone'),
      ...(state === 'cancelled' ? [] : observedLines(drill, cut)),
      ...followUpLines(drill, cut),
    ],
    canFollowUp: state === 'observed',
    canCancel: state === 'planned',
    canClaim: state === 'planned' || state === 'missed',
    id,
  };
}

/** The drill in one line, without any tenant data. */
export function drillSummary({ state }: Drill): string {
  return DRILL_WORDS[state].word;
}

function drillRow(drill: Drill, cut: Cut): View {
  const { symbol, word, style } = DRILL_WORDS[drill.state];
  return {
    lead: `${symbol} ${word}`,
    colour: style === 'emphasis' ? 'default' : style,
    text: `${cut(drill.accountName || drill.accountId, 90)}, ${dayAndTime(drill.from)}`,
    id: drill.id,
  };
}

function dueLine({ accountName, accountId, dueAt }: DrillFormView['due'][number], now: string, cut: Cut): View {
  const name = cut(accountName || accountId, 90);
  if (dueAt === null) return line(name, 'never rehearsed', 'warning');
  const isOver = Date.parse(dueAt) <= Date.parse(now);
  return isOver ? line(name, `overdue since ${day(dueAt)}`, 'attention') : line(name, `by ${day(dueAt)}`);
}

export function describeDrillForm({ due, drills, now }: DrillFormView, cut: Cut): View {
  const hidden = drills.length - DRILLS_SHOWN;
  return {
    fallbackText: DRILL_FORM_SUMMARY,
    style: 'emphasis',
    heading: 'Drills',
    text:
      due.length === 0
        ? 'No account is designated as an emergency account, so there is nothing to rehearse.'
        : 'Two people sign in with an emergency account at an announced time. It shows that the account works and that the alert comes.',
    hasDue: due.length > 0,
    due: due.slice(0, ACCOUNTS_SHOWN).map((one) => dueLine(one, now, cut)),
    hasDrills: drills.length > 0,
    drills: drills.slice(0, DRILLS_SHOWN).map((drill) => drillRow(drill, cut)),
    hasMoreDrills: hidden > 0,
    moreDrills: `and ${hidden} older ones`,
    canPlan: due.length > 0,
    accounts: due.slice(0, ACCOUNTS_SHOWN).map(({ accountId, accountName }) => ({
      title: cut(accountName || accountId, 90),
      value: accountId,
    })),
    today: now.slice(0, 10),
  };
}

export const DRILL_FORM_SUMMARY = 'Drills';
