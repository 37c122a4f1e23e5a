import type { Change, SettingChange } from '../domain/remediation/plan.js';
import type { Observed } from '../domain/tenant/observed.js';
import type { ChangeReading, VerifyResult, WriteResult } from './ports.js';

/** Reads, writes and verifies one change, wherever it goes: to the tenant or to our own store. */
export interface StepWriter {
  read(): Promise<Observed<ChangeReading>>;
  /** Sends the write once. */
  write(before: ChangeReading): Promise<WriteResult>;
  verify(before: ChangeReading): Promise<VerifyResult>;
}

export function isSetting(change: Change): change is SettingChange {
  return change.kind === 'setControlMode' || change.kind === 'resumeWriting';
}
