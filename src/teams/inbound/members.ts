import { TeamsInfo, type TurnContext } from 'botbuilder';
import type { DrillPerson } from '../../domain/drills/drill.js';
import { isGuid } from '../guid.js';
import type { Actor } from './activity-gate.js';

/**
 * Who somebody chose in a card. A people picker sends an ID without a name, and the local chat client sends its own kind of
 * ID; the connector knows both. Whoever chose may only name people of the tenant the bot serves.
 */

export type FindPerson = (picked: string) => Promise<DrillPerson | undefined>;

interface Member {
  readonly aadObjectId?: string;
  readonly tenantId?: string;
  readonly name?: string;
}

async function readMember(context: TurnContext, id: string): Promise<Member | undefined> {
  try {
    return await TeamsInfo.getMember(context, id);
  } catch {
    // Expected: 404, because the person is not in this conversation, or a connector that is out of reach.
    return undefined;
  }
}

/**
 * The person with this ID. Someone outside the conversation is taken by an object ID alone, and shown by it; undefined for
 * anything else that nobody knows, and for people of another tenant.
 */
export function findPersonIn(context: TurnContext, { tenantId, objectId, name }: Actor): FindPerson {
  return async (picked) => {
    const id = picked.trim();
    if (id.toLowerCase() === objectId.toLowerCase()) return { tenantId, objectId, name };
    if (!/^[\w:.@-]{1,200}$/.test(id)) return undefined;
    const member = await readMember(context, id);
    if (member && isGuid(member.aadObjectId)) {
      const isForeign = member.tenantId !== undefined && member.tenantId.toLowerCase() !== tenantId.toLowerCase();
      return isForeign
        ? undefined
        : { tenantId, objectId: member.aadObjectId, name: member.name ?? member.aadObjectId };
    }
    return isGuid(id) ? { tenantId, objectId: id.toLowerCase(), name: id.toLowerCase() } : undefined;
  };
}
