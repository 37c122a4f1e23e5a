import { isSameId } from '../approval/principal.js';
import type { Principal } from '../approval/request.js';

/**
 * The declaration that an account, or every user of a group, is for emergencies: proposed by one person, in force once
 * another has confirmed it, and taken back the same way. A versioned row; the object ID is the key, names are only kept.
 */

export type DesignationState =
  | 'proposed'
  | 'confirmed'
  /** Nobody confirmed the proposal in time. */
  | 'expired'
  /** Taken back by who proposed it, or declined by who might have confirmed it. */
  | 'withdrawn'
  /** In force, until another person confirms the removal. */
  | 'removalProposed'
  | 'removed';

/** What one person did, and the reason they gave. */
export interface Act {
  readonly by: Principal;
  /** For display only. */
  readonly byName: string;
  readonly note: string;
  /** ISO 8601 UTC. */
  readonly at: string;
}

export interface Designation {
  readonly id: string;
  readonly tenantId: string;
  readonly kind: 'account' | 'group';
  /** Of the user or the group, lower case. The only identity it has here; names change. */
  readonly objectId: string;
  /** The display name, or the object ID where the directory showed none. */
  readonly nameAtDesignation: string;
  /** Null for a group. */
  readonly userPrincipalNameAtDesignation: string | null;
  readonly state: DesignationState;
  /** Counts changes; compare-and-set goes against it. */
  readonly version: number;
  /** When it was proposed or taken over, ISO 8601 UTC. */
  readonly designatedAt: string;
  /** Null: taken over from the configuration, where the operator had put it. */
  readonly designated: Act | null;
  /** Null while nobody confirmed it, and for what was taken over. */
  readonly confirmed: Act | null;
  /** The proposal to remove it; null when there is none. */
  readonly removal: Act | null;
  /** Who withdrew it, or confirmed its removal. */
  readonly ended: Act | null;
  /** When the open proposal is over, ISO 8601 UTC; null when none is open. */
  readonly waitsUntil: string | null;
}

/** A candidate of which a person said that it is no emergency account. It is not proposed again. */
export interface Dismissal {
  readonly tenantId: string;
  /** Lower case. */
  readonly objectId: string;
  readonly by: Principal;
  readonly byName: string;
  /** ISO 8601 UTC. */
  readonly at: string;
}

/** How long a proposal waits for another person. */
const CONFIRM_WITHIN_MS = 24 * 60 * 60_000;

/** Whether its account counts as an emergency account: until its removal is confirmed it does. */
export function isInForce({ state }: Pick<Designation, 'state'>): boolean {
  return state === 'confirmed' || state === 'removalProposed';
}

/** Whether a proposal of `at` waits no more. Written so that a time nobody can read counts as over. */
function isOver(at: string, now: number): boolean {
  return !(now - Date.parse(at) < CONFIRM_WITHIN_MS);
}

/** The state at `now`, in milliseconds since the epoch: a proposal that nobody answered in time is over by itself. */
export function stateAt({ state, designatedAt, removal }: Designation, now: number): DesignationState {
  if (state === 'proposed') return isOver(designatedAt, now) ? 'expired' : state;
  // A removal without its proposal cannot be answered by anybody.
  if (state === 'removalProposed') return removal === null || isOver(removal.at, now) ? 'confirmed' : state;
  return state;
}

/** When a proposal of `at` is over. Both ISO 8601 UTC. */
export function waitsUntil(at: string): string {
  return new Date(Date.parse(at) + CONFIRM_WITHIN_MS).toISOString();
}

/** The designation of this object that is open or in force; undefined when there is none. */
export function findCurrent(
  designations: readonly Designation[],
  objectId: string,
  now: number,
): Designation | undefined {
  return designations.find((one) => {
    const state = stateAt(one, now);
    return isSameId(one.objectId, objectId) && (state === 'proposed' || isInForce({ state }));
  });
}
