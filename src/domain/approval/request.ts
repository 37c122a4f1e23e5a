import type { RemediationPlan } from '../remediation/plan.js';

/** The life of one plan. A versioned row: every step from one state to the next is a compare-and-set in the store. */

export type RequestState =
  | 'proposed'
  | 'approved'
  | 'executing'
  | 'succeeded'
  | 'failed'
  /** Nobody can tell whether the write took effect, or something foreign changed at the same time. A person must look. */
  | 'uncertain'
  | 'denied'
  | 'expired'
  | 'withdrawn'
  /** The tenant has moved since the plan was made. */
  | 'stale'
  /** Approved, and every step is for people: the bot waits for the next scan to see the evidence. */
  | 'awaitingPeople';

/** Tenant and object ID. Display names are never identity. */
export interface Principal {
  readonly tenantId: string;
  readonly objectId: string;
}

/**
 * What became of one step. `writing` is stored before the write, so that a crash leaves a trace of the attempt. `inPlace`:
 * somebody else had done it already, so nothing was written and nothing can be taken back.
 */
export interface StepRecord {
  readonly index: number;
  readonly state: 'pending' | 'writing' | 'verified' | 'inPlace' | 'failed' | 'uncertain';
  /** One sentence for people; empty while pending. */
  readonly detail: string;
}

/** One person's answer to one plan digest. Append-only; one per person and request. */
export interface Review {
  readonly requestId: string;
  readonly reviewer: Principal;
  readonly reviewerName: string;
  readonly decision: 'approve' | 'deny';
  readonly reason: string;
  readonly planDigest: string;
  /** ISO 8601 UTC. */
  readonly at: string;
}

export interface RemediationRequest {
  readonly id: string;
  readonly plan: RemediationPlan;
  readonly planDigest: string;
  readonly requester: Principal;
  readonly requesterName: string;
  /** `automaticMode`: people allowed this kind of fix beforehand, so that nobody reviews the single plan. */
  readonly authorizedBy: 'review' | 'automaticMode';
  readonly state: RequestState;
  /** Counts state changes; compare-and-set goes against it. */
  readonly version: number;
  readonly reviews: readonly Review[];
  readonly steps: readonly StepRecord[];
  /** For people: why the request is in its state. Empty while there is nothing to say. */
  readonly outcome: string;
  /** For a rollback: the request whose writes it takes back. */
  readonly rollbackOf: string | null;
  readonly createdAt: string;
  readonly updatedAt: string;
}
