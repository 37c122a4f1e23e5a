import type { DrillAnswer, Watching } from '../../workflows/watching.js';
import type { CardMessage, WayBack } from '../card-renderer.js';
import type { FindPerson } from './members.js';
import { personOf, type Presser } from './proposal-answers.js';
import type { TurnDependencies } from './turn.js';
import type { WatchAction } from './watch-action.js';
import { NO_SECOND_PERSON, NO_START, noPasswordAnswer, refusalProblem } from './watch-problems.js';

/** Rehearsals: planned, called off, claimed, and followed up. The dates people enter are UTC. */

type DrillAction = Extract<WatchAction, { verb: `drill.${'start' | 'cancel' | 'claim' | 'followUp'}` }>;
type Given<V extends DrillAction['verb']> = Extract<DrillAction, { verb: V }>['data'];

function answer({ cards }: TurnDependencies, result: DrillAnswer, back: WayBack): CardMessage {
  return result.kind === 'done' ? cards.drill(result.drill) : cards.problem(refusalProblem(result, back));
}

/** `2026-11-26` and `14:30` as ISO 8601 UTC; undefined when there is no such moment. */
function momentOf(date: string, time: string): string | undefined {
  if (!/^\d{4}-\d{2}-\d{2}$/.test(date) || !/^\d{2}:\d{2}$/.test(time)) return undefined;
  const iso = `${date}T${time}:00.000Z`;
  const at = new Date(iso);
  // A date that does not exist, such as 30 February, is no other date.
  return Number.isNaN(at.getTime()) || at.toISOString() !== iso ? undefined : iso;
}

async function start(
  deps: TurnDependencies,
  { drills }: Watching,
  presser: Presser,
  findPerson: FindPerson,
  { accountId, date, time, minutes, picked, typedPerson }: Given<'drill.start'>,
): Promise<CardMessage> {
  const from = momentOf(date.trim(), time.trim());
  if (from === undefined) return deps.cards.problem(NO_START);
  const [chosen = typedPerson, ...others] = picked;
  const second = others.length > 0 ? undefined : await findPerson(chosen);
  if (!second) return deps.cards.problem(NO_SECOND_PERSON);
  const result = await drills.plan({ accountId, from, minutes, second, person: personOf(presser.actor) });
  return answer(deps, result, { verb: 'drill.list', id: '' });
}

async function followUp(
  deps: TurnDependencies,
  { drills }: Watching,
  presser: Presser,
  { id, keySealed, password, notes }: Given<'drill.followUp'>,
): Promise<CardMessage> {
  if (password === '') return deps.cards.problem(noPasswordAnswer(id));
  const result = await drills.followUp({
    drillId: id,
    followUp: { keySealed: keySealed === 'true', password, notes },
    person: personOf(presser.actor),
  });
  return answer(deps, result, { verb: 'drill.show', id });
}

export async function answerDrill(
  deps: TurnDependencies,
  watching: Watching,
  presser: Presser & { readonly findPerson: FindPerson },
  action: DrillAction,
): Promise<CardMessage> {
  const { drills } = watching;
  const person = personOf(presser.actor);
  switch (action.verb) {
    case 'drill.start':
      return start(deps, watching, presser, presser.findPerson, action.data);
    case 'drill.followUp':
      return followUp(deps, watching, presser, action.data);
    case 'drill.cancel': {
      const { id } = action.data;
      return answer(deps, await drills.cancel({ drillId: id, person }), { verb: 'drill.show', id });
    }
    case 'drill.claim': {
      const { id } = action.data;
      return answer(deps, await drills.claim({ drillId: id, person }), { verb: 'drill.show', id });
    }
  }
}
