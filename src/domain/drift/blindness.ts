import type { Subject } from '../controls/control.js';
import type { Unknown } from '../tenant/observed.js';
import type { TenantSnapshot } from '../tenant/snapshot.js';
import { namesOf } from './names.js';
import { blinding, remark, type Comparison, type ObjectChange } from './object-change.js';
import { readingsOf, type Reading } from './readings.js';
import { subjectKey } from './subject-key.js';

/**
 * What could be read when the tenant was accepted and cannot be read now, and the other way round. Nothing is compared
 * while it is not known, so lost sight must be said aloud, and nothing that rests on it may be called settled.
 */

/** Who is missing what. */
export interface LostSight {
  readonly subject: Subject;
  readonly resource: string;
}

/** Readings that no verdict rests on. */
function isForReviewOnly(resource: string): boolean {
  return resource.startsWith('roleReview.');
}

/** A missing licence is an answer: there is nothing to read. */
function isAnswer({ observed }: Reading): boolean {
  return observed.known || observed.reason === 'notLicensed';
}

function statusOf({ observed }: Reading): string {
  return observed.known ? 'known' : `not read (${observed.reason})`;
}

/** The reader's own words about the failure, which say what to do, as the end of a sentence. */
function adviceOf({ detail }: Unknown): string {
  const advice = detail.trim().replace(/\.$/, '');
  return advice === '' ? '; scan again, and check the permissions of the bot' : `: ${advice}`;
}

function ownerText({ type, name }: Subject): string {
  return type === 'tenant' ? '' : ` of "${name}"`;
}

function changeOf(was: Reading, is: Reading): Omit<ObjectChange, 'fate' | 'clauses'> {
  const { subject, resource, source } = is;
  const change = { field: resource, before: statusOf(was), after: statusOf(is), added: [], removed: [] };
  return { subject, changes: [change], sources: [source] };
}

function loseSight(was: Reading, is: Reading, missing: Unknown): ObjectChange {
  const severity = isForReviewOnly(is.resource) ? 'low' : 'medium';
  const text = `${is.label}${ownerText(is.subject)} cannot be read any more${adviceOf(missing)}`;
  const summary = `${text.charAt(0).toUpperCase()}${text.slice(1)}.`;
  return { ...changeOf(was, is), fate: 'wentBlind', clauses: [blinding(severity, text)], summary };
}

function regainSight(was: Reading, is: Reading): ObjectChange {
  const text = `${is.label}${ownerText(is.subject)} can be read now and could not when the tenant was accepted`;
  const summary = `${text.charAt(0).toUpperCase()}${text.slice(1)}: look at it, and accept the tenant again so that changes are noticed.`;
  const severity = isForReviewOnly(is.resource) ? 'info' : 'low';
  return { ...changeOf(was, is), fate: 'changed', clauses: [remark(severity, text)], summary };
}

function compareReading(was: Reading, is: Reading): readonly ObjectChange[] {
  if (!is.observed.known) {
    const isLost = was.observed.known || (isAnswer(was) && !isAnswer(is));
    return isLost ? [loseSight(was, is, is.observed)] : [];
  }
  return was.observed.known ? [] : [regainSight(was, is)];
}

function keyOf({ subject, resource }: LostSight): string {
  return `${subjectKey(subject)} ${resource}`;
}

/** Sight lost and regained. A reading that only one view asked for follows from what it was asked for. */
export function compareSight({ accepted, present, nameOf }: Comparison): readonly ObjectChange[] {
  const before = new Map(readingsOf(accepted.snapshot, nameOf).map((reading) => [keyOf(reading), reading]));
  return readingsOf(present.snapshot, nameOf).flatMap((is) => {
    const was = before.get(keyOf(is));
    return was === undefined ? [] : compareReading(was, is);
  });
}

/** What `snapshot` does not know and somebody could. */
export function lostSightIn(snapshot: TenantSnapshot): readonly LostSight[] {
  return readingsOf(snapshot, namesOf(snapshot))
    .filter((reading) => !isAnswer(reading))
    .map(({ subject, resource }) => ({ subject, resource }));
}

/** Without these nobody can say what became of a policy, or of a group that one names. */
const POLICY_RESOURCES = ['policies', 'betaPolicies', 'references'];

function tenantKeepsFromJudging(resource: string, { type }: Subject): boolean {
  if (isForReviewOnly(resource)) return false;
  // A finding about an account or the tenant may rest on anything.
  return type === 'account' || type === 'tenant' || POLICY_RESOURCES.includes(resource);
}

/** Whether `subject` cannot be judged in full while `missing` is. */
export function keepsFromJudging(missing: LostSight, subject: Subject): boolean {
  if (missing.subject.type === 'tenant') return tenantKeepsFromJudging(missing.resource, subject);
  if (subjectKey(missing.subject) === subjectKey(subject)) return true;
  // Which groups and administrative units are looked at depends on what the accounts are in.
  return missing.resource === 'memberships' && (subject.type === 'group' || subject.type === 'tenant');
}
