import type { Principal, RemediationRequest } from '../domain/approval/request.js';
import type { ReviewRefusal } from '../domain/approval/review-rules.js';
import type { PlanRefusal } from '../domain/remediation/plan-for.js';
import type { RemediationPlan } from '../domain/remediation/plan.js';

/**
 * What a chat can ask of remediation: propose, review in two steps, deny, withdraw, undo. Refusals are values with a stable
 * code; every one of them is in the audit log before it is returned.
 */

export interface Person {
  readonly principal: Principal;
  /** For display only. */
  readonly name: string;
}

/** A failing finding of a scan for which a plan can be made. */
export interface FixOption {
  readonly scanId: string;
  readonly fingerprint: string;
  readonly controlId: string;
  readonly subjectName: string;
  readonly summary: string;
  readonly plan: RemediationPlan;
}

export type ProposeResult =
  | { readonly kind: 'proposed'; readonly request: RemediationRequest }
  /** The same plan is already on its way; this is it. */
  | { readonly kind: 'alreadyOpen'; readonly request: RemediationRequest }
  | { readonly kind: 'refused'; readonly refusal: PlanRefusal }
  | { readonly kind: 'unknownFinding' };

export type OpenReviewResult =
  | { readonly kind: 'opened'; readonly request: RemediationRequest; readonly token: string }
  | { readonly kind: 'refused'; readonly reason: ReviewRefusal; readonly request: RemediationRequest }
  | { readonly kind: 'unknownRequest' };

export type ConfirmRefusal =
  | ReviewRefusal
  /** The confirmation was not opened, was used before, or was opened by somebody else. */
  | 'notConfirmed'
  | 'reasonMissing'
  /** High risk: the typed name is not that of the object that changes. */
  | 'nameMismatch'
  /** Somebody else was faster. */
  | 'overtaken';

export type ReviewResult =
  | { readonly kind: 'recorded'; readonly request: RemediationRequest }
  | { readonly kind: 'refused'; readonly reason: ConfirmRefusal; readonly request: RemediationRequest }
  | { readonly kind: 'unknownRequest' };

export type WithdrawResult =
  | { readonly kind: 'withdrawn'; readonly request: RemediationRequest }
  | { readonly kind: 'refused'; readonly reason: 'notRequester' | 'notPending'; readonly request: RemediationRequest }
  | { readonly kind: 'unknownRequest' };

export type RollbackResult =
  | { readonly kind: 'proposed'; readonly request: RemediationRequest }
  | {
      readonly kind: 'refused';
      readonly reason: 'nothingWritten' | 'notFinished' | 'alreadyOpen';
      readonly request: RemediationRequest;
    }
  | { readonly kind: 'unknownRequest' };

export interface Remediation {
  /** What of the latest scan can be planned, worst first. */
  listFixes(): Promise<readonly FixOption[]>;
  propose(input: {
    readonly scanId: string;
    readonly fingerprint: string;
    readonly person: Person;
  }): Promise<ProposeResult>;
  /** The first click: checks the person and hands out a confirmation. Writes nothing to the tenant. */
  openReview(input: {
    readonly requestId: string;
    readonly planDigest: string;
    readonly person: Person;
  }): Promise<OpenReviewResult>;
  /** The second click. When it completes the approvals, the plan is carried out behind the answer. */
  confirm(input: {
    readonly requestId: string;
    readonly planDigest: string;
    readonly token: string;
    readonly reason: string;
    /** For high risk: what the person typed. */
    readonly typedName: string;
    readonly person: Person;
  }): Promise<ReviewResult>;
  deny(input: {
    readonly requestId: string;
    readonly planDigest: string;
    readonly reason: string;
    readonly person: Person;
  }): Promise<ReviewResult>;
  withdraw(input: { readonly requestId: string; readonly person: Person }): Promise<WithdrawResult>;
  /** Plans to take back what a finished request wrote; goes through the same approval. */
  proposeRollback(input: { readonly requestId: string; readonly person: Person }): Promise<RollbackResult>;
  /** Open requests, oldest first. */
  listOpen(): Promise<readonly RemediationRequest[]>;
  findRequest(id: string): Promise<RemediationRequest | undefined>;
}
