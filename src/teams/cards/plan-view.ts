import type { RemediationRequest, Review } from '../../domain/approval/request.js';
import type { RemediationPlan, Risk } from '../../domain/remediation/plan.js';
import { dayAndTime } from './moments.js';
import { plainText } from './plain-text.js';
import { askedLines, isOwn, isReviewed } from './requester-words.js';
import { RISK_WORDS, stateWordOf } from './request-words.js';
import { settingSummary, settingTitle } from './setting-words.js';
import { describeSteps, line, undoInShort } from './step-view.js';
import type { Cut, View } from './view.js';

/** A request as everybody sees it, and the confirmation that one approver sees before a decision. */

/** What the domain decides and the cards only say. */
export interface CardRules {
  /** What a control asks for, in words; undefined for a control that no longer exists. */
  readonly controlTitle: (controlId: string) => string | undefined;
  readonly approvalsNeeded: (risk: Risk) => number;
  /** The name that an approver has to type; null for a plan that asks for none. */
  readonly nameToType: (plan: RemediationPlan) => string | null;
}

/** The longest name of an object in a tenant. It must be shown whole: people type it. */
const LONGEST_NAME = 256;
const PLACES_SHOWN = 3;

export function planTitle(plan: RemediationPlan, cut: Cut): string {
  const { purpose, subject } = plan;
  if (purpose === 'setting') return settingTitle(plan, cut);
  const name = cut(subject.name || subject.id, 90);
  return purpose === 'fix' ? `Fix for ${name}` : `Undo for ${name}`;
}

function reasonLines({ purpose, controlId }: RemediationPlan, rules: CardRules, cut: Cut): readonly View[] {
  const id = cut(controlId, 20);
  if (purpose === 'rollback') return [line('Why', `Takes back what an earlier plan for ${id} has written`)];
  const title = rules.controlTitle(controlId);
  if (purpose === 'fix') return [line('Why', title === undefined ? `${id} fails` : `${id} fails: ${cut(title, 90)}`)];
  if (id === '') return [];
  return [line('Control', title === undefined ? id : `${id}: ${cut(title, 90)}`)];
}

export function approvalCount({ plan, reviews }: RemediationRequest, rules: CardRules): string {
  const given = reviews.filter(({ decision }) => decision === 'approve').length;
  return `${given} of ${rules.approvalsNeeded(plan.risk)}`;
}

function reviewLine({ decision, reviewerName, reason }: Review, cut: Cut): View {
  const verb = decision === 'approve' ? 'Approved' : 'Denied';
  return line(`${verb} by ${cut(reviewerName, 60) || 'someone'}`, cut(reason, 200) || 'no reason given');
}

/** Where a person has to look: the objects of which nobody knows whether they are as planned. */
function lookAt({ state, plan, steps }: RemediationRequest, cut: Cut): readonly View[] {
  if (state !== 'uncertain') return [];
  const doubtful = steps.filter((step) => step.state === 'uncertain' || step.state === 'writing');
  const places = doubtful.flatMap(({ index }) => plan.steps[index] ?? []).slice(0, PLACES_SHOWN);
  return places.map(({ object, field }) =>
    line('Look at', `${cut(object.name || object.id, 90)} · ${cut(field, 60)}: is it as under After?`, 'warning'),
  );
}

function facts(request: RemediationRequest, rules: CardRules, cut: Cut): readonly View[] {
  const { plan } = request;
  const risk = RISK_WORDS[plan.risk];
  return [
    ...lookAt(request, cut),
    ...reasonLines(plan, rules, cut),
    line('Reaches', cut(plan.blastRadius, 300)),
    line('Risk', risk.word, risk.colour, 'bolder'),
    ...(isReviewed(request) ? [line('Approvals', approvalCount(request, rules))] : []),
    ...request.reviews.map((review) => reviewLine(review, cut)),
    ...askedLines(request, cut),
    ...(request.state === 'proposed' ? [line('Expires', dayAndTime(plan.expiresAt))] : []),
    ...undoInShort(plan, cut),
  ];
}

function buttons(request: RemediationRequest, isConfirmation: boolean): View {
  const { state, plan, steps } = request;
  const isOpen = state === 'proposed' && isReviewed(request) && !isConfirmation;
  const hasEnded = ['succeeded', 'failed', 'uncertain', 'awaitingPeople'].includes(state);
  const hasWritten = steps.some((step) => step.state === 'verified');
  return {
    canReview: isOpen,
    // Only the requester may, and the bot does not press.
    canWithdraw: isOpen && !isOwn(request),
    canUndo: plan.purpose === 'fix' && hasEnded && hasWritten,
    canPlanAgain: state === 'stale' || state === 'expired' || state === 'failed',
  };
}

/** What only the confirmation has: questions, and the buttons that decide. */
const NO_CONFIRMATION: View = { isConfirmation: false, canApprove: false, needsName: false, nameToType: '', token: '' };

/** The view of `request` in its state. */
export function describeRequest(request: RemediationRequest, rules: CardRules, cut: Cut): View {
  const { symbol, word, style, meaning } = stateWordOf(request);
  return {
    ...NO_CONFIRMATION,
    ...buttons(request, false),
    ...describeSteps(request, 'request', cut),
    fallbackText: requestSummary(request),
    style,
    heading: `${symbol} ${word}`,
    title: planTitle(request.plan, cut),
    meaning,
    hasOutcome: request.outcome !== '',
    outcome: cut(request.outcome, 600),
    facts: facts(request, rules, cut),
    requestId: request.id,
    planDigest: request.planDigest,
  };
}

/** What the approver has to know of where it is written. */
function promiseOf({ purpose }: RemediationPlan): string {
  return purpose === 'setting'
    ? 'Only you see this. What you approve changes how Glasswatch works, exactly as it stands here.'
    : 'Only you see this. What you approve is written exactly as it stands here.';
}

/** The view that asks for a decision. A plan that does not fit into the card cannot be approved with it. */
export function describeConfirmation(request: RemediationRequest, token: string, rules: CardRules, cut: Cut): View {
  const { plan } = request;
  const steps = describeSteps(request, 'confirmation', cut);
  const canApprove = steps['allShown'] === true;
  const name = canApprove ? rules.nameToType(plan) : null;
  return {
    ...describeRequest(request, rules, cut),
    ...steps,
    ...buttons(request, true),
    fallbackText: CONFIRMATION_SUMMARY,
    style: plan.risk === 'high' ? 'attention' : 'accent',
    heading: canApprove ? '● Approve this plan?' : '▲ Too large to approve here',
    meaning: canApprove
      ? promiseOf(plan)
      : 'This plan has more changes than a card can show, and nobody approves what is not shown. Fix it in parts.',
    isConfirmation: true,
    canApprove,
    needsName: name !== null,
    // Never cut to fit: people type it. The places to break that it may hold do not count when it is compared.
    nameToType: plainText(name ?? '', LONGEST_NAME),
    token,
  };
}

export const CONFIRMATION_SUMMARY = 'Approve this plan?';

/** The request in one line, without any tenant data. */
export function requestSummary(request: RemediationRequest): string {
  const { plan } = request;
  const what =
    plan.purpose === 'setting'
      ? settingSummary(plan)
      : `${plan.purpose === 'fix' ? 'Fix' : 'Undo'} of ${plan.controlId}`;
  return `${what}: ${stateWordOf(request).word.toLowerCase()}`;
}
