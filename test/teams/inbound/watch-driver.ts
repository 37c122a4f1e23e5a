import { readFileSync } from 'node:fs';
import type { Alert } from '../../../src/domain/alerts/alert.js';
import type { DriftCase } from '../../../src/domain/drift/drift.js';
import type { Drill } from '../../../src/domain/drills/drill.js';
import type { Subscription } from '../../../src/workflows/watch-ports.js';
import type { AttestationView, ScheduleView, Watching, WatchStatus } from '../../../src/workflows/watching.js';

/** A `Watching` in the test's hands: it keeps what it was asked, and answers what the test says. */

interface Samples {
  readonly drift: DriftCase;
  readonly alert: Alert;
  readonly drill: Drill;
  readonly attestations: readonly AttestationView[];
  readonly schedule: ScheduleView;
  readonly status: WatchStatus;
  readonly due: Awaited<ReturnType<Watching['drills']['listDue']>>;
}

export const SAMPLES = JSON.parse(
  readFileSync(new URL('../cards/sample-watching.json', import.meta.url), 'utf8'),
) as Samples;

export interface WatchCall {
  readonly what: string;
  readonly input: unknown;
}

export type WatchAnswers = { readonly [R in keyof Omit<Watching, 'status'>]?: Partial<Watching[R]> };

export interface WatchDriver {
  readonly watching: Watching;
  /** What was asked that changes something. */
  readonly calls: readonly WatchCall[];
  readonly subscriptions: ReadonlyMap<string, Subscription>;
}

/** A watching where everything is allowed, except what `answers` says otherwise. */
export function createWatchDriver(answers: WatchAnswers = {}): WatchDriver {
  const calls: WatchCall[] = [];
  const subscriptions = new Map<string, Subscription>();
  const { drift, alert, drill, attestations, schedule, status, due } = SAMPLES;
  const [first] = attestations;
  const attestation = first?.current;
  if (!attestation) throw new Error('the sample has no signed statement');
  const noted =
    <I, O>(what: string, act: (input: I) => O) =>
    (input: I): O => {
      calls.push({ what, input });
      return act(input);
    };
  const only =
    <T extends { readonly id: string }>(one: T) =>
    (id: string) =>
      Promise.resolve(id === one.id ? one : undefined);
  const room = {
    drift: {
      findCase: only(drift),
      listOpenCases: () => Promise.resolve([drift]),
      accept: () => Promise.resolve({ kind: 'done', case: { ...drift, state: 'accepted' } }),
      snooze: () => Promise.resolve({ kind: 'done', case: { ...drift, state: 'snoozed' } }),
      ...answers.drift,
    } satisfies Watching['drift'],
    alerts: {
      findAlert: only(alert),
      listOpenAlerts: () => Promise.resolve([alert]),
      acknowledge: () => Promise.resolve({ kind: 'done', alert: { ...alert, state: 'acknowledged' } }),
      ...answers.alerts,
    } satisfies Watching['alerts'],
    drills: {
      findDrill: only(drill),
      listDrills: () => Promise.resolve([drill]),
      listDue: () => Promise.resolve(due),
      plan: () => Promise.resolve({ kind: 'done', drill }),
      cancel: () => Promise.resolve({ kind: 'done', drill: { ...drill, state: 'cancelled' } }),
      followUp: () => Promise.resolve({ kind: 'done', drill: { ...drill, state: 'passed' } }),
      claim: () => Promise.resolve({ kind: 'done', drill: { ...drill, state: 'claimed' } }),
      ...answers.drills,
    } satisfies Watching['drills'],
    attestations: {
      list: () => Promise.resolve(attestations),
      sign: () => Promise.resolve({ kind: 'done', attestation }),
      renew: () => Promise.resolve({ kind: 'done', attestation }),
      ...answers.attestations,
    } satisfies Watching['attestations'],
    schedules: {
      describe: () => Promise.resolve(schedule),
      set: ({ cron }) => Promise.resolve({ kind: 'done', schedule: { ...schedule, cron } }),
      ...answers.schedules,
    } satisfies Watching['schedules'],
  };
  const subscriptionRoom: Watching['subscriptions'] = {
    findSubscription: (id) => Promise.resolve(subscriptions.get(id)),
    subscribe: noted('subscribe', ({ person, ...wanted }) => {
      const subscription = { ...wanted, by: person.name, at: '2026-03-02T09:00:00.000Z' };
      subscriptions.set(wanted.conversationId, subscription);
      return Promise.resolve(subscription);
    }),
    unsubscribe: noted('unsubscribe', ({ conversationId }) => Promise.resolve(subscriptions.delete(conversationId))),
  };
  return {
    calls,
    subscriptions,
    watching: {
      drift: {
        ...room.drift,
        accept: noted('accept', (input: Parameters<Watching['drift']['accept']>[0]) => room.drift.accept(input)),
        snooze: noted('snooze', (input: Parameters<Watching['drift']['snooze']>[0]) => room.drift.snooze(input)),
      },
      alerts: {
        ...room.alerts,
        acknowledge: noted('acknowledge', (input: Parameters<Watching['alerts']['acknowledge']>[0]) =>
          room.alerts.acknowledge(input),
        ),
      },
      drills: {
        ...room.drills,
        plan: noted('plan', (input: Parameters<Watching['drills']['plan']>[0]) => room.drills.plan(input)),
        cancel: noted('cancel', (input: Parameters<Watching['drills']['cancel']>[0]) => room.drills.cancel(input)),
        followUp: noted('followUp', (input: Parameters<Watching['drills']['followUp']>[0]) =>
          room.drills.followUp(input),
        ),
        claim: noted('claim', (input: Parameters<Watching['drills']['claim']>[0]) => room.drills.claim(input)),
      },
      attestations: {
        ...room.attestations,
        sign: noted('sign', (input: Parameters<Watching['attestations']['sign']>[0]) => room.attestations.sign(input)),
        renew: noted('renew', (input: Parameters<Watching['attestations']['renew']>[0]) =>
          room.attestations.renew(input),
        ),
      },
      schedules: {
        ...room.schedules,
        set: noted('set', (input: Parameters<Watching['schedules']['set']>[0]) => room.schedules.set(input)),
      },
      subscriptions: subscriptionRoom,
      status: () => Promise.resolve(status),
    },
  };
}
