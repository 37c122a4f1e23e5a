import type { Drill, FollowUp } from '../domain/drills/drill.js';
import { dueAtOf } from '../domain/drills/due.js';
import { isFollowUpComplete } from '../domain/drills/observe.js';
import { planDrill } from '../domain/drills/plan-drill.js';
import { listAccountUses } from './account-uses.js';
import { drillTelling } from './drill-telling.js';
import type { Person } from './remediation.js';
import { actionEvent, isoNow, type WatchDependencies } from './watch-dependencies.js';
import type { DrillActions, DrillAnswer } from './watching.js';

/** What people do about drills: announce one, call it off, say that it took place, and put everything back after it. */

type Refusal = Extract<DrillAnswer, { readonly kind: 'refused' }>;

const MESSAGES: Readonly<Record<Refusal['code'], string>> = {
  DRILL_UNKNOWN: 'There is no such drill. Send "drill" for those there are.',
  DRILL_ACCOUNT_UNKNOWN: 'This account is not designated as an emergency account. Choose one of the list.',
  DRILL_WINDOW_INVALID: 'Choose a start that is not over yet, and at most 240 minutes.',
  DRILL_PEOPLE_INVALID: 'A drill takes two different people. Name somebody beside yourself, and no emergency account.',
  DRILL_NOT_PLANNED: 'This drill is not planned any more: the card says what became of it.',
  DRILL_NOT_OBSERVED: 'No sign-in was seen for this drill, or it is settled. Only an observed drill is followed up.',
  DRILL_FOLLOW_UP_INCOMPLETE:
    'The drill passes when the key is sealed again and a used password is changed. Do that first.',
  OVERTAKEN: 'Somebody else has just changed this. Look at the card again.',
};

const NOT_BEGUN = 'The window of this drill has not begun. Say that it took place once it has.';

async function refuse(
  deps: WatchDependencies,
  person: Person,
  drillId: string,
  code: Refusal['code'],
  message = MESSAGES[code],
): Promise<Refusal> {
  await deps.audit.append(actionEvent(deps, person, 'drill.refused', drillId, 'refused', { code }));
  return { kind: 'refused', code, message };
}

/** Stores the drill as the version after `before`, null for a new one. */
async function save(
  deps: WatchDependencies,
  person: Person,
  changed: Drill,
  action: string,
  before: Drill | null,
): Promise<DrillAnswer> {
  const next: Drill = { ...changed, version: before === null ? 1 : before.version + 1 };
  const event = actionEvent(deps, person, action, next.id, 'succeeded', { account: next.accountId, state: next.state });
  const done = await deps.drills.saveDrill(next, event, [drillTelling(next)], isoNow(deps));
  return done ? { kind: 'done', drill: next } : refuse(deps, person, next.id, 'OVERTAKEN');
}

async function plan(
  deps: WatchDependencies,
  { accountId, from, minutes, second, person }: Parameters<DrillActions['plan']>[0],
): Promise<DrillAnswer> {
  const uses = await listAccountUses(deps);
  const known = uses.find((use) => use.accountId.toLowerCase() === accountId.toLowerCase());
  const planned = planDrill({
    id: deps.ids.next(),
    tenantId: deps.tenantId,
    accountId,
    accountName: known?.accountName ?? accountId,
    from,
    minutes,
    plannedBy: { ...person.principal, name: person.name },
    second,
    now: isoNow(deps),
    accountIds: await deps.accountIds(),
  });
  if (!planned.ok) return refuse(deps, person, accountId, planned.code);
  return save(deps, person, planned.drill, 'drill.planned', null);
}

async function cancel(
  deps: WatchDependencies,
  { drillId, person }: Parameters<DrillActions['cancel']>[0],
): Promise<DrillAnswer> {
  const found = await deps.drills.findDrill(drillId);
  if (!found) return refuse(deps, person, drillId, 'DRILL_UNKNOWN');
  if (found.state !== 'planned') return refuse(deps, person, drillId, 'DRILL_NOT_PLANNED');
  return save(deps, person, { ...found, state: 'cancelled' }, 'drill.cancelled', found);
}

async function claim(
  deps: WatchDependencies,
  { drillId, person }: Parameters<DrillActions['claim']>[0],
): Promise<DrillAnswer> {
  const found = await deps.drills.findDrill(drillId);
  if (!found) return refuse(deps, person, drillId, 'DRILL_UNKNOWN');
  if (found.state !== 'planned' && found.state !== 'missed') return refuse(deps, person, drillId, 'DRILL_NOT_PLANNED');
  if (deps.clock.now() < Date.parse(found.from)) {
    return refuse(deps, person, drillId, 'DRILL_WINDOW_INVALID', NOT_BEGUN);
  }
  return save(deps, person, { ...found, state: 'claimed' }, 'drill.claimed', found);
}

async function followUp(
  deps: WatchDependencies,
  { drillId, followUp: recorded, person }: Parameters<DrillActions['followUp']>[0],
): Promise<DrillAnswer> {
  const found = await deps.drills.findDrill(drillId);
  if (!found) return refuse(deps, person, drillId, 'DRILL_UNKNOWN');
  if (found.state !== 'observed') return refuse(deps, person, drillId, 'DRILL_NOT_OBSERVED');
  if (!isFollowUpComplete(recorded)) return refuse(deps, person, drillId, 'DRILL_FOLLOW_UP_INCOMPLETE');
  const { keySealed, password, notes } = recorded;
  const by = { ...person.principal, name: person.name };
  const done: FollowUp = { keySealed, password, notes: notes.trim(), by, at: isoNow(deps) };
  return save(deps, person, { ...found, state: 'passed', followUp: done }, 'drill.passed', found);
}

export function drillActions(deps: WatchDependencies): DrillActions {
  return {
    findDrill: (id) => deps.drills.findDrill(id),
    listDrills: () => deps.drills.listDrills(deps.tenantId),
    listDue: async () =>
      (await listAccountUses(deps)).map(({ accountId, accountName, lastUse }) => ({
        accountId,
        accountName,
        dueAt: dueAtOf(lastUse),
      })),
    plan: (input) => plan(deps, input),
    cancel: (input) => cancel(deps, input),
    followUp: (input) => followUp(deps, input),
    claim: (input) => claim(deps, input),
  };
}
