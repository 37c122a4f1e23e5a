import type { TenantChange } from '../../domain/remediation/plan.js';
import { known, type Observed } from '../../domain/tenant/observed.js';
import type { AuthenticationMethod } from '../../domain/tenant/snapshot.js';
import type { ChangeReading, VerifyResult } from '../../workflows/ports.js';
import type { GraphClient } from '../client/graph-client.js';
import { readAuthenticationMethods } from '../read/authentication-methods.js';
import { canonicalId } from '../read/graph-schema.js';
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
import { differingProperties } from './difference.js';
import { needsToDeleteMethod } from './needs.js';

/**
 * Deleting one registered authentication method of one account. There is no way back: nothing here registers a method. The
 * kind decides the path, and kinds that nobody should delete by program have none.
 */

type MethodDeletion = Extract<TenantChange, { kind: 'deleteAuthenticationMethod' }>;
type Methods = readonly AuthenticationMethod[];

interface MethodPath {
  readonly segment: string;
  /** The least application permission that deletes methods of the kind. */
  readonly permission: string;
}

const PATHS: ReadonlyMap<string, MethodPath> = new Map([
  ['phone', { segment: 'phoneMethods', permission: 'UserAuthMethod-Phone.ReadWrite.All' }],
  [
    'microsoftAuthenticator',
    { segment: 'microsoftAuthenticatorMethods', permission: 'UserAuthMethod-MicrosoftAuthApp.ReadWrite.All' },
  ],
  ['softwareOath', { segment: 'softwareOathMethods', permission: 'UserAuthMethod-SoftwareOATH.ReadWrite.All' }],
  ['email', { segment: 'emailMethods', permission: 'UserAuthMethod-Email.ReadWrite.All' }],
  ['temporaryAccessPass', { segment: 'temporaryAccessPassMethods', permission: 'UserAuthMethod-TAP.ReadWrite.All' }],
  ['fido2', { segment: 'fido2Methods', permission: 'UserAuthMethod-Passkey.ReadWrite.All' }],
]);

/** IDs of passkeys are case-sensitive; only those that are GUIDs are not. */
function withId(methods: Methods, { methodId }: MethodDeletion): AuthenticationMethod | undefined {
  return methods.find(({ id }) => canonicalId(id) === canonicalId(methodId));
}

/** An account that does not exist has no answer here: it is unknown, and never a deletion that is done. */
async function read(client: GraphClient, change: MethodDeletion): Promise<Observed<ChangeReading>> {
  const observed = await observeAlone(client, readAuthenticationMethods(change.accountId));
  if (!observed.known) return observed;
  const methods = observed.value;
  const ground = { methods: methods.map(({ kind, id }) => ({ kind, id })) };
  const inPlace = withId(methods, change) === undefined;
  return known(toReading({ ground, inPlace, image: methods }), observed.readAt);
}

function plan(before: Methods, change: MethodDeletion): WriteCall | Refusal {
  const method = withId(before, change);
  if (method === undefined) return refused('OBJECT_GONE', 'the account has no such method any more; scan again');
  if (method.kind !== change.methodKind) {
    return refused('METHOD_IS_ANOTHER', 'the method is of another kind than planned; scan again and plan again');
  }
  const path = PATHS.get(method.kind);
  if (path === undefined) {
    return refused(
      'METHOD_NOT_DELETABLE',
      'methods of this kind are not deleted by this program; look at the account in the Entra admin center',
    );
  }
  const methods = `/users/${encodeURIComponent(change.accountId)}/authentication/${path.segment}`;
  return {
    kind: 'call',
    call: { method: 'DELETE', version: 'v1.0', path: `${methods}/${encodeURIComponent(method.id)}` },
    needs: needsToDeleteMethod(path.permission),
  };
}

function byId(methods: Methods): Readonly<Record<string, AuthenticationMethod>> {
  return Object.fromEntries(methods.map((method) => [`${method.kind} ${method.id}`, method]));
}

function compare(before: Methods, now: Methods, change: MethodDeletion): VerifyResult {
  if (withId(now, change) !== undefined) return notVisible('authentication/methods');
  const deleted = withId(before, change);
  const others = before.filter((method) => method !== deleted);
  const differing = differingProperties(byId(others), byId(now));
  if (differing.length === 0) return VERIFIED;
  // A path begins with kind and ID; which of them differ is enough, and all of it that is surely printable.
  const which = [...new Set(differing.map((path) => path.split(' ').at(0) ?? ''))];
  return foreignChange(
    `GRAPH_FOREIGN_CHANGE: other methods of the account changed (${printable(which)}); look at its audit log, then scan again`,
  );
}

/** Deleting one authentication method. */
export function methodDeletion(change: MethodDeletion): ChangeSteps {
  const imageOf = ({ image }: ChangeReading) => objectIn(image) as Methods;
  return {
    read: (client) => read(client, change),
    plan: (before) => plan(imageOf(before), change),
    compare: (before, now) => Promise.resolve(compare(imageOf(before), imageOf(now), change)),
  };
}
