import type { RemediationRequest, RequestState, Review } from '../approval/request.js';
import { approvalsNeeded, type RemediationStep } from '../remediation/plan.js';
import { list, plain, STATE_WORDS } from './record-text.js';

/** The second section of a remediation record: what was planned, with which rights, by whom, and when. */

const PORTAL = 'https://entra.microsoft.com/';

const EXECUTOR_WORDS: Readonly<Record<RemediationStep['executor'], string>> = {
  bot: 'the bot',
  approver: 'a person with the role below, or the bot with the token of one who approved',
  human: 'a person',
};

function link(url: string | null): readonly string[] {
  const isPortal = url?.startsWith(PORTAL) === true && !/[\s<>]/.test(url);
  return isPortal ? [`Page: <${url}>`] : [];
}

function planStep(step: RemediationStep, place: number): string {
  const role = step.role === null ? '' : `, role ${plain(step.role)}`;
  const facts = [
    `By: ${EXECUTOR_WORDS[step.executor]}`,
    `Object: ${plain(step.object.name)} (${step.object.type} ${plain(step.object.id)})`,
    `Field: ${plain(step.field)}`,
    `Before: ${plain(step.before)}`,
    `After: ${plain(step.after)}`,
    `Undo: ${plain(step.undo)}`,
    `Needs: ${plain(step.permission)}${role}`,
    ...link(step.portalUrl),
  ];
  const instructions = step.instructions.map((line, index) => `${index + 1}. ${plain(line)}`).join('\n');
  return [`### Step ${place + 1}: ${plain(step.title)}`, list(facts, ''), instructions]
    .filter((part) => part !== '')
    .join('\n\n');
}

/** When a request was carried out, ISO 8601 UTC, as the audit log has it; null where it does not say. */
export interface RecordTimes {
  readonly began: string | null;
  readonly ended: string | null;
}

const ENDED: readonly RequestState[] = [
  'succeeded',
  'failed',
  'uncertain',
  'denied',
  'expired',
  'withdrawn',
  'stale',
  'awaitingPeople',
];

function beginningAndEnd({ state, updatedAt }: RemediationRequest, { began, ended }: RecordTimes): readonly string[] {
  // A request does not change any more once it has ended, so its last change is its end.
  const end = ended ?? (ENDED.includes(state) ? updatedAt : null);
  return [
    ...(began === null ? [] : [`${began}: began to be carried out`]),
    ...(end === null ? [] : [`${end}: ended. ${STATE_WORDS[state]}`]),
  ];
}

function timeline(request: RemediationRequest, times: RecordTimes): readonly string[] {
  const { plan, createdAt, requesterName, requester, reviews, authorizedBy } = request;
  const reviewed = reviews.map(
    ({ at, reviewerName, reviewer, decision, reason }: Review) =>
      `${at}: ${decision === 'approve' ? 'approved' : 'denied'} by ${plain(reviewerName)} (${plain(reviewer.objectId)}). ${plain(reason)}`,
  );
  const byMode = `${createdAt}: allowed by the automatic mode of ${plain(plan.controlId)}, without a review of this plan`;
  return [
    `${createdAt}: proposed by ${plain(requesterName)} (${plain(requester.objectId)})`,
    ...(authorizedBy === 'automaticMode' ? [byMode] : []),
    ...reviewed,
    ...beginningAndEnd(request, times),
    `${plan.expiresAt}: the plan expires`,
  ];
}

/** Which rights the steps take, each once: who must hold which role before the work begins. */
function requiredRights(steps: readonly RemediationStep[]): readonly string[] {
  const rights = steps.map(({ executor, permission, role }) => {
    if (executor === 'bot') return `the bot: ${plain(permission)}`;
    return role === null
      ? `${EXECUTOR_WORDS[executor]}: ${plain(permission)}`
      : `a person: role ${plain(role)}, with ${plain(permission)}`;
  });
  return [...new Set(rights)];
}

function approvalWords({ plan, authorizedBy }: RemediationRequest): string {
  if (authorizedBy === 'automaticMode') return 'no approval of the single plan';
  const needed = approvalsNeeded(plan.risk);
  return `${needed} ${needed === 1 ? 'approval' : 'approvals by different people'}`;
}

/** The section on the plan of `request`. */
export function planSection(request: RemediationRequest, times: RecordTimes): string {
  const { plan } = request;
  return [
    '## 2. Plan',
    list(
      [
        `${plan.purpose === 'setting' ? 'Sets' : 'Answers'}: ${plain(plan.controlId)} on ${plain(plan.subject.name)} (${plain(plan.subject.id)})`,
        `Reaches: ${plain(plan.blastRadius)}`,
        `Risk: ${plan.risk}, ${approvalWords(request)}`,
        `Plan digest: ${request.planDigest}`,
        `Snapshot digest: ${plan.snapshotDigest}`,
      ],
      '',
    ),
    'Role assignments and permissions that it takes:',
    list(requiredRights(plan.steps), 'None.'),
    'Timeline:',
    list(timeline(request, times), ''),
    ...plan.steps.map(planStep),
  ].join('\n\n');
}
