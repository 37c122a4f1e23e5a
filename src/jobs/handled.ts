import type { JobHandler, JobName, JobPolicy } from '../workflows/jobs.js';

/** What was registered for a name. */
export interface Handled {
  readonly name: JobName;
  readonly policy: JobPolicy;
  readonly handler: JobHandler;
}
