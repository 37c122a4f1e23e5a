import type { Severity } from '../controls/control.js';
import type { Standing } from './attestations.js';

/** When people are reminded of what they have to rehearse or sign again: at three steps before the date, and once after it. */

const DAY_MS = 86_400_000;

export interface Reminder {
  readonly what: 'drill' | 'attestation';
  /** Of the account, or of the control. */
  readonly id: string;
  /** ISO 8601 UTC; null: it was never done. */
  readonly dueAt: string | null;
  readonly isOverdue: boolean;
  readonly severity: Severity;
  /** The same for the same step of the same date: it is told once. */
  readonly key: string;
}

export type ReminderStep = '14 days' | '7 days' | '1 day' | 'overdue';

const STEPS: readonly { readonly step: ReminderStep; readonly days: number; readonly severity: Severity }[] = [
  { step: 'overdue', days: 0, severity: 'high' },
  { step: '1 day', days: 1, severity: 'medium' },
  { step: '7 days', days: 7, severity: 'medium' },
  { step: '14 days', days: 14, severity: 'medium' },
];

/**
 * The step that `now` is in; undefined as long as there is more time. Steps that were slept through are not made up for. A
 * date that cannot be read is overdue.
 */
function stepOf(dueAt: string, now: string) {
  const left = Date.parse(dueAt) - Date.parse(now);
  return Number.isNaN(left) ? STEPS[0] : STEPS.find(({ days }) => left <= days * DAY_MS);
}

type Occasion = Pick<Reminder, 'what' | 'id' | 'dueAt'>;

function overdue({ what, id, dueAt }: Occasion, why: string): Reminder {
  const key = `reminder:${what}:${id.toLowerCase()}:${why}`;
  return { what, id, dueAt, isOverdue: true, severity: 'high', key };
}

function byDate({ what, id, dueAt }: Occasion & { readonly dueAt: string }, now: string, of: string): Reminder | null {
  const step = stepOf(dueAt, now);
  if (step === undefined) return null;
  const key = `reminder:${what}:${id.toLowerCase()}:${of}:${step.step}`;
  return { what, id, dueAt, isOverdue: step.step === 'overdue', severity: step.severity, key };
}

/** The reminder to rehearse the account, if one is due at `now`. `dueAt` null: it was never used, as far as anybody knows. */
export function drillReminder(accountId: string, dueAt: string | null, now: string): Reminder | null {
  const occasion = { what: 'drill', id: accountId } as const;
  return dueAt === null ? overdue({ ...occasion, dueAt }, 'never') : byDate({ ...occasion, dueAt }, now, dueAt);
}

/** The reminder to sign again, if one is due at `now`. Nobody is reminded of what was never signed: a scan says that. */
export function attestationReminder(controlId: string, standing: Standing, now: string): Reminder | null {
  if (standing.kind === 'none') return null;
  const { id, expiresAt: dueAt } = standing.attestation;
  const occasion = { what: 'attestation', id: controlId, dueAt } as const;
  return standing.kind === 'invalid' ? overdue(occasion, `${id}:invalid`) : byDate(occasion, now, id);
}
