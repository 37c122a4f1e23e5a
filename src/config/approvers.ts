import { GUID, type Reading } from './reading.js';

/** Who may approve plans: the members of an Entra group, read at every click, or a fixed list. */

export type ApproversConfig =
  | { readonly kind: 'group'; readonly groupId: string }
  | { readonly kind: 'list'; readonly objectIds: readonly string[] };

/** Null when nobody is configured. */
export function readApprovers(reading: Reading): ApproversConfig | null {
  const group = reading.get('APPROVERS_GROUP_ID');
  const list = reading.get('APPROVERS');
  if (group !== undefined && list !== undefined) {
    reading.report('CONFIG_AMBIGUOUS', 'APPROVERS_GROUP_ID and APPROVERS are both set: keep one of them.');
  }
  if (group !== undefined)
    return { kind: 'group', groupId: reading.guid('APPROVERS_GROUP_ID', 'the group of approvers.') };
  if (list === undefined) return null;
  const objectIds = list.split(',').flatMap((id) => (id.trim() === '' ? [] : [id.trim().toLowerCase()]));
  if (objectIds.length === 0 || objectIds.some((id) => !GUID.test(id))) {
    reading.report('CONFIG_MALFORMED', 'APPROVERS must be object IDs (GUIDs), separated by commas.');
  }
  return { kind: 'list', objectIds };
}
