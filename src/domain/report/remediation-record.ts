import type { RemediationRequest, RequestState, StepRecord } from '../approval/request.js';
import type { CurrentState, RemediationPlan } from '../remediation/plan.js';
import { planSection, type RecordTimes } from './record-plan.js';
import { list, plain, STATE_WORDS } from './record-text.js';

/**
 * The record of one remediation as a Markdown document, in the four steps in which Microsoft describes such work: review,
 * plan, implement, verify. It says what is stored and decides nothing. All text that people or the tenant chose is escaped.
 */

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

const EMERGENCY = ', emergency account';

function reviewSection({ globalAdministrators, privilegedRoles, moreThanNeeded, gaps }: CurrentState): string {
  const administrators = globalAdministrators.map(
    ({ principalId, assignment, isEmergencyAccount }) =>
      `${plain(principalId)}: ${assignment}${isEmergencyAccount ? EMERGENCY : ''}`,
  );
  const others = privilegedRoles.map(
    ({ principalId, roleName, assignment, isGroup, isEmergencyAccount }) =>
      `${plain(principalId)}${isGroup ? ' (group)' : ''}: ${plain(roleName)}, ${assignment}${isEmergencyAccount ? EMERGENCY : ''}`,
  );
  return [
    '## 1. Review of the current state',
    'Who held Global Administrator when the plan was made:',
    list(administrators, 'Nobody was seen to hold it.'),
    'Who held other privileged roles:',
    list(others, 'Nobody was seen to hold one.'),
    ...(moreThanNeeded.length === 0 ? [] : ['Who has more than they need:', list(moreThanNeeded.map(plain), '')]),
    ...(gaps.length === 0 ? [] : ['Could not be read, or is left out here:', list(gaps.map(plain), '')]),
  ].join('\n\n');
}

/** A setting rests on nothing in the tenant, so nobody reviewed roles for it. */
function settingReviewSection(): string {
  return [
    '## 1. Review of the current state',
    'The plan changes how this program works. It takes no role in the tenant, and gives none.',
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

const KINDS: Readonly<Record<RemediationPlan['purpose'], string>> = {
  fix: 'Remediation',
  rollback: 'Rollback',
  setting: 'Setting',
};

const UNTOLD: RecordTimes = { began: null, ended: null };

/**
 * The whole record of `request`, ending with a line break. `times` are those of the audit events `remediation.executing` and
 * of the request's end; without them the record tells only what the request itself holds.
 */
export function remediationRecordOf(request: RemediationRequest, times: RecordTimes = UNTOLD): string {
  const { plan } = request;
  return `${[
    `# ${KINDS[plan.purpose]} record: ${[plan.controlId, plan.subject.name]
      .filter((part) => part !== '')
      .map(plain)
      .join(', ')}`,
    plan.purpose === 'setting' ? settingReviewSection() : reviewSection(plan.currentState),
    planSection(request, times),
    implementSection(request),
    verifySection(request),
  ].join('\n\n')}\n`;
}
