import type { ScanClaim } from '../../workflows/ports.js';
import type { NoticeView, ProblemView } from '../card-renderer.js';
import { dayAndTime } from './moments.js';
import type { Cut, View } from './view.js';

/** Short cards that say one thing: someone else is scanning, there is no scan yet, something went wrong. */

/** Which of the buttons there is. */
function leadTo(target: NonNullable<ProblemView['leadsTo']>): View {
  const isPlan = typeof target === 'object';
  return {
    canScan: target === 'scan',
    canOpen: isPlan,
    canResume: false,
    canShowAutomation: target === 'automation',
    requestId: isPlan ? target.requestId : '',
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

function buttonTo(target: NonNullable<ProblemView['leadsTo']>): string {
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
