import type { ConditionalAccessPolicy } from '../../tenant/conditional-access-policy.js';
import type { DirectoryReference, TenantSnapshot } from '../../tenant/snapshot.js';

/** The IDs that policies name in their lists of users and groups, and which of them have become of no use. */

export const REFERENCE_LISTS = ['includeUsers', 'excludeUsers', 'includeGroups', 'excludeGroups'] as const;
export type ReferenceList = (typeof REFERENCE_LISTS)[number];

/** One ID in one list of one policy. */
export interface PolicyReference {
  readonly policyId: string;
  readonly list: ReferenceList;
  /** As the policy spells it. */
  readonly objectId: string;
}

export interface StaleReference extends PolicyReference {
  /** `softDeleted`: can still be restored, and the reference with it. `notFound`: gone for good. `missing`: one of the two. */
  readonly state: 'softDeleted' | 'notFound' | 'missing';
  /** What it was called, where the deleted items still say so. */
  readonly displayName: string | null;
}

const KEYWORDS: readonly string[] = ['All', 'None', 'GuestsOrExternalUsers'];

/** Every ID in the lists of `policy`. */
export function referencesOf({ id, users }: ConditionalAccessPolicy): readonly PolicyReference[] {
  if (users === null) return [];
  return REFERENCE_LISTS.flatMap((list) =>
    users[list]
      .filter((objectId) => !KEYWORDS.includes(objectId))
      .map((objectId) => ({ policyId: id, list, objectId })),
  );
}

/** What the directory says of each ID that was looked up, by the ID in lower case. */
export function byObjectId(references: readonly DirectoryReference[]): ReadonlyMap<string, DirectoryReference> {
  return new Map(references.map((reference) => [reference.id.toLowerCase(), reference]));
}

/**
 * Every reference of a policy, in any state, to an object that is deleted or gone. Only what was read can be named here: an
 * empty list proves nothing while the policies or the references are not known.
 */
export function staleReferencesIn({ policies, references }: TenantSnapshot): readonly StaleReference[] {
  if (!policies.known || !references.known) return [];
  const known = byObjectId(references.value);
  return policies.value.policies.flatMap(referencesOf).flatMap((reference) => {
    const found = known.get(reference.objectId.toLowerCase());
    if (found === undefined || found.state === 'exists') return [];
    return [{ ...reference, state: found.state, displayName: found.displayName }];
  });
}
