import type { Alert } from '../domain/alerts/alert.js';
import { escalationDue } from '../domain/alerts/escalation.js';
import { refuseAcknowledgement } from '../domain/alerts/acknowledge.js';
import type { Person } from './remediation.js';
import { actionEvent, isoNow, watchEvent, type WatchDependencies } from './watch-dependencies.js';
import { alertTelling } from './watch-events.js';
import type { AcknowledgeAnswer, AlertActions } from './watching.js';

/** Answers to alerts: a person says what it was, or it goes to those who are told when nobody does. */

type Refusal = Extract<AcknowledgeAnswer, { readonly kind: 'refused' }>;

const MESSAGES: Readonly<Record<Refusal['code'], string>> = {
  ALERT_UNKNOWN: 'There is no such alert any more. Send "status" for what is open.',
  ALERT_ACKNOWLEDGED: 'Somebody has acknowledged this already: the card says who.',
  ALERT_OWN_ACCOUNT: 'The alert is about the account that you use now. Somebody else has to acknowledge it.',
  ALERT_TEXT_MISSING: 'Say in a sentence what happened: auditors will read it.',
  ALERT_CLASS_INVALID: 'Choose what it was: a drill, an emergency, or misuse.',
  OVERTAKEN: 'Somebody else was faster. Look at the card again.',
};

async function refuse(deps: WatchDependencies, person: Person, id: string, code: Refusal['code']): Promise<Refusal> {
  await deps.audit.append(actionEvent(deps, person, 'alert.acknowledgeRefused', id, 'refused', { code }));
  return { kind: 'refused', code, message: MESSAGES[code] };
}

async function acknowledge(
  deps: WatchDependencies,
  { alertId, classification, text, person }: Parameters<AlertActions['acknowledge']>[0],
): Promise<AcknowledgeAnswer> {
  const alert = await deps.alerts.findAlert(alertId);
  if (!alert) return refuse(deps, person, alertId, 'ALERT_UNKNOWN');
  const code = refuseAcknowledgement({ alert, actor: person.principal, text, classification });
  if (code !== null) return refuse(deps, person, alertId, code);
  const { principal, name } = person;
  const next: Alert = {
    ...alert,
    version: alert.version + 1,
    state: 'acknowledged',
    acknowledgement: { ...principal, name, classification, text: text.trim(), at: isoNow(deps) },
  };
  const event = actionEvent(deps, person, 'alert.acknowledged', alertId, 'succeeded', { classification });
  const done = await deps.alerts.save(
    next,
    alert.version,
    event,
    [alertTelling(next, alert.state === 'escalated')],
    isoNow(deps),
  );
  return done ? { kind: 'done', alert: next } : refuse(deps, person, alertId, 'OVERTAKEN');
}

/** Tells the second channel, and whoever is outside the tenant, about alerts that nobody has acknowledged in time. */
export async function escalateAlerts(deps: WatchDependencies): Promise<void> {
  for (const alert of await deps.alerts.listOpenAlerts(deps.tenantId)) {
    if (!escalationDue(alert, deps.clock.now())) continue;
    const next: Alert = { ...alert, version: alert.version + 1, state: 'escalated', escalatedAt: isoNow(deps) };
    const event = watchEvent(deps, 'alert.escalated', alert.id, { kind: alert.kind, severity: alert.severity });
    // First: a process that dies between the two tells the outside twice rather than never. The job looks at the alert
    // again, so one that was acknowledged in the meantime is not sent.
    await deps.jobs.enqueue('webhook', { alertId: alert.id }, { singletonKey: alert.id });
    await deps.alerts.save(next, alert.version, event, [alertTelling(next, true)], isoNow(deps));
  }
}

/** The alert for whoever is outside the tenant: facts, and no names beyond those. Rejects when it was not accepted. */
export async function sendOutside(deps: WatchDependencies, alertId: string): Promise<void> {
  const alert = await deps.alerts.findAlert(alertId);
  if (!alert || alert.acknowledgement !== null || deps.webhook === null) return;
  const { id, tenantId, kind, severity, subject, at, summary, facts } = alert;
  await deps.webhook.send({ schema: 'glasswatch.alert/1', id, tenantId, kind, severity, subject, at, summary, facts });
  await deps.audit.append(watchEvent(deps, 'alert.sentOutside', alertId));
}

export function alertActions(deps: WatchDependencies): AlertActions {
  return {
    findAlert: (id) => deps.alerts.findAlert(id),
    listOpenAlerts: () => deps.alerts.listOpenAlerts(deps.tenantId),
    acknowledge: (input) => acknowledge(deps, input),
  };
}
