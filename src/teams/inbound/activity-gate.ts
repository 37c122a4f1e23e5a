import type { Activity } from 'botbuilder';
import { z } from 'zod';
import { isGuid } from '../guid.js';
import { isLoopbackUrl } from '../loopback.js';

/**
 * Who may speak to the bot. A valid token proves that the Bot connector sent the activity; it says nothing of the channel,
 * the tenant or the person, and the SDK does not ask. Pure: the activity and the settings decide, and the person is taken
 * from `from.aadObjectId` alone, never from anything a card or a message can carry.
 */

/** The person behind an activity. Identity is tenantId and objectId; the name is for people. */
export interface Actor {
  readonly tenantId: string;
  readonly objectId: string;
  readonly name: string;
  readonly channelUserId: string;
}

export type GateRefusal =
  | 'channelNotAllowed'
  | 'serviceUrlNotAllowed'
  | 'tenantMissing'
  /** One of the fields that name the tenant names another one, or none. */
  | 'tenantNotAllowed'
  | 'actorMissing';

export type GateDecision =
  { readonly ok: true; readonly actor: Actor } | { readonly ok: false; readonly reason: GateRefusal };

export interface GateSettings {
  readonly allowedTenantId: string;
  /** Off: the activity can claim anything, so the bot answers to this machine only. */
  readonly authenticated: boolean;
}

const MAX_NAME_LENGTH = 200;

const channelData = z.object({ tenant: z.object({ id: z.unknown() }).optional().catch(undefined) });

/** Every place of an activity that names its tenant. `undefined` means that the place is not there. */
export function claimedTenants(activity: Activity): readonly unknown[] {
  const parsed = channelData.safeParse(activity.channelData);
  const places: readonly unknown[] = [
    activity.conversation.tenantId,
    parsed.success ? parsed.data.tenant?.id : undefined,
  ];
  return places.filter((place) => place !== undefined);
}

function isSameTenant(claimed: unknown, allowedTenantId: string): boolean {
  return typeof claimed === 'string' && claimed.toLowerCase() === allowedTenantId.toLowerCase();
}

/** The bot's own token goes to the service URL: over TLS, or, without authentication, to this machine. */
function isAllowedServiceUrl(serviceUrl: string, authenticated: boolean): boolean {
  if (!authenticated) return isLoopbackUrl(serviceUrl);
  return URL.canParse(serviceUrl) && new URL(serviceUrl).protocol === 'https:';
}

function refuse(reason: GateRefusal): GateDecision {
  return { ok: false, reason };
}

/** Decides on an activity whose sender was verified. */
export function admitActivity(activity: Activity, settings: GateSettings): GateDecision {
  if (activity.channelId !== 'msteams') return refuse('channelNotAllowed');
  if (!isAllowedServiceUrl(activity.serviceUrl, settings.authenticated)) return refuse('serviceUrlNotAllowed');
  const tenants = claimedTenants(activity);
  if (tenants.length === 0) return refuse('tenantMissing');
  if (!tenants.every((tenant) => isSameTenant(tenant, settings.allowedTenantId))) return refuse('tenantNotAllowed');
  const { id, aadObjectId, name } = activity.from;
  if (!isGuid(aadObjectId)) return refuse('actorMissing');
  const objectId = aadObjectId.toLowerCase();
  const shownName = typeof name === 'string' && name.trim() !== '' ? name.slice(0, MAX_NAME_LENGTH) : objectId;
  return {
    ok: true,
    actor: { tenantId: settings.allowedTenantId, objectId, name: shownName, channelUserId: id },
  };
}
