import type { Activity } from 'botbuilder';
import type { AuditActor, AuditEvent } from '../../domain/audit/audit-event.js';
import { isGuid } from '../guid.js';
import { claimedTenants, type GateRefusal } from './activity-gate.js';

/** The audit event of a refused activity: why, which kind, and who it claimed to be. IDs only, and nothing free-form. */

/** A word as activities use it, or `other`: what was refused does not choose what the log says. */
function wordOf(value: string): string {
  return /^[a-z]{1,40}$/i.test(value) ? value : 'other';
}

function claimedActor(activity: Activity): AuditActor {
  const [tenantId] = claimedTenants(activity).filter(isGuid);
  const objectId = activity.from.aadObjectId;
  return tenantId !== undefined && isGuid(objectId) ? { kind: 'person', tenantId, objectId } : { kind: 'unknown' };
}

/** `at` is ISO 8601 UTC. */
export function refusalEvent(activity: Activity, reason: GateRefusal, at: string): AuditEvent {
  const id: unknown = activity.id;
  return {
    at,
    actor: claimedActor(activity),
    action: 'activity.refused',
    subject: typeof id === 'string' && /^[\w:.-]{1,100}$/.test(id) ? id : 'unknown',
    result: 'refused',
    details: { reason, channel: wordOf(activity.channelId), type: wordOf(activity.type) },
  };
}
