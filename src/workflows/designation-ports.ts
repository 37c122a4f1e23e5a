import type { Principal } from '../domain/approval/request.js';
import type { AuditEvent } from '../domain/audit/audit-event.js';
import type { Designation, Dismissal } from '../domain/designation/designation.js';
import type { Telling } from './watch-ports.js';

/** What designating needs from the store. */

/** Proof that a person was shown what they are about to sign for. Single use, bound to person, subject and what was shown. */
export interface DesignationSheet {
  readonly token: string;
  readonly purpose: 'designate' | 'confirm' | 'remove';
  /** The object ID for a designation that does not exist yet, else the ID of the designation. */
  readonly subjectId: string;
  readonly person: Principal;
  /** Digest of what the directory said, and of the version it was said about. */
  readonly shownDigest: string;
  readonly openedAt: string;
}

export interface DesignationStore {
  findDesignation(id: string): Promise<Designation | undefined>;
  /** Oldest first, those that have ended among them. */
  listDesignations(tenantId: string): Promise<readonly Designation[]>;
  /**
   * Stores all of them with the audit events and what is told, in one transaction. Version 1 is new; otherwise it must follow
   * the stored one. False, and nothing kept, when one does not, or when another of the same object is proposed or in force.
   */
  saveDesignations(
    changed: readonly Designation[],
    events: readonly AuditEvent[],
    tellings: readonly Telling[],
    now: string,
  ): Promise<boolean>;
  openSheet(sheet: DesignationSheet): Promise<void>;
  /** The sheet, marked as used; undefined when there is none or it was used before. */
  takeSheet(token: string): Promise<DesignationSheet | undefined>;
  /** By object ID. */
  listDismissals(tenantId: string): Promise<readonly Dismissal[]>;
  /** With the audit event, in one transaction; false when the candidate was dismissed before. */
  dismiss(dismissal: Dismissal, event: AuditEvent): Promise<boolean>;
}
