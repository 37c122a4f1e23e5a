import type { Outcome, Severity } from '../../controls/control.js';
import type { Verdict } from '../../controls/evaluate.js';
import type { CoverageRead, PolicyMatrixRow, ScanTrigger } from '../../scan.js';
import type { ReportFinding } from '../scan-report.js';
import type { FindingNature } from '../finding-nature.js';
import type { Tone } from './model.js';

/** The words of the written report. Every colour comes with one of them. */

export const OUTCOMES: readonly Outcome[] = ['fail', 'error', 'warn', 'manual', 'pass', 'notApplicable'];

export const OUTCOME_WORDS: Readonly<Record<Outcome, { readonly word: string; readonly tone: Tone }>> = {
  fail: { word: 'Failed', tone: 'bad' },
  error: { word: 'Not judged', tone: 'unsure' },
  warn: { word: 'Warning', tone: 'unsure' },
  manual: { word: 'Check by hand', tone: 'neutral' },
  pass: { word: 'Passed', tone: 'good' },
  notApplicable: { word: 'Not applicable', tone: 'neutral' },
};

export const VERDICT_WORDS: Readonly<
  Record<Verdict, { readonly word: string; readonly tone: Tone; readonly meaning: string }>
> = {
  compliant: { word: 'Compliant', tone: 'good', meaning: 'Everything was read, and nothing failed.' },
  nonCompliant: { word: 'Not compliant', tone: 'bad', meaning: 'At least one requirement is proven not to be met.' },
  incomplete: {
    word: 'Incomplete',
    tone: 'unsure',
    meaning: 'Nothing is proven wrong, but not everything could be read, so nobody can call it compliant.',
  },
};

export const SEVERITY_WORDS: Readonly<Record<Severity, string>> = {
  critical: 'Critical',
  high: 'High',
  medium: 'Medium',
  low: 'Low',
  info: 'Info',
};

export const NATURE_WORDS: Readonly<Record<FindingNature, { readonly word: string; readonly meaning: string }>> = {
  technical: { word: 'Technical', meaning: 'what Microsoft Graph answers' },
  procedural: { word: 'Procedural', meaning: 'what people do and state' },
  unknown: { word: 'Unknown', meaning: 'what could not be read' },
};

export const REACH_WORDS: Readonly<
  Record<PolicyMatrixRow['applicability'], { readonly word: string; readonly tone: Tone }>
> = {
  applies: { word: 'Applies', tone: 'bad' },
  unknown: { word: 'Unknown', tone: 'unsure' },
  notInScope: { word: 'Not in scope', tone: 'neutral' },
  excluded: { word: 'Excluded', tone: 'good' },
};

const STATE_WORDS: Readonly<Record<string, string>> = {
  enabled: 'Enabled',
  enabledForReportingButNotEnforced: 'Report-only',
  disabled: 'Disabled',
  unknown: 'State not known',
};

export function stateWord(state: string): string {
  return STATE_WORDS[state] ?? state;
}

export const READ_WORDS: Readonly<Record<CoverageRead['status'], string>> = {
  known: 'Read',
  forbidden: 'Permission missing',
  notLicensed: 'Licence missing',
  throttled: 'Throttled by Graph',
  timeout: 'No answer in time',
  malformed: 'Answer not understood',
  incomplete: 'Read in part only',
  unavailable: 'Graph unavailable',
};

/** Families in the catalogue's order. */
export const FAMILY_WORDS: Readonly<Record<string, string>> = {
  INV: 'Inventory',
  ACC: 'Accounts',
  ROLE: 'Roles',
  AUTH: 'Authentication',
  CA: 'Conditional Access',
  TEN: 'Tenant settings',
  PROT: 'Protection',
  GOV: 'Governance',
  RISK: 'Risk',
  DRILL: 'Drills',
  MON: 'Monitoring',
  PIM: 'Privileged Identity Management',
  NOTIF: 'Notifications',
  SELF: 'Glasswatch itself',
};

export function familyOf(controlId: string): string {
  return controlId.split('-')[1] ?? controlId;
}

/** `2026-11-26T14:03:05.120Z` as `2026-11-26 14:03:05 UTC`. */
export function moment(iso: string): string {
  const at = new Date(iso);
  return Number.isNaN(at.getTime()) ? 'an unknown time' : `${at.toISOString().slice(0, 19).replace('T', ' ')} UTC`;
}

export function day(iso: string): string {
  const at = new Date(iso);
  return Number.isNaN(at.getTime()) ? 'an unknown day' : at.toISOString().slice(0, 10);
}

/** `Failed (accepted until 2026-12-26)` where somebody has accepted it; it is never called anything better. */
export function outcomeWords({ outcome, acceptance }: Pick<ReportFinding, 'outcome' | 'acceptance'>): string {
  const { word } = OUTCOME_WORDS[outcome];
  return acceptance === undefined ? word : `${word} (accepted until ${day(acceptance.expiresAt)})`;
}

export function askedBy(trigger: ScanTrigger): string {
  switch (trigger.kind) {
    case 'command':
      return `${trigger.byName || 'somebody'}, in a chat (object ID ${trigger.by.objectId})`;
    case 'schedule':
      return 'the schedule';
    case 'cli':
      return 'the command line';
    case 'remediation':
      return `the check after remediation ${trigger.requestId}`;
  }
}

export function minutes(count: number): string {
  if (count < 60) return `about ${count} minutes`;
  const hours = Math.round(count / 6) / 10;
  return hours === 1 ? 'about 1 hour' : `about ${hours} hours`;
}
