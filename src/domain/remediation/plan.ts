import type { Subject } from '../controls/control.js';
import { digestOf } from '../tenant/canonical.js';

/**
 * A plan: what would change, exactly, and on which ground. It is written once, shown to people, and carried out as written
 * or not at all: its digest covers everything a person was shown and everything that execution will hold against the tenant.
 */

/** The fixes of the remediation catalogue that can be planned; `setting` changes how this program works, not the tenant. */
export type FixId =
  'F1' | 'F2' | 'F7' | 'F8' | 'F9' | 'F10' | 'F13' | 'F14' | 'F15' | 'F16' | 'F18' | 'F19' | 'F20' | 'setting';

/**
 * `low`: reversible and reaches one object. `high`: privileged roles, several policies at once, or taking something away;
 * needs two approvers and the typed name of what changes.
 */
export type Risk = 'low' | 'high';

/**
 * Who can carry a step out. `bot`: the remediator's own standing rights suffice. `approver`: a right that must not stand,
 * so only with the approver's own token. `human`: no API, or an object the bot must not touch.
 */
export type Executor = 'bot' | 'approver' | 'human';

/** A write to the tenant that the bot knows how to make and to verify. Each touches one object. */
export type TenantChange =
  | { readonly kind: 'addPolicyExclusion'; readonly policyId: string; readonly accountId: string }
  | { readonly kind: 'removePolicyExclusion'; readonly policyId: string; readonly accountId: string }
  | { readonly kind: 'addGroupMember'; readonly groupId: string; readonly accountId: string }
  | { readonly kind: 'removeGroupMember'; readonly groupId: string; readonly accountId: string }
  | {
      /** Always report-only: switching it on is a decision of its own. */
      readonly kind: 'createDedicatedPolicy';
      readonly displayName: string;
      readonly accountIds: readonly string[];
    }
  | { readonly kind: 'deleteDedicatedPolicy'; readonly displayName: string; readonly accountIds: readonly string[] }
  /** An ID that nothing in the directory has any more, out of one exclusion list of one policy. */
  | StaleReferenceChange<'removeStaleReference'>
  | StaleReferenceChange<'putBackStaleReference'>
  /** `DisablePasswordExpiration` in `passwordPolicies`; the other flags stay. */
  | { readonly kind: 'setPasswordNeverExpires'; readonly accountId: string }
  | { readonly kind: 'clearPasswordNeverExpires'; readonly accountId: string }
  /** Out of the deleted items. Cannot be taken back by this program: that would delete an emergency account. */
  | { readonly kind: 'restoreUser'; readonly accountId: string }
  /** Cannot be taken back: the person would have to register the method again. */
  | {
      readonly kind: 'deleteAuthenticationMethod';
      readonly accountId: string;
      /** As `AuthenticationMethod.kind`. */
      readonly methodKind: string;
      readonly methodId: string;
    }
  /** `excludeTargets` of the registration campaign. */
  | { readonly kind: 'excludeFromCampaign'; readonly accountId: string }
  | { readonly kind: 'includeInCampaign'; readonly accountId: string }
  /** `allowedToUseSSPR` of the authorization policy: whether administrators reset their own passwords. */
  | { readonly kind: 'setAdministratorsSspr'; readonly allowed: boolean };

export interface StaleReferenceChange<K extends string> {
  readonly kind: K;
  readonly policyId: string;
  readonly list: 'excludeUsers' | 'excludeGroups';
  readonly objectId: string;
}

/** What this program does by itself about a failing finding of a control. */
export type ControlMode = 'advisory' | 'approval' | 'automatic';

/** A change of how this program works: written to its own store, through the same approval. */
export type SettingChange =
  | { readonly kind: 'setControlMode'; readonly controlId: string; readonly mode: ControlMode }
  | { readonly kind: 'resumeWriting' };

export type Change = TenantChange | SettingChange;

export interface RemediationStep {
  readonly fixId: FixId;
  readonly executor: Executor;
  /** The write; null where only people can act. */
  readonly change: Change | null;
  /** What happens, as an imperative sentence. */
  readonly title: string;
  /** The object that changes, as people know it. */
  readonly object: Subject;
  /** The property that changes, as Graph spells it. */
  readonly field: string;
  /** The property's value before and after, for people. */
  readonly before: string;
  readonly after: string;
  /** How to take it back, in words. */
  readonly undo: string;
  /** Graph permission that the write takes, and the directory role where one is needed too. */
  readonly permission: string;
  readonly role: string | null;
  /** For `approver` and `human`: what to do, one line each. Empty for `bot`. */
  readonly instructions: readonly string[];
  readonly portalUrl: string | null;
}

/** The state of one object that the plan rests on. Anything else than this state when it is carried out makes it stale. */
export interface Precondition {
  readonly object: {
    readonly kind: 'policy' | 'group' | 'account' | 'tenant';
    readonly id: string;
    readonly name: string;
  };
  /** `digestOf` the object as the snapshot holds it. */
  readonly digest: string;
  /** The same object as canonical JSON, so that people can be told what has changed since. */
  readonly image: string;
}

/** One principal that holds a privileged role. */
export interface PrivilegedHolder {
  readonly principalId: string;
  readonly roleTemplateId: string;
  readonly roleName: string;
  readonly assignment: 'permanent' | 'activated' | 'timeBound' | 'eligible';
  /** Whether the role comes with a group: then `principalId` is the group. */
  readonly isGroup: boolean;
  readonly isEmergencyAccount: boolean;
}

/** Who holds privileged roles now: the review that comes before planning. */
export interface CurrentState {
  /** Privileged directory roles other than Global Administrator. */
  readonly privilegedRoles: readonly PrivilegedHolder[];
  /** Who has more than they need, one sentence each. */
  readonly moreThanNeeded: readonly string[];
  readonly globalAdministrators: readonly {
    readonly principalId: string;
    readonly assignment: 'permanent' | 'activated' | 'timeBound' | 'eligible';
    readonly isEmergencyAccount: boolean;
  }[];
  /** What of this could not be read. */
  readonly gaps: readonly string[];
}

export interface RemediationPlan {
  readonly schema: 'glasswatch.plan/1';
  readonly id: string;
  readonly tenantId: string;
  /** `fix` answers a finding; `rollback` takes back what an earlier request wrote; `setting` changes this program. */
  readonly purpose: 'fix' | 'rollback' | 'setting';
  /** The control whose finding the plan answers, or that the setting is about; empty for a setting of the whole program. */
  readonly controlId: string;
  readonly subject: Subject;
  readonly risk: Risk;
  /** Whom and what the plan reaches, in words. */
  readonly blastRadius: string;
  readonly steps: readonly RemediationStep[];
  readonly preconditions: readonly Precondition[];
  /** Object IDs of the accounts that gain by the plan. Nobody approves a plan for their own account. */
  readonly targetAccountIds: readonly string[];
  readonly currentState: CurrentState;
  readonly snapshotDigest: string;
  /** ISO 8601 UTC. */
  readonly createdAt: string;
  readonly expiresAt: string;
}

/** `members` with their places: in canonical form every list is a set, and here the order means something. */
function inOrder<T>(members: readonly T[]): readonly { readonly place: number; readonly member: T }[] {
  return members.map((member, place) => ({ place, member }));
}

/** Digest over all of the plan, the order of its steps and instructions included: what an approval is bound to. */
export function planDigestOf(plan: RemediationPlan): string {
  const steps = plan.steps.map((step) => ({ ...step, instructions: inOrder(step.instructions) }));
  return digestOf({ ...plan, steps: inOrder(steps) });
}

/** Approvals by different people that a plan of this risk needs. */
export function approvalsNeeded(risk: Risk): 1 | 2 {
  return risk === 'high' ? 2 : 1;
}
