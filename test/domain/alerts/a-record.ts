import type { Alert, DirectoryAudit, SignIn, WatchList } from '../../../src/domain/alerts/alert.js';

/** Records of the logs, and what is watched, each as simple as it can be. */

export const NORTH = 'aaaaaaaa-0000-4000-8000-000000000001';
export const SOUTH = 'aaaaaaaa-0000-4000-8000-000000000002';
export const SOMEBODY = 'bbbbbbbb-0000-4000-8000-000000000001';
export const ADMIN = 'bbbbbbbb-0000-4000-8000-000000000002';
export const EXCLUSIONS = 'cccccccc-0000-4000-8000-000000000001';
export const STAFF = 'cccccccc-0000-4000-8000-000000000002';
export const UNIT = 'dddddddd-0000-4000-8000-000000000001';
export const OTHER_UNIT = 'dddddddd-0000-4000-8000-000000000002';
export const POLICY = 'eeeeeeee-0000-4000-8000-000000000001';

export const DRILL = {
  drillId: 'drill-1',
  accountId: NORTH,
  from: '2026-11-23T10:00:00.000Z',
  to: '2026-11-23T12:00:00.000Z',
};

export const WATCHED: WatchList = {
  accountIds: [NORTH, SOUTH],
  accountNames: new Map([[NORTH, 'north@contoso.com']]),
  groupIds: [EXCLUSIONS],
  administrativeUnitIds: [UNIT],
  drillWindows: [DRILL],
};

type Target = DirectoryAudit['targets'][number];

export function target(id: string | null, kind = 'User', changes: Partial<Target> = {}): Target {
  return { id, kind, displayName: `${kind} object`, modifiedProperties: [], ...changes };
}

/** A record of an administrator who is not watched. */
export function audit(
  activityDisplayName: string,
  targets: DirectoryAudit['targets'],
  changes: Partial<DirectoryAudit> & { readonly by?: string } = {},
): DirectoryAudit {
  const { by = ADMIN, ...rest } = changes;
  const at = '2026-11-23T09:00:00.000Z';
  return {
    id: 'audit-1',
    activityDateTime: at,
    activityDisplayName,
    category: 'Core',
    result: 'success',
    correlationId: 'correlation-1',
    actor: {
      kind: 'user',
      objectId: by,
      name: 'riley@contoso.com',
      application: null,
      ipAddress: '192.0.2.10',
      at,
      activity: activityDisplayName,
      correlationId: 'correlation-1',
      auditId: 'audit-1',
    },
    targets,
    ...rest,
  };
}

/** A success of the first account, an hour before its drill. */
export function signIn(changes: Partial<SignIn> = {}): SignIn {
  return {
    id: 'sign-in-1',
    userId: NORTH,
    userPrincipalName: 'north@contoso.com',
    createdDateTime: '2026-11-23T09:00:00.000Z',
    errorCode: 0,
    failureReason: null,
    appDisplayName: 'Azure Portal',
    ipAddress: '192.0.2.44',
    location: 'Stockholm, SE',
    clientAppUsed: 'Browser',
    conditionalAccessStatus: 'notApplied',
    isInteractive: true,
    correlationId: 'correlation-2',
    ...changes,
  };
}

/** An open critical alert about the first account. */
export function alert(changes: Partial<Alert> = {}): Alert {
  return {
    id: 'alert-1',
    tenantId: 'tenant-1',
    version: 1,
    state: 'open',
    kind: 'E1',
    severity: 'critical',
    subject: { type: 'account', id: NORTH, name: 'north@contoso.com' },
    at: '2026-11-23T09:00:00.000Z',
    sourceId: 'sign-in-1',
    summary: 'It signed in.',
    facts: [],
    actor: null,
    drillId: null,
    noticedAt: '2026-11-23T09:00:00.000Z',
    deliveredAt: null,
    escalatedAt: null,
    acknowledgement: null,
    ...changes,
  };
}
