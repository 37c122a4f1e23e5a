import type { TenantSnapshot } from '../tenant/snapshot.js';
import type { WatchRecords } from './watch-records.js';

/**
 * The shape of a control and of what it finds. A control is one file: metadata and a pure `evaluate`. It never throws,
 * never reads a clock, and answers `error` for every input it needs and does not have.
 */

export type Severity = 'critical' | 'high' | 'medium' | 'low' | 'info';
export const SEVERITIES: readonly Severity[] = ['critical', 'high', 'medium', 'low', 'info'];

/**
 * - `pass`: everything needed was read, and the condition holds.
 * - `fail`: everything needed was read, and the condition does not hold.
 * - `warn`: holds but is fragile, or a recommended-only condition does not hold. Shown, not counted.
 * - `manual`: no API can answer, and no valid attestation exists.
 * - `notApplicable`: a precondition is absent; the summary says which.
 * - `error`: something needed was not read. The result is unknown, and the tenant cannot be called compliant.
 */
export type Outcome = 'pass' | 'fail' | 'warn' | 'manual' | 'notApplicable' | 'error';

export interface Subject {
  readonly type: 'tenant' | 'account' | 'policy' | 'group';
  readonly id: string;
  /** For people. Never identity. */
  readonly name: string;
}

/** What was read, where, when, and what was expected: enough to decide again without the tenant. */
export interface Evidence {
  /** The Graph request behind it, for example `GET /users/{id}`. */
  readonly source: string;
  /** ISO 8601 UTC; null when the read failed. */
  readonly readAt: string | null;
  readonly expected: string;
  readonly actual: string;
  /** For people: how a failed read was worded, how old a report is. No part of the fingerprint, since it may differ each time. */
  readonly detail?: string;
  /** The object the fact is about where it differs from the finding's subject. */
  readonly object?: Subject;
  /** The object's page in the Microsoft Entra admin center. */
  readonly portalUrl?: string;
}

/** What a control says of one subject, before the control's own data is added. */
export interface Judgement {
  readonly subject: Subject;
  readonly outcome: Outcome;
  /** One sentence for people: what is the case, and for `fail` and `error` what to do about it. */
  readonly summary: string;
  readonly evidence: readonly Evidence[];
  /** Only where the catalogue gives this case another severity than the control's. */
  readonly severity?: Severity;
}

export interface Finding {
  readonly controlId: string;
  readonly subject: Subject;
  readonly outcome: Outcome;
  readonly severity: Severity;
  readonly summary: string;
  readonly evidence: readonly Evidence[];
  /** Digest of control, subject, outcome and evidence without reading times: equal exactly when nothing changed. */
  readonly fingerprint: string;
}

/** How strict a scan is where sources disagree. The defaults are the safe reading; a card names a setting that changed a verdict. */
export interface ScanSettings {
  /**
   * `strict`: each account must be excluded from every policy; a policy that merely does not include it is fragile.
   * `effective`: not being in scope is as good as being excluded.
   */
  readonly caExclusion: 'strict' | 'effective';
  /** Warn when no dedicated policy demands phishing-resistant authentication from the emergency accounts. */
  readonly requireDedicatedPolicy: boolean;
  /** More accounts than the first number are a warning, more than the second a failure. */
  readonly maxAccounts: { readonly warnAbove: number; readonly failAbove: number };
  /** `warn`: an account that carries a person's data is fragile. `ignore`: individual accounts are meant. */
  readonly personalSignals: 'warn' | 'ignore';
  /** A manager names who is responsible, and is no sign of a personal account. */
  readonly allowManager: boolean;
  /** `none`: no mailbox and no Teams; `any`: not judged; `requireP2`: Microsoft Entra ID P2 must be assigned. */
  readonly licence: 'none' | 'any' | 'requireP2';
  /** How many Global Administrators there should be, active and eligible. */
  readonly globalAdministrators: { readonly min: number; readonly max: number };
  /** Method kinds that count as weak and are accepted here all the same. */
  readonly allowedMethods: readonly string[];
  /** Days after which a password must have been changed; null: age alone is no finding. */
  readonly passwordMaxAgeDays: number | null;
  /** Days within which an account must have signed in. */
  readonly drillMaxAgeDays: number;
  /** Excluded from so many percent of the enforced policies: a candidate for an emergency account that nobody designated. */
  readonly shadowExclusionPercent: number;
  /** Object IDs of users and groups whose exclusion from policies was accepted, lower case. */
  readonly declaredExclusions: readonly string[];
}

export const DEFAULT_SETTINGS: ScanSettings = {
  caExclusion: 'strict',
  requireDedicatedPolicy: false,
  maxAccounts: { warnAbove: 2, failAbove: 4 },
  personalSignals: 'warn',
  allowManager: false,
  licence: 'none',
  globalAdministrators: { min: 2, max: 4 },
  allowedMethods: [],
  passwordMaxAgeDays: null,
  drillMaxAgeDays: 90,
  shadowExclusionPercent: 100,
  declaredExclusions: [],
};

/** How the catalogue says that a control is decided. */
export type ControlKind =
  'auto' | 'auto (beta)' | 'auto+manual' | 'auto/manual' | 'auto+human' | 'heuristic' | 'manual' | 'meta';

/** What a person needs to know to mend what the control found. Sentences are complete, and say what to do. */
export interface ControlGuide {
  /** Which baseline asks for it: what every tenant needs, what is recommended, what goes beyond. */
  readonly baseline: 'Foundation' | 'Recommended' | 'Advanced';
  /** Time to fix one finding, in minutes, without waiting for approvals and deliveries. */
  readonly minutesToFix: number;
  /** Microsoft Entra roles of which one is needed; empty when no role is. */
  readonly roles: readonly string[];
  /** The configuration that passes, in one sentence. */
  readonly expected: string;
  /** The four steps: review current state, plan changes, implement, verify and test. */
  readonly review: readonly string[];
  readonly plan: readonly string[];
  readonly implement: readonly string[];
  readonly verify: readonly string[];
}

export interface Control {
  /** `BG-<family>-<number>`, as in the catalogue. */
  readonly id: string;
  readonly title: string;
  readonly severity: Severity;
  /** Why it matters, for the person who reads the finding. */
  readonly rationale: string;
  /** The standards and tests that ask for the same. */
  readonly references: readonly string[];
  /** Graph application permissions that the needed reads take. */
  readonly permissions: readonly string[];
  /** The Microsoft Entra ID licence without which the control cannot be judged in full. */
  readonly licence: 'Free' | 'P1' | 'P2' | 'Governance';
  readonly kind: ControlKind;
  /** The catalogue's fix, for example `F13/F14`; `human` where only people can mend it, `none` where nothing is to mend. */
  readonly fix: string;
  readonly guide: ControlGuide;
  /** Without `records` there is nothing beside the snapshot: no bot watches, and nobody has signed for anything. */
  evaluate(snapshot: TenantSnapshot, settings: ScanSettings, records?: WatchRecords): readonly Judgement[];
}
