import type { Observed } from '../tenant/observed.js';
import type { Control, Judgement, Subject } from './control.js';
import { missingEvidence, whenKnown } from './per-account.js';

/** What a control says in a tenant without the licence that its question needs: nothing is wrong, and nothing is known. */

const NAMES: Readonly<Record<Control['licence'], string>> = {
  Free: 'Microsoft Entra ID',
  P1: 'Microsoft Entra ID P1',
  P2: 'Microsoft Entra ID P2',
  Governance: 'Microsoft Entra ID Governance',
};

export interface LicensedReading {
  readonly subject: Subject;
  readonly source: string;
  readonly expected: string;
  readonly licence: Control['licence'];
}

/** `judge` with the value of `observed`; `notApplicable` without the licence, `error` when it was not read for another reason. */
export function whenLicensed<T>(
  observed: Observed<T>,
  reading: LicensedReading,
  judge: (value: T, readAt: string) => readonly Judgement[],
): readonly Judgement[] {
  if (observed.known || observed.reason !== 'notLicensed') return whenKnown(observed, reading, judge);
  const { subject, source, expected, licence } = reading;
  const summary = `The tenant has no ${NAMES[licence]}, without which there is nothing to judge here.`;
  return [{ subject, outcome: 'notApplicable', summary, evidence: [missingEvidence(source, expected, observed)] }];
}
