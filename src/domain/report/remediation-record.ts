import type { RemediationRequest, RequestState, Review, StepRecord } from '../approval/request.js';
import { approvalsNeeded, type CurrentState, type RemediationStep } from '../remediation/plan.js';

/**
 * The record of one remediation as a Markdown document, in the four steps in which Microsoft describes such work: review,
 * plan, implement, verify. It says what is stored and decides nothing. All text that people or the tenant chose is escaped.
 */

const PORTAL = 'https://entra.microsoft.com/';

const STATE_WORDS: Readonly<Record<RequestState, string>> = {
  proposed: 'Waiting for approval',
  approved: 'Approved, not yet carried out',
  executing: 'Being carried out',
  succeeded: 'Carried out and verified',
  failed: 'Failed',
  uncertain: 'Uncertain: a person must look',
  denied: 'Denied',
  expired: 'Expired',
  withdrawn: 'Withdrawn',
  stale: 'Stale: the tenant moved',
  awaitingPeople: 'Approved, waiting for people to act',
};

const NEXT_STEPS: Readonly<Record<RequestState, string>> = {
  proposed: 'An approver who is not the requester answers the plan before it expires.',
  approved: 'Nothing: the bot carries the plan out.',
  executing: 'Nothing: the bot is at work.',
  succeeded: 'Perform a sign-in drill with the account, and file this record with its result.',
  failed: 'Read the steps below, settle the cause, scan again and make a new plan.',
  uncertain: 'Compare the objects below with this record in the Microsoft Entra admin center, then scan again.',
  denied: 'Talk to the reviewer, then make a new plan.',
  expired: 'Scan again and make a new plan.',
  withdrawn: 'Scan again and make a new plan if the finding still stands.',
  stale: 'Scan again and make a new plan on the new state.',
  awaitingPeople:
    'Follow the instructions of the plan, then scan again: the finding closes when the evidence is there.',
};

const STEP_WORDS: Readonly<Record<StepRecord['state'], string>> = {
  pending: 'not done',
  writing: 'writing',
  verified: 'verified',
  inPlace: 'already the case',
  failed: 'failed',
  uncertain: 'uncertain',
};

const EXECUTOR_WORDS: Readonly<Record<RemediationStep['executor'], string>> = {
  bot: 'the bot',
  approver: 'a person with the role below',
  human: 'a person',
};

/** `text` on one line, with every character escaped that Markdown could read as its own. */
function plain(text: string): string {
  return text
    .replace(/[\p{Cc}\p{Cf}\p{Cs}\u2028\u2029]+/gu, ' ')
    .trim()
    .replace(/[!#$&()*+./:<=>?@[\\\]^_`{|}~]/g, '\\$&')
    .replace(/^-/, '\\-');
}

function list(lines: readonly string[], ifNone: string): string {
  return lines.length === 0 ? ifNone : lines.map((line) => `- ${line}`).join('\n');
}

function link(url: string | null): readonly string[] {
  const isPortal = url?.startsWith(PORTAL) === true && !/[\s<>]/.test(url);
  return isPortal ? [`Page: <${url}>`] : [];
}

function reviewSection({ globalAdministrators, gaps }: CurrentState): string {
  const holders = globalAdministrators.map(
    ({ principalId, assignment, isEmergencyAccount }) =>
      `${plain(principalId)}: ${assignment}${isEmergencyAccount ? ', emergency account' : ''}`,
  );
  return [
    '## 1. Review of the current state',
    'Who held Global Administrator when the plan was made:',
    list(holders, 'Nobody was seen to hold it.'),
    ...(gaps.length === 0 ? [] : ['Could not be read:', list(gaps.map(plain), '')]),
  ].join('\n\n');
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

function timeline({ plan, createdAt, requesterName, requester, reviews }: RemediationRequest): readonly string[] {
  const reviewed = reviews.map(
    ({ at, reviewerName, reviewer, decision, reason }: Review) =>
      `${at}: ${decision === 'approve' ? 'approved' : 'denied'} by ${plain(reviewerName)} (${plain(reviewer.objectId)}). ${plain(reason)}`,
  );
  return [
    `${createdAt}: proposed by ${plain(requesterName)} (${plain(requester.objectId)})`,
    ...reviewed,
    `${plan.expiresAt}: the plan expires`,
  ];
}

function planSection(request: RemediationRequest): string {
  const { plan } = request;
  const needed = approvalsNeeded(plan.risk);
  return [
    '## 2. Plan',
    list(
      [
        `Answers: ${plain(plan.controlId)} on ${plain(plan.subject.name)} (${plain(plan.subject.id)})`,
        `Reaches: ${plain(plan.blastRadius)}`,
        `Risk: ${plan.risk}, ${needed} ${needed === 1 ? 'approval' : 'approvals by different people'}`,
        `Plan digest: ${request.planDigest}`,
        `Snapshot digest: ${plan.snapshotDigest}`,
      ],
      '',
    ),
    'Timeline:',
    list(timeline(request), ''),
    ...plan.steps.map(planStep),
  ].join('\n\n');
}

function implementSection({ id, plan, steps, rollbackOf, updatedAt }: RemediationRequest): string {
  const results = plan.steps.map((step, place) => {
    const record = steps.find(({ index }) => index === place);
    const detail = record === undefined || record.detail === '' ? '' : `. ${plain(record.detail)}`;
    return `Step ${place + 1}, ${plain(step.title)}: ${STEP_WORDS[record?.state ?? 'pending']}${detail}`;
  });
  return [
    '## 3. Implementation',
    list(
      [
        `Request: ${plain(id)}`,
        ...(rollbackOf === null ? [] : [`Takes back the writes of request: ${plain(rollbackOf)}`]),
        `Last changed: ${updatedAt}`,
      ],
      '',
    ),
    list(results, 'The plan has no steps.'),
  ].join('\n\n');
}

function verifySection({ state, outcome }: RemediationRequest): string {
  return [
    '## 4. Verification and test',
    list(
      [
        `Result: ${STATE_WORDS[state]}`,
        ...(outcome === '' ? [] : [`Outcome: ${plain(outcome)}`]),
        `Next: ${NEXT_STEPS[state]}`,
      ],
      '',
    ),
  ].join('\n\n');
}

/** The whole record of `request`, ending with a line break. */
export function remediationRecordOf(request: RemediationRequest): string {
  const kind = request.plan.purpose === 'rollback' ? 'Rollback' : 'Remediation';
  return `${[
    `# ${kind} record: ${plain(request.plan.controlId)}, ${plain(request.plan.subject.name)}`,
    reviewSection(request.plan.currentState),
    planSection(request),
    implementSection(request),
    verifySection(request),
  ].join('\n\n')}\n`;
}
