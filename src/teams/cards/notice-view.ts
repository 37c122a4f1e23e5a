import type { ScanClaim } from '../../workflows/ports.js';
import type { NoticeView, ProblemView, ReminderView, ShowVerb } from '../card-renderer.js';
import { day, dayAndTime } from './moments.js';
import type { Cut, View } from './view.js';

/** Short cards that say one thing: someone else is scanning, there is no scan yet, something went wrong. */

type Target = NonNullable<ProblemView['leadsTo']>;

/** Which of the buttons there is. */
function leadTo(target: Target): View {
  const requestId = typeof target === 'object' && 'requestId' in target ? target.requestId : '';
  const back = typeof target === 'object' && 'verb' in target ? target : undefined;
  return {
    canScan: target === 'scan',
    canOpen: requestId !== '',
    canResume: false,
    canShowAutomation: target === 'automation',
    canGoBack: back !== undefined,
    requestId,
    backVerb: back?.verb ?? '',
    backId: back?.id ?? '',
  };
}

export function describeAlreadyScanning(holder: ScanClaim, cut: Cut): View {
  return {
    fallbackText: 'A scan is already running',
    style: 'emphasis',
    heading: '● A scan is already running',
    text: `Started by ${cut(holder.byName, 60) || 'someone'} on ${dayAndTime(holder.startedAt)}.`,
    next: 'One scan runs at a time. Its result appears where it was started; ask for the status here when it is done.',
    hasCode: false,
    code: '',
    button: 'Try again',
    ...leadTo('scan'),
  };
}

export function describeNoScanYet(): View {
  return {
    fallbackText: 'No scan yet',
    style: 'emphasis',
    heading: '○ No scan yet',
    text: 'This tenant has not been scanned, so there is no result to show.',
    next: 'A scan reads the tenant, changes nothing, and usually takes less than a minute.',
    hasCode: false,
    code: '',
    button: 'Scan now',
    ...leadTo('scan'),
  };
}

const BACK_WORDS: Readonly<Record<ShowVerb, string>> = {
  'watch.show': 'Show the status',
  'subscription.show': 'Back to the subscription',
  'schedule.show': 'Back to the schedule',
  'drift.show': 'Look at it again',
  'alert.show': 'Back to the alert',
  'drill.list': 'Back to the drills',
  'drill.show': 'Back to the drill',
  'attestation.list': 'Back to the statements',
  'attestation.form': 'Back to the statement',
  'history.show': 'Back to the scans',
  'account.list': 'Back to the accounts',
  'account.show': 'Back to the designation',
};

function buttonTo(target: Target): string {
  if (typeof target === 'object' && 'verb' in target) return BACK_WORDS[target.verb];
  if (target === 'scan') return 'Scan again';
  return target === 'automation' ? 'Show automation' : 'Back to the plan';
}

export function describeProblem(problem: ProblemView, cut: Cut): View {
  const { leadsTo = 'scan' } = problem;
  return {
    fallbackText: 'That did not work',
    style: 'warning',
    heading: '▲ That did not work',
    text: cut(problem.what, 600),
    next: cut(problem.next, 600),
    hasCode: true,
    code: cut(problem.code, 60),
    button: buttonTo(leadsTo),
    ...leadTo(leadsTo),
  };
}

export function describeNotice({ heading, text, next, requestId }: NoticeView, cut: Cut): View {
  return {
    fallbackText: NOTICE_SUMMARY,
    style: 'good',
    heading: cut(heading, 80),
    text: cut(text, 600),
    next: cut(next, 600),
    hasCode: false,
    code: '',
    button: 'Show the plan',
    ...leadTo({ requestId }),
  };
}

export const NOTICE_SUMMARY = 'Done';

function deadline({ what, dueAt }: ReminderView): string {
  if (dueAt !== null) return `by ${day(dueAt)}`;
  return what === 'drill' ? 'now: it never was' : 'now: nobody ever did';
}

function dueSentence(reminder: ReminderView, cut: Cut): string {
  const name = cut(reminder.name || reminder.id, 120);
  const isPast = reminder.isOverdue && reminder.dueAt !== null;
  const verb = isPast ? 'should have been' : 'has to be';
  if (reminder.what === 'drill') return `${name} ${verb} rehearsed ${deadline(reminder)}.`;
  return `"${name}" ${verb} signed for ${deadline(reminder)}.`;
}

/** The answer is one click away; the card itself records nothing. */
export function describeReminder(reminder: ReminderView, cut: Cut): View {
  const { what, id, isOverdue } = reminder;
  const isDrill = what === 'drill';
  return {
    fallbackText: reminderSummary(reminder),
    style: isOverdue ? 'attention' : 'accent',
    heading: `${isOverdue ? '▲' : '●'} ${reminderSummary(reminder)}`,
    text: dueSentence(reminder, cut),
    next: isDrill
      ? 'An account that nobody has used may not work on the day it is needed. Two people need about half an hour.'
      : 'What nobody has checked counts as not known. Check it, then sign.',
    hasCode: false,
    code: '',
    button: isDrill ? 'Plan a drill' : 'Sign…',
    ...leadTo(isDrill ? { verb: 'drill.list', id: '' } : { verb: 'attestation.form', id }),
  };
}

/** The reminder in one line, without any tenant data. */
export function reminderSummary({ what, isOverdue }: ReminderView): string {
  return `A ${what === 'drill' ? 'drill' : 'statement'} is ${isOverdue ? 'overdue' : 'due soon'}`;
}
