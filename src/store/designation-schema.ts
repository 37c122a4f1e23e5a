import type { DesignationState } from '../domain/designation/designation.js';
import type { DesignationSheet } from '../workflows/ports.js';

/** The tables of designating, as `schema.ts` describes them all. */

/** `document` is the whole designation but for what has a column. At most one of an object is proposed or in force. */
export interface DesignationTable {
  readonly id: string;
  readonly tenant_id: string;
  readonly object_id: string;
  readonly state: DesignationState;
  readonly version: number;
  readonly designated_at: string;
  readonly document: string;
}

/** What a person was shown before they sign; `uses` is 0 until it is taken, then 1. */
export interface DesignationSheetTable {
  readonly token: string;
  readonly purpose: DesignationSheet['purpose'];
  readonly subject_id: string;
  readonly person_tenant_id: string;
  readonly person_object_id: string;
  readonly shown_digest: string;
  readonly opened_at: string;
  readonly uses: number;
}

export interface DismissedCandidateTable {
  readonly tenant_id: string;
  readonly object_id: string;
  readonly by_tenant_id: string;
  readonly by_object_id: string;
  readonly by_name: string;
  readonly at: string;
}

export interface DesignationSchema {
  readonly designations: DesignationTable;
  readonly designation_sheets: DesignationSheetTable;
  readonly dismissed_candidates: DismissedCandidateTable;
}
