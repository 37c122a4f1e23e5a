import type { ReadRoute, Route, RouteRequest } from '../http/exchange.js';
import { collection } from '../http/reply.js';
import { BETA_SIGN_IN, SIGN_IN } from '../resource-types.js';
import type { SandboxSignIn } from '../state.js';
import { NOT_PREMIUM } from './premium.js';

/**
 * The sign-in log, newest first unless asked otherwise. v1.0 has interactive sign-ins only; beta has the others, for those
 * who ask for them by event type. Without Microsoft Entra ID P1 there is no log.
 */

const PAGE_SIZE = 1000;
const FILTERABLE = ['userId', 'userPrincipalName', 'createdDateTime', 'conditionalAccessStatus', 'appId', 'ipAddress'];

function isInteractive({ entry }: SandboxSignIn): boolean {
  return entry.signInEventTypes.includes('interactiveUser');
}

/** Who names event types gets what they name, and a refusal on v1.0; who does not gets the interactive ones. */
function shown({ state, exchange }: RouteRequest): readonly SandboxSignIn[] {
  const asksForTypes = exchange.query.get('$filter')?.includes('signInEventTypes');
  return asksForTypes ? state.signIns : state.signIns.filter(isInteractive);
}

const readSignIns: ReadRoute['reply'] = (request) => {
  if (!request.state.hasPremiumP1) return NOT_PREMIUM;
  const isBeta = request.exchange.version === 'beta';
  const type = isBeta ? BETA_SIGN_IN : SIGN_IN;
  const items = shown(request).map(({ entry }) => ({ type, value: entry }));
  return collection('auditLogs/signIns', type, items.reverse(), {
    filterable: isBeta ? [...FILTERABLE, 'signInEventTypes'] : FILTERABLE,
    sortable: ['createdDateTime'],
    pageSize: PAGE_SIZE,
  });
};

export const signInRoutes: readonly Route[] = [
  { method: 'GET', path: '/auditLogs/signIns', permissions: ['AuditLog.Read.All'], reply: readSignIns },
];
