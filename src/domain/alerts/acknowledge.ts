import { isSameId } from '../approval/principal.js';
import type { Principal } from '../approval/request.js';
import type { Alert, Classification } from './alert.js';

/** Who may say that an alert is understood, and what they have to say for it. */

const CLASSIFICATIONS: readonly Classification[] = ['drill', 'emergency', 'misuse'];

export type AcknowledgementRefusal =
  | 'ALERT_ACKNOWLEDGED'
  /** Whoever holds the account must not be the one who waves its alert through. */
  | 'ALERT_OWN_ACCOUNT'
  | 'ALERT_CLASS_INVALID'
  | 'ALERT_TEXT_MISSING';

export interface AcknowledgementAttempt {
  readonly alert: Alert;
  readonly actor: Principal;
  readonly text: string;
  /** As it came from outside. */
  readonly classification: string;
}

/** By object ID alone: a name can be anybody's. */
function isOwnAccount({ alert: { subject }, actor }: AcknowledgementAttempt): boolean {
  return subject.type === 'account' && isSameId(subject.id, actor.objectId);
}

/**
 * Why `actor` may not acknowledge the alert with these words, or null when they may. The first reason that holds, in the
 * order of the type. An escalated alert can still be acknowledged.
 */
export function refuseAcknowledgement(attempt: AcknowledgementAttempt): AcknowledgementRefusal | null {
  const { alert, text, classification } = attempt;
  if (alert.acknowledgement !== null || alert.state === 'acknowledged') return 'ALERT_ACKNOWLEDGED';
  if (isOwnAccount(attempt)) return 'ALERT_OWN_ACCOUNT';
  if (!CLASSIFICATIONS.some((known) => known === classification)) return 'ALERT_CLASS_INVALID';
  return text.trim() === '' ? 'ALERT_TEXT_MISSING' : null;
}
