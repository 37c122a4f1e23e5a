import { proposals } from './propose-remediation.js';
import type { Remediation } from './remediation.js';
import type { RemediationDependencies } from './remediation-dependencies.js';
import { reviews } from './review-remediation.js';

/** The remediation workflows as one object, for whoever drives them. */
export function remediate(deps: RemediationDependencies): Remediation {
  return { ...proposals(deps), ...reviews(deps) };
}
