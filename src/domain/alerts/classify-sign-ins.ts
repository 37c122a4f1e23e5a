import type { Severity } from '../controls/control.js';
import type { AlertEvent, SignIn, WatchList } from './alert.js';
import { failureBursts } from './failure-burst.js';
import { BLOCKED_BY_CONDITIONAL_ACCESS, describeSignInError } from './sign-in-errors.js';

/**
 * Sign-ins of emergency accounts: every one is told, also in a declared drill, because a drill proves that telling works.
 * Records seen before are sorted out elsewhere.
 */

const UNKNOWN = 'not in the log';

type DrillWindow = WatchList['drillWindows'][number];

/** The declared drill of the account whose window the sign-in falls into, both ends included. */
function drillOf({ userId, createdDateTime }: SignIn, { drillWindows }: WatchList): DrillWindow | undefined {
  const at = Date.parse(createdDateTime);
  return drillWindows.find(
    ({ accountId, from, to }) =>
      accountId.toLowerCase() === userId.toLowerCase() && at >= Date.parse(from) && at <= Date.parse(to),
  );
}

function resultOf({ errorCode, failureReason }: SignIn): string {
  return errorCode === 0 ? 'successful' : describeSignInError(errorCode, failureReason);
}

function factsOf(signIn: SignIn, name: string, drill: DrillWindow | undefined): AlertEvent['facts'] {
  return [
    { label: 'Who', value: signIn.userPrincipalName ?? name },
    { label: 'When', value: signIn.createdDateTime },
    { label: 'Application', value: signIn.appDisplayName ?? UNKNOWN },
    { label: 'IP address', value: signIn.ipAddress ?? UNKNOWN },
    { label: 'Location', value: signIn.location ?? UNKNOWN },
    { label: 'Client', value: signIn.clientAppUsed ?? UNKNOWN },
    { label: 'Kind', value: signIn.isInteractive ? 'interactive' : 'non-interactive' },
    { label: 'Result', value: resultOf(signIn) },
    { label: 'Conditional Access', value: signIn.conditionalAccessStatus ?? UNKNOWN },
    { label: 'Correlation ID', value: signIn.correlationId ?? UNKNOWN },
    ...(drill ? [{ label: 'Drill', value: `inside the declared window, ${drill.from} to ${drill.to}` }] : []),
  ];
}

function successSummary(name: string, { appDisplayName }: SignIn, drill: DrillWindow | undefined): string {
  const happened = `Emergency account "${name}" signed in${appDisplayName === null ? '' : ` to ${appDisplayName}`}`;
  return drill
    ? `${happened}, inside a declared drill. Confirm that it was one of the people who carry it out.`
    : `${happened}, and no drill was declared. Find out now who is using it.`;
}

function failureSummary(name: string, signIn: SignIn, isBurst: boolean): string {
  const often = isBurst ? ', one of several attempts within ten minutes' : '';
  const happened = `A sign-in of emergency account "${name}" failed: ${resultOf(signIn)}${often}.`;
  return signIn.errorCode === BLOCKED_BY_CONDITIONAL_ACCESS
    ? `${happened} In an emergency it would be locked out: see BG-CA-03 in a scan, and exclude the account from that policy.`
    : `${happened} Find out who tried.`;
}

function severityOf({ errorCode }: SignIn, drill: DrillWindow | undefined, isBurst: boolean): Severity {
  if (errorCode === 0) return drill ? 'high' : 'critical';
  return isBurst ? 'critical' : 'high';
}

/**
 * E1 and E2 for the sign-ins of watched accounts, in their order. `recent` are sign-ins told before that may belong to the
 * same burst of failures; they are not told again. Only a success carries the drill: a failed attempt proves none.
 */
export function classifySignIns(
  signIns: readonly SignIn[],
  watchList: WatchList,
  recent: readonly SignIn[],
): readonly AlertEvent[] {
  const bursts = failureBursts([...recent, ...signIns]);
  return signIns
    .filter(({ userId }) => watchList.accountIds.includes(userId.toLowerCase()))
    .map((signIn) => {
      const accountId = signIn.userId.toLowerCase();
      const name = watchList.accountNames.get(accountId) ?? signIn.userPrincipalName ?? accountId;
      const isSuccess = signIn.errorCode === 0;
      const isBurst = bursts.has(signIn.id);
      const drill = drillOf(signIn, watchList);
      return {
        kind: isSuccess ? 'E1' : 'E2',
        severity: severityOf(signIn, drill, isBurst),
        subject: { type: 'account', id: accountId, name },
        at: signIn.createdDateTime,
        sourceId: signIn.id,
        summary: isSuccess ? successSummary(name, signIn, drill) : failureSummary(name, signIn, isBurst),
        facts: factsOf(signIn, name, drill),
        actor: null,
        drillId: isSuccess ? (drill?.drillId ?? null) : null,
      };
    });
}
