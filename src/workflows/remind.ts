import { controlById } from '../domain/controls/index.js';
import { ATTESTABLE } from '../domain/drills/attestable.js';
import { standingOf } from '../domain/drills/attestations.js';
import { dueAtOf } from '../domain/drills/due.js';
import { attestationReminder, drillReminder, type Reminder } from '../domain/drills/reminders.js';
import { listAccountUses } from './account-uses.js';
import { isoNow, watchEvent, type WatchDependencies } from './watch-dependencies.js';
import type { Telling } from './watch-ports.js';

/** Reminders of drills and statements: each step is told once, and one subject has one card, which is edited. */

type Needs = Pick<WatchDependencies, 'tenantId' | 'accountIds' | 'scans' | 'drills' | 'alerts' | 'outbox' | 'clock'>;

/** What a reminder's card shows. */
export interface DueReminder extends Reminder {
  /** The account's name, or the control's title. */
  readonly name: string;
}

async function listDrillReminders(deps: Needs, now: string): Promise<readonly DueReminder[]> {
  const uses = await listAccountUses(deps);
  return uses.flatMap(({ accountId, accountName, lastUse }) => {
    // Of an account of which nothing is known nobody can say that it is due: a scan says what is missing.
    const reminder = lastUse.kind === 'unknown' ? null : drillReminder(accountId, dueAtOf(lastUse), now);
    return reminder === null ? [] : [{ ...reminder, name: accountName }];
  });
}

async function listAttestationReminders(deps: Needs, now: string): Promise<readonly DueReminder[]> {
  const attestations = await deps.drills.listAttestations(deps.tenantId);
  return ATTESTABLE.flatMap(({ controlId }) => {
    const standing = standingOf(attestations, controlId, now, new Map());
    const reminder = attestationReminder(controlId, standing, now);
    return reminder === null ? [] : [{ ...reminder, name: controlById(controlId)?.title ?? controlId }];
  });
}

async function listReminders(deps: Needs): Promise<readonly DueReminder[]> {
  const now = isoNow(deps);
  return [...(await listDrillReminders(deps, now)), ...(await listAttestationReminders(deps, now))];
}

function topicIdOf({ what, id }: Reminder): string {
  return `${what}:${id}`;
}

function tellingOf(reminder: DueReminder): Telling {
  const topic = { kind: 'reminder', id: topicIdOf(reminder) } as const;
  return { topic, kind: 'reminders', severity: reminder.severity };
}

/** Tells every reminder whose step has come and was not told yet. */
export async function remind(deps: Needs): Promise<void> {
  const due = await listReminders(deps);
  if (due.length === 0) return;
  const keys = due.map(({ key }) => key);
  const untold = new Set(await deps.alerts.filterUnseen(deps.tenantId, keys));
  for (const reminder of due.filter(({ key }) => untold.has(key))) {
    const event = watchEvent(deps, 'reminder.told', topicIdOf(reminder), { dueAt: reminder.dueAt, key: reminder.key });
    await deps.outbox.tell([tellingOf(reminder)], isoNow(deps), event);
  }
  // All of them: a key that is not marked again for long is forgotten, and an overdue drill would be told anew. Last: what
  // was interrupted is told again rather than never.
  await deps.alerts.markSeen(deps.tenantId, keys, isoNow(deps));
}

/** What the card of the reminder topic `id` shows now; undefined when nothing is due any more. */
export async function findReminder(deps: Needs, id: string): Promise<DueReminder | undefined> {
  return (await listReminders(deps)).find((reminder) => topicIdOf(reminder) === id);
}
