import type { DriftCase } from '../domain/drift/drift.js';
import { waiverFor } from '../domain/drift/waivers.js';
import { isSameId } from '../domain/approval/principal.js';
import type { Person } from './remediation.js';
import { actionEvent, isoNow, type WatchDependencies } from './watch-dependencies.js';
import type { DriftActions, DriftAnswer } from './watching.js';

/** What people do about drift beside fixing it: accept it for a time, or be quiet about it for some hours. */

const HOUR_MS = 60 * 60_000;
const MAX_SNOOZE_HOURS = 72;

type Refusal = Extract<DriftAnswer, { readonly kind: 'refused' }>;

const MESSAGES: Readonly<Record<Refusal['code'], string>> = {
  DRIFT_UNKNOWN: 'There is no such drift any more. Send "status" for what is open.',
  DRIFT_NOT_OPEN: 'This has been settled in the meantime: nothing is left to do.',
  DRIFT_NOT_APPROVER: 'Only an approver may accept drift. Ask one of them, or choose "Fix…".',
  DRIFT_REASON_MISSING: 'Say why this is acceptable: auditors will read it.',
  DRIFT_DAYS_INVALID: 'Choose a whole number of days from 1 to 365, or of hours from 1 to 72.',
  OVERTAKEN: 'Somebody else has just changed this. Look at the card again.',
};

async function refuse(
  deps: WatchDependencies,
  person: Person,
  caseId: string,
  code: Refusal['code'],
): Promise<Refusal> {
  await deps.audit.append(actionEvent(deps, person, 'drift.refused', caseId, 'refused', { code }));
  return { kind: 'refused', code, message: MESSAGES[code] };
}

async function isApprover({ approvers, tenantId }: WatchDependencies, { principal }: Person): Promise<boolean> {
  if (approvers === null || !isSameId(principal.tenantId, tenantId)) return false;
  const known = await approvers.readApprovers();
  return known.known && known.value.some((id) => isSameId(id, principal.objectId));
}

async function save(
  deps: WatchDependencies,
  person: Person,
  changed: DriftCase,
  action: string,
  details: Record<string, string>,
): Promise<DriftAnswer> {
  const next: DriftCase = { ...changed, version: changed.version + 1 };
  const event = actionEvent(deps, person, action, next.id, 'succeeded', { digest: next.digest, ...details });
  const telling = { topic: { kind: 'drift', id: next.id }, kind: 'drift', severity: next.severity } as const;
  const done = await deps.drift.saveCases([next], [event], [telling], isoNow(deps));
  return done ? { kind: 'done', case: next } : refuse(deps, person, next.id, 'OVERTAKEN');
}

async function accept(
  deps: WatchDependencies,
  { caseId, reason, days, person }: Parameters<DriftActions['accept']>[0],
): Promise<DriftAnswer> {
  const found = await deps.drift.findCase(caseId);
  if (!found) return refuse(deps, person, caseId, 'DRIFT_UNKNOWN');
  if (!(await isApprover(deps, person))) return refuse(deps, person, caseId, 'DRIFT_NOT_APPROVER');
  const { principal, name: ownerName } = person;
  const made = waiverFor({ case: found, owner: principal.objectId, ownerName, reason, now: isoNow(deps), days });
  if (!made.ok) return refuse(deps, person, caseId, made.code);
  const accepted: DriftCase = { ...found, state: 'accepted', snoozedUntil: null, waiver: made.waiver };
  return save(deps, person, accepted, 'drift.accepted', { expiresAt: made.waiver.expiresAt });
}

async function snooze(
  deps: WatchDependencies,
  { caseId, hours, person }: Parameters<DriftActions['snooze']>[0],
): Promise<DriftAnswer> {
  const found = await deps.drift.findCase(caseId);
  if (!found) return refuse(deps, person, caseId, 'DRIFT_UNKNOWN');
  if (found.state === 'resolved' || found.state === 'accepted') return refuse(deps, person, caseId, 'DRIFT_NOT_OPEN');
  if (!Number.isInteger(hours) || hours < 1 || hours > MAX_SNOOZE_HOURS) {
    return refuse(deps, person, caseId, 'DRIFT_DAYS_INVALID');
  }
  const snoozedUntil = isoNow(deps, hours * HOUR_MS);
  return save(deps, person, { ...found, state: 'snoozed', snoozedUntil }, 'drift.snoozed', { snoozedUntil });
}

export function driftActions(deps: WatchDependencies): DriftActions {
  return {
    findCase: (id) => deps.drift.findCase(id),
    listOpenCases: () => deps.drift.listOpenCases(deps.tenantId),
    accept: (input) => accept(deps, input),
    snooze: (input) => snooze(deps, input),
  };
}
