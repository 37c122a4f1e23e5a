import type { Designation } from '../../../src/domain/designation/designation.js';
import { STRANGER, TENANT } from '../a-snapshot.js';

/** A designation on its way, and the people around it. */

const NOON = Date.parse('2026-03-01T12:00:00.000Z');
const HOUR = 60 * 60_000;

export const ADA = { tenantId: TENANT, objectId: 'aaaaaaaa-0000-4000-8000-00000000000a' };
export const BO = { tenantId: TENANT, objectId: 'aaaaaaaa-0000-4000-8000-00000000000b' };

/** Noon, and so many hours. */
export function hours(count: number): number {
  return NOON + count * HOUR;
}

export function isoHours(count: number): string {
  return new Date(hours(count)).toISOString();
}

export function act(by: typeof ADA, at = isoHours(0)) {
  return { by, byName: by === ADA ? 'Ada' : 'Bo', note: '', at };
}

/** Proposed by Ada at noon. */
export function aDesignation(overrides: Partial<Designation> = {}): Designation {
  return {
    id: 'designation-1',
    tenantId: TENANT,
    kind: 'account',
    objectId: STRANGER,
    nameAtDesignation: 'Emergency',
    userPrincipalNameAtDesignation: 'emergency@contoso.onmicrosoft.com',
    state: 'proposed',
    version: 1,
    designatedAt: isoHours(0),
    designated: act(ADA),
    confirmed: null,
    removal: null,
    ended: null,
    waitsUntil: isoHours(24),
    ...overrides,
  };
}

/** In force, with its removal proposed by Ada at noon. */
export function aRemoval(overrides: Partial<Designation> = {}): Designation {
  return aDesignation({
    state: 'removalProposed',
    version: 3,
    designatedAt: isoHours(-48),
    designated: act(BO, isoHours(-48)),
    confirmed: act(ADA, isoHours(-47)),
    removal: act(ADA),
    ...overrides,
  });
}
