import type { Severity } from '../controls/control.js';
import type { RiskyUser } from '../tenant/governance.js';
import type { AccountReading, TenantSnapshot } from '../tenant/snapshot.js';
import type { Alert, AlertEvent } from './alert.js';

/** Emergency accounts that Microsoft's risk detections point at, as a scan shows them: E17 of the event table. */

const UNKNOWN = 'not in the report';

/** Other states are somebody's answer to a risk. Source: Microsoft Graph, `riskState`. */
const STATES: ReadonlyMap<string, { readonly severity: Severity; readonly what: string }> = new Map([
  ['atRisk', { severity: 'high', what: 'is at risk, as Microsoft Entra ID Protection sees it' }],
  ['confirmedCompromised', { severity: 'critical', what: 'is confirmed as compromised' }],
]);

/** The same for every report of one risk; what follows it in a source ID is when the risk last changed. */
function keyOf({ riskState, riskLevel }: RiskyUser): string {
  return `risk:${riskState}:${riskLevel}:`;
}

function isSame(a: string, b: string): boolean {
  return a.toLowerCase() === b.toLowerCase();
}

function nameOf({ id, user }: AccountReading): string {
  return user.known && user.value !== null ? user.value.userPrincipalName : id;
}

function riskEvent(account: AccountReading, risk: RiskyUser, readAt: string): readonly AlertEvent[] {
  const state = STATES.get(risk.riskState);
  if (state === undefined) return [];
  const changedAt = risk.riskLastUpdatedDateTime;
  const advice = 'Find out what it was used for, and change its credentials before anybody dismisses the risk.';
  return [
    {
      kind: 'E17',
      severity: state.severity,
      subject: { type: 'account', id: account.id, name: nameOf(account) },
      at: changedAt ?? readAt,
      sourceId: `${keyOf(risk)}${changedAt ?? 'undated'}`,
      summary: `Emergency account "${nameOf(account)}" ${state.what}. ${advice}`,
      facts: [
        { label: 'Account', value: nameOf(account) },
        { label: 'Risk state', value: risk.riskState },
        { label: 'Risk level', value: risk.riskLevel },
        { label: 'Last changed', value: changedAt ?? UNKNOWN },
        { label: 'Seen by the scan of', value: readAt },
      ],
      actor: null,
      drillId: null,
    },
  ];
}

/**
 * E17 for each designated account at risk or confirmed compromised in `snapshot`, except where one of `open`, the alerts
 * that nobody acknowledged, says the same already: the report stamps a risk anew while it stays what it is.
 */
export function accountRisk({ accounts, riskyUsers }: TenantSnapshot, open: readonly Alert[]): readonly AlertEvent[] {
  if (!riskyUsers.known) return [];
  const isOpen = (accountId: string, risk: RiskyUser) =>
    open.some(({ subject, sourceId }) => isSame(subject.id, accountId) && sourceId.startsWith(keyOf(risk)));
  return accounts.flatMap((account) =>
    riskyUsers.value
      .filter((risk) => isSame(risk.id, account.id) && !isOpen(account.id, risk))
      .flatMap((risk) => riskEvent(account, risk, riskyUsers.readAt)),
  );
}
