import type { Subject } from '../controls/control.js';
import { ACCOUNT_RULES, OTHER_ACCOUNT_ACTIVITY } from './account-rules.js';
import { ruleFor } from './activity-rule.js';
import type { AlertEvent, DirectoryAudit, WatchList } from './alert.js';
import { mayReachEmergencyAccess } from './app-permission.js';
import { auditEvent, ownActivityEvent } from './audit-event.js';
import { GROUP_RULES, OTHER_GROUP_ACTIVITY, OTHER_UNIT_ACTIVITY, TENANT_RULES, UNIT_RULES } from './object-rules.js';

/**
 * What the directory's audit log says about emergency access. A record counts because of the IDs it names, at whatever
 * place, or because it changes the tenant's own settings. One record is one event for each object that people must look
 * at; records seen before are sorted out elsewhere.
 */

/** Entra names an object that came or went in a property, too: `Group.ObjectID`, with the ID in quotes. */
const NAMES_AN_OBJECT = /\.ObjectID$/i;

function idIn(text: string | null): readonly string[] {
  return text === null ? [] : [text.replaceAll('"', '').trim().toLowerCase()];
}

/** Every object ID the record names as a target, lower case. */
function targetIdsOf({ targets }: DirectoryAudit): ReadonlySet<string> {
  const ids = targets.flatMap(({ id, modifiedProperties }) => [
    ...idIn(id),
    ...modifiedProperties
      .filter(({ displayName }) => NAMES_AN_OBJECT.test(displayName.trim()))
      .flatMap(({ oldValue, newValue }) => [...idIn(oldValue), ...idIn(newValue)]),
  ]);
  return new Set(ids);
}

function nameIn({ targets }: DirectoryAudit, id: string): string {
  return targets.find((target) => target.id?.toLowerCase() === id)?.displayName ?? id;
}

function accountSubject(id: string, { accountNames }: WatchList, audit: DirectoryAudit): Subject {
  return { type: 'account', id, name: accountNames.get(id) ?? nameIn(audit, id) };
}

function accountEvents(audit: DirectoryAudit, ids: readonly string[], watchList: WatchList): readonly AlertEvent[] {
  const rule = ruleFor(ACCOUNT_RULES, audit) ?? OTHER_ACCOUNT_ACTIVITY;
  return ids.map((id) => auditEvent(audit, accountSubject(id, watchList, audit), rule));
}

function unitEvents(audit: DirectoryAudit, ids: readonly string[]): readonly AlertEvent[] {
  const rule = ruleFor(UNIT_RULES, audit) ?? OTHER_UNIT_ACTIVITY;
  return ids.map((id) => auditEvent(audit, { type: 'tenant', id, name: nameIn(audit, id) }, rule));
}

/** A change of the tenant's own settings. A tenant has no ID in its audit log, so the subject is what was changed. */
function tenantEvents(audit: DirectoryAudit): readonly AlertEvent[] {
  const rule = ruleFor(TENANT_RULES, audit);
  if (rule === undefined || (rule.kind === 'E22' && !mayReachEmergencyAccess(audit))) return [];
  const target = audit.targets.find(({ id }) => id !== null) ?? audit.targets[0];
  const id = target?.id?.toLowerCase() ?? audit.id;
  const name = target?.displayName ?? audit.activityDisplayName.trim();
  return [auditEvent(audit, { type: rule.on, id, name }, rule)];
}

/**
 * What happened to watched objects. A group whose members changed tells about them, so the account is not told apart; a
 * unit speaks only where nothing in it was named. An account that changes itself is told as a user of itself, not twice.
 */
function targetEvents(audit: DirectoryAudit, watchList: WatchList, initiator: string | null): readonly AlertEvent[] {
  const touched = targetIdsOf(audit);
  const isTouched = (id: string) => touched.has(id);
  const accountIds = watchList.accountIds.filter(isTouched);
  const groupIds = watchList.groupIds.filter(isTouched);
  const unitIds = watchList.administrativeUnitIds.filter(isTouched);
  const groupRule = ruleFor(GROUP_RULES, audit);
  const groups = groupIds.map((id) =>
    auditEvent(audit, { type: 'group', id, name: nameIn(audit, id) }, groupRule ?? OTHER_GROUP_ACTIVITY),
  );
  if (groups.length > 0 && groupRule !== undefined) return groups;
  const others = accountIds.filter((id) => id !== initiator);
  if (accountIds.length > 0) return [...accountEvents(audit, others, watchList), ...groups];
  if (groups.length > 0) return groups;
  return unitIds.length > 0 ? unitEvents(audit, unitIds) : tenantEvents(audit);
}

/** E3 to E19 and E22 of the event table, in the order of `audits`. Sign-ins are E1 and E2, lost sight is E20. */
export function classifyAudits(audits: readonly DirectoryAudit[], watchList: WatchList): readonly AlertEvent[] {
  return audits.flatMap((audit) => {
    const actorId = audit.actor.objectId?.toLowerCase();
    const initiator = watchList.accountIds.find((id) => id === actorId) ?? null;
    const own = initiator === null ? [] : [ownActivityEvent(audit, accountSubject(initiator, watchList, audit))];
    return [...own, ...targetEvents(audit, watchList, initiator)];
  });
}
