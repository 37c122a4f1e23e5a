import { isSameId } from '../approval/principal.js';
import type { TenantSnapshot } from '../tenant/snapshot.js';
import type { Designation } from './designation.js';

/** What the latest scan saw of a designated object: an account that was renamed or deleted is the same one. */

export type Sight =
  | { readonly kind: 'present'; readonly name: string; readonly memberCount: number | null }
  /** Called differently now than when it was designated. */
  | { readonly kind: 'renamed'; readonly name: string; readonly before: string }
  | { readonly kind: 'softDeleted' }
  | { readonly kind: 'gone' }
  | { readonly kind: 'unread'; readonly detail: string }
  /** No scan since it is designated. */
  | { readonly kind: 'notScanned' };

type Subject = Pick<Designation, 'kind' | 'objectId' | 'nameAtDesignation' | 'userPrincipalNameAtDesignation'>;

function named(before: string | null, name: string, memberCount: number | null): Sight {
  const isRenamed = before !== null && before !== '' && before !== name;
  return isRenamed ? { kind: 'renamed', name, before } : { kind: 'present', name, memberCount };
}

function sightOfAccount({ objectId, userPrincipalNameAtDesignation }: Subject, { accounts }: TenantSnapshot): Sight {
  const reading = accounts.find(({ id }) => isSameId(id, objectId));
  if (reading === undefined) return { kind: 'notScanned' };
  const { user, deletedItem } = reading;
  if (!user.known) return { kind: 'unread', detail: user.detail };
  if (user.value !== null) return named(userPrincipalNameAtDesignation, user.value.userPrincipalName, null);
  if (!deletedItem.known) return { kind: 'unread', detail: deletedItem.detail };
  return { kind: deletedItem.value === null ? 'gone' : 'softDeleted' };
}

function sightOfGroup({ objectId, nameAtDesignation }: Subject, { designatedGroups }: TenantSnapshot): Sight {
  const reading = designatedGroups?.find(({ id }) => isSameId(id, objectId));
  if (reading === undefined) return { kind: 'notScanned' };
  const { group, members } = reading;
  if (!group.known) return { kind: 'unread', detail: group.detail };
  if (group.value === null) return { kind: 'gone' };
  if (!members.known) return { kind: 'unread', detail: members.detail };
  const count = members.value.filter(({ kind }) => kind === 'user').length;
  return named(nameAtDesignation, group.value.displayName ?? group.value.id, count);
}

/** What `snapshot`, of the latest scan, says of the designated object. */
export function sightOf(subject: Subject, snapshot: TenantSnapshot | undefined): Sight {
  if (snapshot === undefined) return { kind: 'notScanned' };
  return subject.kind === 'account' ? sightOfAccount(subject, snapshot) : sightOfGroup(subject, snapshot);
}
