import type { Route } from '../http/exchange.js';
import { collection } from '../http/reply.js';
import { DIRECTORY_AUDIT } from '../resource-types.js';

/** The directory's audit log, newest first unless asked otherwise. */

const PAGE_SIZE = 1000;

export const auditLogRoutes: readonly Route[] = [
  {
    method: 'GET',
    path: '/auditLogs/directoryAudits',
    permissions: ['AuditLog.Read.All', 'Directory.Read.All'],
    reply: ({ state }) => {
      const items = state.directoryAudits.map(({ entry }) => ({ type: DIRECTORY_AUDIT, value: entry })).reverse();
      return collection('auditLogs/directoryAudits', DIRECTORY_AUDIT, items, {
        filterable: ['activityDateTime', 'activityDisplayName', 'loggedByService', 'targetResources/id'],
        sortable: ['activityDateTime'],
        pageSize: PAGE_SIZE,
      });
    },
  },
];
