import type { Subscription } from '../../workflows/watch-ports.js';
import type { ScheduleView } from '../../workflows/watching.js';
import { dayAndTime } from './moments.js';
import { line } from './step-view.js';
import type { Cut, View } from './view.js';

/** What one conversation is told, and when a report comes. */

const RUNS_SHOWN = 3;

/** The choices of the template that are cron lines. */
const PRESETS = ['0 8 * * *', '0 8 * * 1-5', '0 8 * * 1', '0 */6 * * *'];

function subscribedText({ by, at, role }: Subscription, cut: Cut): string {
  const since = `Since ${dayAndTime(at)}, by ${cut(by, 60) || 'someone'}.`;
  return role === 'channel'
    ? `${since} What happens is told here at once.`
    : `${since} Told here is only what nobody acknowledges elsewhere.`;
}

export function describeSubscription(subscription: Subscription | undefined, cut: Cut): View {
  return {
    fallbackText: subscriptionSummary(subscription),
    style: subscription ? 'good' : 'warning',
    heading: subscription ? '✓ This conversation is subscribed' : '○ This conversation is not subscribed',
    text: subscription ? subscribedText(subscription, cut) : 'Nothing is told here by itself. Choose what should be.',
    kinds: (subscription?.kinds ?? ['alerts', 'drift', 'approvals', 'reminders', 'records']).join(','),
    minSeverity: subscription?.minSeverity ?? 'info',
    role: subscription?.role ?? 'channel',
    save: subscription ? 'Save' : 'Subscribe',
    isSubscribed: subscription !== undefined,
  };
}

export function subscriptionSummary(subscription: Subscription | undefined): string {
  return subscription ? 'This conversation is subscribed' : 'This conversation is not subscribed';
}

function presetOf(cron: string | null): string {
  if (cron === null) return 'never';
  return PRESETS.includes(cron) ? cron : 'own';
}

export function describeSchedule(schedule: ScheduleView, cut: Cut): View {
  const { cron, timeZone, nextRuns } = schedule;
  const preset = presetOf(cron);
  const isOn = cron !== null;
  return {
    fallbackText: SCHEDULE_SUMMARY,
    style: isOn ? 'good' : 'emphasis',
    heading: isOn ? '✓ Reports are posted here' : '○ No reports by schedule',
    text: cut(schedule.description, 240),
    hasFacts: true,
    facts: [
      ...(isOn ? [line('Time zone', cut(timeZone, 60))] : []),
      ...(isOn && nextRuns.length === 0 ? [line('Next', 'never', 'warning')] : []),
      ...nextRuns.slice(0, RUNS_SHOWN).map((run, index) => line(index === 0 ? 'Next' : 'Then', dayAndTime(run))),
      line('Watching', cut(schedule.watchDescription, 240)),
    ],
    preset,
    cron: preset === 'own' ? cut(cron ?? '', 100) : '',
    timeZone: cut(timeZone, 60),
  };
}

export const SCHEDULE_SUMMARY = 'When reports are posted here';
