import type { TenantChange } from '../../domain/remediation/plan.js';
import { known, type Observed } from '../../domain/tenant/observed.js';
import type { ChangeReading, VerifyResult } from '../../workflows/ports.js';
import type { GraphClient } from '../client/graph-client.js';
import { observeAlone } from '../read/observe.js';
import {
  foreignChange,
  notVisible,
  objectIn,
  printable,
  refused,
  toReading,
  VERIFIED,
  type ChangeSteps,
  type Refusal,
  type WriteCall,
} from './change-steps.js';
import { differingProperties, sameMembers } from './difference.js';
import { NEEDS } from './needs.js';
import { readUserObject, type UserObject } from './user-object.js';

/**
 * One flag of `passwordPolicies`. Graph replaces the text as a whole, so the request holds the flags as they were read, with
 * this one difference. Source: Microsoft Graph, user resource type.
 */

type ExpirationChange = Extract<TenantChange, { kind: 'setPasswordNeverExpires' | 'clearPasswordNeverExpires' }>;

const NEVER_EXPIRES = 'DisablePasswordExpiration';
/** Graph's word for no flag at all. */
const NO_FLAG = 'None';

function isFlag(text: string, flag: string): boolean {
  return text.toLowerCase() === flag.toLowerCase();
}

/** The flags in a comma-joined text; none for null, the empty text and `None`. */
function flagsIn(passwordPolicies: string | null): readonly string[] {
  const parts = (passwordPolicies ?? '').split(',').map((part) => part.trim());
  return parts.filter((part) => part !== '' && !isFlag(part, NO_FLAG));
}

/** The flags as the change leaves them: the others stay. */
function changedFlags({ passwordPolicies }: UserObject, { kind }: ExpirationChange): readonly string[] {
  const others = flagsIn(passwordPolicies).filter((flag) => !isFlag(flag, NEVER_EXPIRES));
  return kind === 'setPasswordNeverExpires' ? [NEVER_EXPIRES, ...others] : others;
}

function isInPlace({ passwordPolicies }: UserObject, { kind }: ExpirationChange): boolean {
  const isSet = flagsIn(passwordPolicies).some((flag) => isFlag(flag, NEVER_EXPIRES));
  return isSet === (kind === 'setPasswordNeverExpires');
}

async function read(client: GraphClient, change: ExpirationChange): Promise<Observed<ChangeReading>> {
  const observed = await observeAlone(client, readUserObject(change.accountId));
  if (!observed.known) return observed;
  const user = observed.value;
  // An account that is gone is not as anybody wants it, whichever way the flag should be.
  if (user === null) return known(toReading({ ground: null, inPlace: false, image: null }), observed.readAt);
  const { passwordPolicies } = user;
  return known(
    toReading({ ground: { passwordPolicies }, inPlace: isInPlace(user, change), image: user }),
    observed.readAt,
  );
}

function plan(before: UserObject | null, change: ExpirationChange): WriteCall | Refusal {
  if (before === null) return refused('OBJECT_GONE', 'the account does not exist any more; scan again and plan again');
  const flags = changedFlags(before, change);
  const body = { passwordPolicies: flags.length === 0 ? NO_FLAG : flags.join(', ') };
  const path = `/users/${encodeURIComponent(change.accountId)}`;
  return { kind: 'call', call: { method: 'PATCH', version: 'v1.0', path, body }, needs: NEEDS.users };
}

function compare(before: UserObject | null, now: UserObject | null, change: ExpirationChange): VerifyResult {
  if (before === null || now === null) {
    return foreignChange(
      'GRAPH_FOREIGN_CHANGE: the account does not exist any more; ask who deleted it and scan again',
    );
  }
  if (!isInPlace(now, change)) return notVisible('passwordPolicies');
  const others = differingProperties(before, now).filter((property) => property !== 'passwordPolicies');
  const isAsWritten = sameMembers(changedFlags(before, change), flagsIn(now.passwordPolicies));
  const properties = isAsWritten ? others : ['passwordPolicies', ...others];
  if (properties.length === 0) return VERIFIED;
  return foreignChange(
    `GRAPH_FOREIGN_CHANGE: ${printable(properties)} changed; look at the account and its audit log, then scan again`,
  );
}

/** Letting the password of one account never expire, or taking that back. */
export function passwordExpiration(change: ExpirationChange): ChangeSteps {
  const imageOf = ({ image }: ChangeReading) => objectIn(image) as UserObject | null;
  return {
    read: (client) => read(client, change),
    plan: (before) => plan(imageOf(before), change),
    compare: (before, now) => Promise.resolve(compare(imageOf(before), imageOf(now), change)),
  };
}
