import type { Act, Designation } from '../domain/designation/designation.js';
import { unknown, type Observed } from '../domain/tenant/observed.js';
import type { AuditEvent } from '../domain/audit/audit-event.js';
import type { DesignatedSource } from './designated-accounts.js';
import type { DesignationAnswer, DesignationRefusal } from './designations.js';
import type { ApproverDirectory, AuditStore, Clock, DesignationStore, Ids, SubjectReader } from './ports.js';
import type { Person } from './remediation.js';
import { actionEvent, isoNow, watchEvent } from './watch-dependencies.js';
import type { Telling } from './watch-ports.js';
import type { Refused } from './watching.js';

/** What the designating workflows share: their ports, how they refuse, and how they write to the audit log. */

export interface DesignationDependencies extends DesignatedSource {
  readonly designations: DesignationStore;
  readonly audit: Pick<AuditStore, 'append'>;
  /** Null: nobody may confirm anything. */
  readonly approvers: ApproverDirectory | null;
  readonly subjects: SubjectReader;
  readonly clock: Clock;
  readonly ids: Ids;
  /** Called when something came into force or ceased to be. Returns at once and never throws. */
  readonly changed: () => void;
}

const MESSAGES: Readonly<Record<DesignationRefusal, string>> = {
  DESIGNATION_NOT_CONFIGURED: 'Nobody may confirm a designation here yet: the operator has not said who may approve.',
  DESIGNATION_UNKNOWN: 'This designation is not stored. Send "accounts" for those there are.',
  DESIGNATION_ID_INVALID:
    'This is no object ID. It is shown on the page of the user or the group in the Entra admin center.',
  DESIGNATION_SUBJECT_MISSING: 'The directory has no user and no group with this object ID.',
  DESIGNATION_SUBJECT_UNREAD: 'The directory could not be read, and nobody signs for what they cannot see.',
  DESIGNATION_ALREADY: 'It is designated already, or waits for a confirmation.',
  DESIGNATION_NOT_IN_FORCE: 'It does not count as designated, so there is nothing to remove.',
  DESIGNATION_REMOVAL_ALREADY: 'Its removal waits for a confirmation already.',
  DESIGNATION_NOT_PENDING: 'It does not wait for anybody any more: somebody has answered.',
  DESIGNATION_EXPIRED: 'Nobody confirmed it within 24 hours, so it counts no more. Propose it again.',
  DESIGNATION_OWN_PROPOSAL: 'You proposed it yourself. Another person has to confirm it.',
  DESIGNATION_OWN_ACCOUNT: 'This is your own account. Somebody else has to do it.',
  DESIGNATION_APPROVERS_UNKNOWN: 'Who may confirm could not be read, and until it is, nobody may.',
  DESIGNATION_NOT_APPROVER: 'You are not among the approvers. Ask one of them.',
  DESIGNATION_NOT_SHOWN: 'This form was used already, or was not shown to you. Nothing was changed by it just now.',
  DESIGNATION_CHANGED: 'The directory says something else now than it did when you were shown it. Look again.',
  CANDIDATE_DISMISSED: 'Somebody has said already that this is no emergency account.',
  OVERTAKEN: 'Somebody else has just changed this. Look at it again.',
};

/** The refusal with its words, which is in the audit log once this resolves. `detail`: why something was not read. */
export async function refuse(
  deps: Pick<DesignationDependencies, 'audit' | 'clock'>,
  person: Person,
  subject: string,
  code: DesignationRefusal,
  detail = '',
): Promise<Refused<DesignationRefusal>> {
  await deps.audit.append(actionEvent(deps, person, 'designation.refused', subject, 'refused', { code }));
  return { kind: 'refused', code, message: detail === '' ? MESSAGES[code] : `${MESSAGES[code]} ${detail}` };
}

/** The audit event of a change that a person made. */
export function changeEvent(
  deps: Pick<DesignationDependencies, 'clock'>,
  person: Person,
  action: string,
  { id, kind, objectId, state, version }: Designation,
): AuditEvent {
  return actionEvent(deps, person, action, id, 'succeeded', { kind, objectId, state, version });
}

/** Everybody who hears of approvals, and the conversation in which it was asked for. */
export function designationTelling({ id }: Designation, place?: string): Telling {
  const topic = { kind: 'designation', id } as const;
  return { topic, kind: 'approvals', severity: 'high', ...(place !== undefined && { also: [place] }) };
}

/** Who may confirm, read now. */
export async function readApprovers({ approvers }: DesignationDependencies): Promise<Observed<readonly string[]>> {
  return approvers === null
    ? unknown('unavailable', 'APPROVERS_NOT_CONFIGURED: nobody may approve here')
    : approvers.readApprovers();
}

const NOTE_LENGTH = 500;

export function actOf(deps: DesignationDependencies, { principal, name }: Person, note: string): Act {
  return { by: principal, byName: name, note: note.trim().slice(0, NOTE_LENGTH), at: isoNow(deps) };
}

/** Stores what a person changed with what goes with it, and refuses when somebody was faster. */
export async function save(
  deps: DesignationDependencies,
  person: Person,
  action: string,
  next: Designation,
  beside: {
    readonly place?: string;
    readonly designations?: readonly Designation[];
    readonly events?: readonly AuditEvent[];
  } = {},
): Promise<DesignationAnswer> {
  const { place, designations = [], events = [] } = beside;
  const isSaved = await deps.designations.saveDesignations(
    [...designations, next],
    [...events, changeEvent(deps, person, action, next)],
    [designationTelling(next, place)],
    isoNow(deps),
  );
  return isSaved ? { kind: 'done', designation: next } : refuse(deps, person, next.id, 'OVERTAKEN');
}

/** The audit event of a proposal that nobody answered in time. */
export function expiryEvent(deps: DesignationDependencies, { id, objectId, kind }: Designation): AuditEvent {
  return watchEvent(deps, 'designation.expired', id, { kind, objectId });
}
