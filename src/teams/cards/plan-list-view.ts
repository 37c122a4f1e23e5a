import type { RemediationRequest } from '../../domain/approval/request.js';
import type { FixOption } from '../../workflows/remediation.js';
import { dayAndTime } from './moments.js';
import { approvalCount, planTitle, type CardRules } from './plan-view.js';
import { askedInShort, isReviewed } from './requester-words.js';
import { EXECUTOR_WORDS, stateWordOf } from './request-words.js';
import type { Cut, View } from './view.js';

/** Two lists of plans, in rows with a button each: those that could be made, and those under way. */

const ROWS = 8;

function rowsOf<T>(all: readonly T[], describe: (one: T) => View): View {
  const hidden = all.length - ROWS;
  return {
    rows: all.slice(0, ROWS).map(describe),
    isEmpty: all.length === 0,
    hasMore: hidden > 0,
    more: `and ${hidden} more`,
  };
}

function changesOf({ plan }: FixOption): string {
  const count = plan.steps.length === 1 ? '1 change' : `${plan.steps.length} changes`;
  const executors = [...new Set(plan.steps.map(({ executor }) => EXECUTOR_WORDS[executor]))];
  return `${count} by ${executors.join(' and ')} · ${plan.risk} risk`;
}

function fixRow(option: FixOption, rules: CardRules, cut: Cut): View {
  return {
    lead: `✕ ${cut(rules.controlTitle(option.controlId) ?? option.controlId, 80)}`,
    colour: 'attention',
    subject: `${cut(option.controlId, 20)} · ${cut(option.subjectName, 90)}`,
    text: cut(option.summary, 240),
    note: changesOf(option),
    scanId: option.scanId,
    fingerprint: option.fingerprint,
    requestId: '',
    canPlan: true,
    canOpen: false,
  };
}

/** What can be planned now, in the order given. */
export function describeFixes(options: readonly FixOption[], rules: CardRules, cut: Cut): View {
  return {
    ...rowsOf(options, (option) => fixRow(option, rules, cut)),
    fallbackText: fixesSummary(options),
    heading: options.length === 0 ? '○ Nothing to plan' : 'What can be fixed',
    text:
      options.length === 0
        ? 'The latest scan has no failure for which a plan can be made. Scan again if it is older than an hour.'
        : 'A plan changes nothing yet: another person has to approve it first.',
  };
}

export function fixesSummary(options: readonly FixOption[]): string {
  return options.length === 1 ? '1 plan can be made' : `${options.length} plans can be made`;
}

function requestRow(request: RemediationRequest, rules: CardRules, cut: Cut): View {
  const { symbol, word } = stateWordOf(request);
  const { controlId, risk, expiresAt } = request.plan;
  const waits = [`${approvalCount(request, rules)} approvals`, `expires ${dayAndTime(expiresAt)}`];
  return {
    lead: `${symbol} ${word}`,
    colour: 'accent',
    subject: [...(controlId === '' ? [] : [cut(controlId, 20)]), `${risk} risk`].join(' · '),
    text: planTitle(request.plan, cut),
    note: [askedInShort(request, cut), ...(isReviewed(request) ? waits : [])].join(' · '),
    scanId: '',
    fingerprint: '',
    requestId: request.id,
    canPlan: false,
    canOpen: true,
  };
}

/** The requests under way, in the order given. */
export function describeApprovals(requests: readonly RemediationRequest[], rules: CardRules, cut: Cut): View {
  return {
    ...rowsOf(requests, (request) => requestRow(request, rules, cut)),
    fallbackText: approvalsSummary(requests),
    heading: requests.length === 0 ? '○ No open plan' : 'Open plans',
    text:
      requests.length === 0
        ? 'No plan waits for an approval or is being carried out. Send "fix" for what can be planned.'
        : 'Oldest first. Open one to see what it changes, and to review it.',
  };
}

export function approvalsSummary(requests: readonly RemediationRequest[]): string {
  return requests.length === 1 ? '1 open plan' : `${requests.length} open plans`;
}
