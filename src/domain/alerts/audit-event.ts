import type { Severity, Subject } from '../controls/control.js';
import type { ActivityRule } from './activity-rule.js';
import type { AlertEvent, DirectoryAudit } from './alert.js';

/** One audit record as an alert event. Names go through as they are: escaping belongs to whoever shows them. */

const UNKNOWN = 'not in the log';

/** A failed attempt changed nothing, and somebody tried. */
const AFTER_FAILURE: Readonly<Record<Severity, Severity>> = {
  critical: 'high',
  high: 'medium',
  medium: 'low',
  low: 'low',
  info: 'info',
};

function isFailure({ result }: DirectoryAudit): boolean {
  return result?.toLowerCase() === 'failure';
}

function objectText({ type, name }: Subject): string {
  return type === 'account' ? `emergency account "${name}"` : `"${name}"`;
}

function sentence(text: string): string {
  return `${text.charAt(0).toUpperCase()}${text.slice(1)}.`;
}

function summaryOf(audit: DirectoryAudit, subject: Subject, what: string): string {
  const { actor, activityDisplayName } = audit;
  const activity = `"${activityDisplayName.trim()}"`;
  const object = objectText(subject);
  const happened = isFailure(audit)
    ? `${activity} was tried on ${object} by ${actor.name} and failed`
    : `${object} ${what}: ${activity} by ${actor.name}`;
  return `${sentence(happened)} If nobody planned this, treat it as an attack.`;
}

function factsOf({ actor, activityDateTime, activityDisplayName, targets, result, correlationId }: DirectoryAudit) {
  const objects = targets.map(({ displayName, id }) => displayName ?? id).filter((name) => name !== null);
  return [
    { label: 'Who', value: actor.name },
    { label: 'When', value: activityDateTime },
    { label: 'What', value: activityDisplayName.trim() },
    { label: 'On', value: objects.length === 0 ? UNKNOWN : objects.join(', ') },
    { label: 'Application', value: actor.application ?? UNKNOWN },
    { label: 'IP address', value: actor.ipAddress ?? UNKNOWN },
    { label: 'Result', value: result ?? UNKNOWN },
    { label: 'Correlation ID', value: correlationId ?? UNKNOWN },
  ];
}

/** The event that `rule` makes of the record for `subject`; a failed attempt is a step less severe. */
export function auditEvent(
  audit: DirectoryAudit,
  subject: Subject,
  { kind, severity, what }: Omit<ActivityRule, 'matches'>,
): AlertEvent {
  return {
    kind,
    severity: isFailure(audit) ? AFTER_FAILURE[severity] : severity,
    subject,
    at: audit.activityDateTime,
    sourceId: audit.id,
    summary: summaryOf(audit, subject, what),
    facts: factsOf(audit),
    actor: audit.actor,
    drillId: null,
  };
}

/** What an emergency account does itself is critical whether or not it succeeds: somebody is using it. */
export function ownActivityEvent(audit: DirectoryAudit, subject: Subject): AlertEvent {
  const outcome = isFailure(audit) ? 'tried to make a change and failed' : 'made a change';
  const activity = audit.activityDisplayName.trim();
  return {
    ...auditEvent(audit, subject, { kind: 'E3', severity: 'critical', what: '' }),
    severity: 'critical',
    summary: `${sentence(`${objectText(subject)} ${outcome}: "${activity}"`)} Find out who is using it, and why.`,
  };
}
