import type { ConditionalAccessPolicy } from '../../domain/tenant/conditional-access-policy.js';
import type { TenantChange } from '../../domain/remediation/plan.js';
import type { ChangeReading, VerifyResult } from '../../workflows/ports.js';
import { parsePolicy } from '../read/parse-policy.js';
import { POLICIES_PATH } from '../read/policies.js';
import {
  foreignChange,
  printable,
  refused,
  VERIFIED,
  type ChangeSteps,
  type Refusal,
  type WriteCall,
} from './change-steps.js';
import {
  dedicatedPolicyBody,
  policiesIn,
  readDedicatedPolicy,
  REPORT_ONLY,
  withSameTargets,
  type DedicatedPolicy,
} from './dedicated-policy.js';
import { differingProperties } from './difference.js';
import { NEEDS } from './needs.js';

/**
 * Creating the dedicated policy and taking it back. Neither touches a policy that is not certain to be ours: a name alone
 * is never enough, and a policy that somebody has switched on is no longer ours to delete.
 */

function planCreation(before: ChangeReading, policy: DedicatedPolicy): WriteCall | Refusal {
  if (policiesIn(before).length > 0) {
    return refused(
      'NAME_TAKEN',
      'a policy of that name exists already; look at it in the Entra admin center, and rename or delete it before planning again',
    );
  }
  return {
    kind: 'call',
    call: { method: 'POST', version: 'v1.0', path: POLICIES_PATH, body: dedicatedPolicyBody(policy) },
    needs: NEEDS.conditionalAccess,
  };
}

/** What decides about a policy, in comparable form: Graph assigns and expands the rest. */
function essence({
  users,
  state,
  applications,
  clientAppTypes,
  grantControls,
  sessionControls,
}: ConditionalAccessPolicy) {
  const strength = grantControls?.authenticationStrength;
  const authenticationStrength = strength ? { id: strength.id } : null;
  return {
    state,
    conditions: { users, applications, clientAppTypes },
    grantControls: { ...grantControls, authenticationStrength },
    sessionControls,
  };
}

function compareCreated(now: ChangeReading, policy: DedicatedPolicy): VerifyResult {
  const [created, ...more] = withSameTargets(policiesIn(now), policy);
  if (created === undefined) {
    return { kind: 'notVisible', detail: 'GRAPH_NOT_VISIBLE: the list does not show the new policy; look again later' };
  }
  if (more.length > 0) {
    return foreignChange('GRAPH_FOREIGN_CHANGE: there are several such policies; delete all but one and scan again');
  }
  const wanted = parsePolicy({ id: created.id, ...dedicatedPolicyBody(policy) });
  if (wanted.kind === 'malformed')
    throw new Error(`The dedicated policy is not understood: ${wanted.malformed.problem}`);
  const properties = differingProperties(essence(wanted.policy), essence(created));
  if (properties.length === 0) return VERIFIED;
  return foreignChange(
    `GRAPH_FOREIGN_CHANGE: ${printable(properties)} is not as created; look at the policy and its audit log, then scan again`,
  );
}

function planDeletion(before: ChangeReading, policy: DedicatedPolicy): WriteCall | Refusal {
  const [found, ...more] = withSameTargets(policiesIn(before), policy);
  if (found === undefined || more.length > 0) {
    return refused(
      'DEDICATED_POLICY_NOT_CERTAIN',
      'no single policy has that name and exactly those accounts; look at it and delete it in the Entra admin center',
    );
  }
  if (found.state !== REPORT_ONLY) {
    return refused(
      'DEDICATED_POLICY_SWITCHED',
      'somebody has taken the policy out of report-only; decide with them and delete it in the Entra admin center',
    );
  }
  const path = `${POLICIES_PATH}/${encodeURIComponent(found.id)}`;
  return { kind: 'call', call: { method: 'DELETE', version: 'v1.0', path }, needs: NEEDS.conditionalAccess };
}

function compareDeleted(before: ChangeReading, now: ChangeReading, policy: DedicatedPolicy): VerifyResult {
  const deleted = new Set(withSameTargets(policiesIn(before), policy).map(({ id }) => id));
  const isStillThere = policiesIn(now).some(({ id }) => deleted.has(id));
  return isStillThere
    ? { kind: 'notVisible', detail: 'GRAPH_NOT_VISIBLE: the list still shows the policy; look again later' }
    : VERIFIED;
}

/** Creating the report-only policy for the emergency accounts. */
export function dedicatedPolicyCreation(change: Extract<TenantChange, { kind: 'createDedicatedPolicy' }>): ChangeSteps {
  return {
    read: (client) => readDedicatedPolicy(client, change),
    plan: (before) => planCreation(before, change),
    compare: (_, now) => Promise.resolve(compareCreated(now, change)),
  };
}

/** Deleting the policy again, while it is as it was created. Graph keeps deleted policies for 30 days. */
export function dedicatedPolicyDeletion(change: Extract<TenantChange, { kind: 'deleteDedicatedPolicy' }>): ChangeSteps {
  return {
    read: (client) => readDedicatedPolicy(client, change),
    plan: (before) => planDeletion(before, change),
    compare: (before, now) => Promise.resolve(compareDeleted(before, now, change)),
  };
}
