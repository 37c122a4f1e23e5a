import type { CandidateSearch } from '../domain/designation/candidates.js';
import type { Designation, DesignationState } from '../domain/designation/designation.js';
import type { AnswerRefusal } from '../domain/designation/rules.js';
import type { Sight } from '../domain/designation/sight.js';
import type { SubjectLook } from '../domain/designation/subject-facts.js';
import type { Person } from './remediation.js';
import type { Refused } from './watching.js';

/**
 * What a chat can ask about the designated accounts: the inventory, and in two steps each, by two people, a designation and
 * its removal. Refusals are values with a stable code and are in the audit log before they are returned.
 */

export type DesignationRefusal =
  | AnswerRefusal
  /** Nobody may confirm anything here. */
  | 'DESIGNATION_NOT_CONFIGURED'
  | 'DESIGNATION_UNKNOWN'
  /** What was typed is no object ID. */
  | 'DESIGNATION_ID_INVALID'
  | 'DESIGNATION_SUBJECT_MISSING'
  | 'DESIGNATION_SUBJECT_UNREAD'
  /** It is designated, or waits for it. */
  | 'DESIGNATION_ALREADY'
  /** It is not in force, so there is nothing to remove. */
  | 'DESIGNATION_NOT_IN_FORCE'
  | 'DESIGNATION_REMOVAL_ALREADY'
  /** The form was used before, or was never shown to this person. */
  | 'DESIGNATION_NOT_SHOWN'
  /** The directory, or the designation, is not as it was shown. */
  | 'DESIGNATION_CHANGED'
  | 'CANDIDATE_DISMISSED'
  | 'OVERTAKEN';

/** What one person is shown before they sign. */
export interface DesignationForm {
  readonly token: string;
  readonly purpose: 'designate' | 'confirm' | 'remove';
  /** Null for a designation that does not exist yet. */
  readonly designation: Designation | null;
  /** Read for this form. */
  readonly look: SubjectLook;
  /** Names of the active roles, where they were read; the template ID of one whose name was not. */
  readonly roleNames: readonly string[] | null;
  /** How many accounts count as emergency accounts, before and after. */
  readonly accountsBefore: number;
  readonly accountsAfter: number;
  /** So many accounts of the configuration are taken over with it. */
  readonly takenOver: number;
}

export type FormAnswer = { readonly kind: 'opened'; readonly form: DesignationForm } | Refused<DesignationRefusal>;

export type DesignationAnswer =
  { readonly kind: 'done'; readonly designation: Designation } | Refused<DesignationRefusal>;

/** A designated account or group with what the latest scan says of it. */
export interface InventoryEntry {
  readonly objectId: string;
  /** Null: the configuration names it, and people have not designated anything yet. */
  readonly designation: Designation | null;
  readonly state: DesignationState;
  readonly sight: Sight;
}

export interface Inventory {
  /** Where the designations in force come from. */
  readonly source: 'people' | 'configuration';
  /** Those in force first, then those that wait for a confirmation. */
  readonly entries: readonly InventoryEntry[];
  /** Accounts of the configuration that nobody designated here: they do not count. */
  readonly ignoredIds: readonly string[];
  /** Null before the first scan. */
  readonly search: CandidateSearch | null;
  /** How many candidates people have dismissed. */
  readonly dismissed: number;
  /** When the scan was completed that the inventory rests on, ISO 8601 UTC. */
  readonly scannedAt: string | null;
  /** False: nobody may confirm anything here. */
  readonly canBeConfirmed: boolean;
}

export interface Designations {
  inventory(): Promise<Inventory>;
  findDesignation(id: string): Promise<Designation | undefined>;
  openDesignation(input: { readonly objectId: string; readonly person: Person }): Promise<FormAnswer>;
  /** `place`: a conversation that is told in any case. */
  designate(input: {
    readonly token: string;
    readonly note: string;
    readonly person: Person;
    readonly place: string;
  }): Promise<DesignationAnswer>;
  /** Of a designation, or of its removal. */
  openConfirmation(input: { readonly id: string; readonly person: Person }): Promise<FormAnswer>;
  confirm(input: {
    readonly id: string;
    readonly token: string;
    readonly note: string;
    readonly person: Person;
  }): Promise<DesignationAnswer>;
  openRemoval(input: { readonly id: string; readonly person: Person }): Promise<FormAnswer>;
  remove(input: {
    readonly token: string;
    readonly note: string;
    readonly person: Person;
    readonly place: string;
  }): Promise<DesignationAnswer>;
  /** By who proposed, who takes it back, or by an approver, who declines. */
  withdraw(input: { readonly id: string; readonly person: Person }): Promise<DesignationAnswer>;
  /** Not an emergency account: it is not proposed again. */
  dismiss(input: {
    readonly objectId: string;
    readonly person: Person;
  }): Promise<{ readonly kind: 'done' } | Refused<DesignationRefusal>>;
}
