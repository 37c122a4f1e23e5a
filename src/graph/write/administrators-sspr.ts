import type { TenantChange } from '../../domain/remediation/plan.js';
import { known, type Observed } from '../../domain/tenant/observed.js';
import type { ChangeReading, VerifyResult } from '../../workflows/ports.js';
import type { GraphClient } from '../client/graph-client.js';
import { readAuthorizationPolicy } from '../read/authorization-policy.js';
import { observeAlone } from '../read/observe.js';
import {
  foreignChange,
  notVisible,
  objectIn,
  printable,
  toReading,
  VERIFIED,
  type ChangeSteps,
  type WriteCall,
} from './change-steps.js';
import { differingProperties } from './difference.js';
import { NEEDS } from './needs.js';
import { withRaw } from './with-raw.js';

/** Whether administrators may reset their own passwords: one property of the authorization policy, and nothing else of it. */

type SsprChange = Extract<TenantChange, { kind: 'setAdministratorsSspr' }>;

const readPolicy = withRaw(readAuthorizationPolicy);

async function read(client: GraphClient, { allowed }: SsprChange): Promise<Observed<ChangeReading>> {
  const observed = await observeAlone(client, readPolicy);
  if (!observed.known) return observed;
  const { value, raw } = observed.value;
  const ground = { allowedToUseSSPR: value.allowedToUseSSPR };
  const inPlace = value.allowedToUseSSPR === allowed;
  return known(toReading({ ground, inPlace, image: raw }), observed.readAt);
}

function plan({ allowed }: SsprChange): WriteCall {
  return {
    kind: 'call',
    call: { method: 'PATCH', version: 'v1.0', path: readPolicy.path, body: { allowedToUseSSPR: allowed } },
    needs: NEEDS.authorizationPolicy,
  };
}

function compare(before: ChangeReading, now: ChangeReading): VerifyResult {
  if (!now.inPlace) return notVisible('allowedToUseSSPR');
  const differing = differingProperties(objectIn(before.image), objectIn(now.image));
  const others = differing.filter((property) => property !== 'allowedToUseSSPR');
  if (others.length === 0) return VERIFIED;
  return foreignChange(
    `GRAPH_FOREIGN_CHANGE: ${printable(others)} changed; look at the authorization policy and the audit log, then scan again`,
  );
}

/** Allowing or forbidding administrators to reset their own passwords. */
export function administratorsSspr(change: SsprChange): ChangeSteps {
  return {
    read: (client) => read(client, change),
    plan: () => plan(change),
    compare: (before, now) => Promise.resolve(compare(before, now)),
  };
}
