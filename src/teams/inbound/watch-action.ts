import { z } from 'zod';
import type { ShowVerb } from '../card-renderer.js';

/**
 * What the buttons of watching ask for. As elsewhere a card carries a verb and an opaque ID; the rest is what a person
 * chose or typed, and whether that will do is decided by the workflow.
 */

/** Object IDs, GUIDs, control IDs, and conversation-independent keys. */
const id = z.string().min(1).max(256);
const typed = z.string().max(1_000).default('');

/** A whole number, however a client sends it; 0 for anything else, which no question has for an answer. */
const whole = z
  .union([z.string().max(10), z.number()])
  .default('')
  .transform((value) => (/^\d{1,6}$/.test(String(value)) ? Number(value) : 0));

/** The chosen values of a list, which clients join with commas. */
const list = z
  .string()
  .max(1_000)
  .default('')
  .transform((text) => text.split(',').flatMap((one) => one.trim() || []));

const severity = z.enum(['critical', 'high', 'medium', 'low', 'info']);
const subscriptionKinds = list.pipe(z.array(z.enum(['drift', 'alerts', 'approvals', 'reminders', 'records'])));
const toggled = z.enum(['true', 'false']).default('false');

const one = z.object({ id });
/** Clients send no data, or an empty ID, where there is only one thing. */
const nothing = z.object({}).optional();

export const WATCH_ACTIONS = [
  z.object({ verb: z.literal('watch.show'), data: nothing }),
  z.object({ verb: z.literal('subscription.show'), data: nothing }),
  z.object({ verb: z.literal('subscription.start'), data: nothing }),
  z.object({
    verb: z.literal('subscription.set'),
    data: z.object({ minSeverity: severity, kinds: subscriptionKinds, role: z.enum(['channel', 'escalation']) }),
  }),
  z.object({ verb: z.literal('subscription.end'), data: nothing }),
  z.object({ verb: z.literal('schedule.show'), data: nothing }),
  z.object({ verb: z.literal('schedule.set'), data: z.object({ preset: typed, cron: typed, timeZone: typed }) }),
  z.object({ verb: z.literal('drift.show'), data: one }),
  z.object({ verb: z.literal('drift.fix'), data: one }),
  z.object({ verb: z.literal('drift.accept'), data: one.extend({ reason: typed, days: whole }) }),
  z.object({ verb: z.literal('drift.snooze'), data: one.extend({ hours: whole }) }),
  z.object({ verb: z.literal('alert.show'), data: one }),
  z.object({
    verb: z.literal('alert.acknowledge'),
    data: one.extend({ classification: z.enum(['', 'drill', 'emergency', 'misuse']).default(''), text: typed }),
  }),
  z.object({ verb: z.literal('drill.list'), data: nothing }),
  z.object({ verb: z.literal('drill.show'), data: one }),
  z.object({
    verb: z.literal('drill.start'),
    data: z.object({ accountId: typed, date: typed, time: typed, minutes: whole, picked: list, typedPerson: typed }),
  }),
  z.object({ verb: z.literal('drill.cancel'), data: one }),
  z.object({ verb: z.literal('drill.claim'), data: one }),
  z.object({
    verb: z.literal('drill.followUp'),
    data: one.extend({
      keySealed: toggled,
      password: z.enum(['', 'changed', 'notUsed', 'notChanged']).default(''),
      notes: typed,
    }),
  }),
  z.object({ verb: z.literal('attestation.list'), data: nothing }),
  z.object({ verb: z.literal('attestation.form'), data: one }),
  z.object({
    verb: z.literal('attestation.sign'),
    data: one.extend({ statement: typed, picked: list, typedPeople: list, link: typed, days: whole }),
  }),
  z.object({ verb: z.literal('attestation.renew'), data: one }),
] as const;

export type WatchAction = z.infer<(typeof WATCH_ACTIONS)[number]>;

/** Every verb that only looks; a new one must be listed, or this does not compile. */
const SHOWS: Readonly<Record<Exclude<ShowVerb, `account.${string}`>, true>> = {
  'watch.show': true,
  'subscription.show': true,
  'schedule.show': true,
  'drift.show': true,
  'alert.show': true,
  'drill.list': true,
  'drill.show': true,
  'attestation.list': true,
  'attestation.form': true,
  'history.show': true,
};
export const SHOW_VERBS = Object.keys(SHOWS) as readonly ShowVerb[];
