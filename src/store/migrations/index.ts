import { initial } from './0001-initial.js';
import { remediation } from './0002-remediation.js';
import { automation } from './0003-automation.js';
import { jobs } from './0004-jobs.js';
import { watching } from './0005-watching.js';
import { sharedScanContents } from './0006-shared-scan-contents.js';
import { editsOnly } from './0007-edits-only.js';
import { findingCounts } from './0008-finding-counts.js';
import { designations } from './0009-designations.js';
import type { StoreMigration } from './store-migration.js';

/** Every migration, oldest first. A new one is a new file and a new line here. */
export const MIGRATIONS: readonly StoreMigration[] = [
  initial,
  remediation,
  automation,
  jobs,
  watching,
  sharedScanContents,
  editsOnly,
  findingCounts,
  designations,
];
