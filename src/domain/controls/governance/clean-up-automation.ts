import type { LifecycleWorkflow } from '../../tenant/governance.js';
import type { TenantSnapshot } from '../../tenant/snapshot.js';
import { judgeAttested } from '../attested.js';
import type { Control, Evidence, Judgement } from '../control.js';
import { cannotJudge, tenantSubject } from '../per-account.js';
import { countOf, listReasons } from '../words.js';
import { NO_RECORDS, type WatchRecords } from '../watch-records.js';

const CONTROL_ID = 'BG-GOV-02';
const SOURCE = 'GET /identityGovernance/lifecycleWorkflows/workflows';
const EXPECTED = 'no scheduled workflow for leavers that could choose an emergency account';

/** Runs by itself, and takes away. */
function isDangerous({ category, isEnabled, isSchedulingEnabled }: LifecycleWorkflow): boolean {
  return category.toLowerCase() === 'leaver' && isEnabled && isSchedulingEnabled;
}

function describe({ displayName, scopeRule }: LifecycleWorkflow): string {
  return `"${displayName}" for ${scopeRule === null ? 'users by a rule that Graph does not show' : `users with ${scopeRule}`}`;
}

function judgeWorkflows(snapshot: TenantSnapshot, workflows: readonly LifecycleWorkflow[], readAt: string): Judgement {
  const evidence = workflows.map((workflow): Evidence => {
    return { source: SOURCE, readAt, expected: EXPECTED, actual: describe(workflow) };
  });
  const summary = `${countOf(workflows.length, 'workflow', 'workflows')} for leavers ${workflows.length === 1 ? 'runs' : 'run'} by schedule: ${listReasons(workflows.map(describe))}. Make sure that the rule can never choose an emergency account.`;
  return { subject: tenantSubject(snapshot), outcome: 'warn', summary, evidence };
}

function judge(snapshot: TenantSnapshot, records: WatchRecords): Judgement {
  const subject = tenantSubject(snapshot);
  const { lifecycleWorkflows: workflows } = snapshot;
  if (!workflows.known && workflows.reason !== 'notLicensed') {
    return cannotJudge(subject, SOURCE, EXPECTED, workflows);
  }
  const dangerous = workflows.known ? workflows.value.filter(isDangerous) : [];
  // Scripts, connectors and other products clean up as well, and no API of the tenant shows them.
  return workflows.known && dangerous.length > 0
    ? judgeWorkflows(snapshot, dangerous, workflows.readAt)
    : judgeAttested(snapshot, records, { controlId: CONTROL_ID, subject });
}

/** BG-GOV-02: what disables unused accounts at night does not know that some are unused on purpose. */
export const cleanUpAutomation: Control = {
  id: 'BG-GOV-02',
  title: 'Clean-up automation leaves the accounts alone',
  severity: 'high',
  rationale: 'Whatever disables or deletes inactive accounts by itself finds the emergency accounts first.',
  references: ['CyberDrain CIPP issue 186', 'TrueConfig GOV-02'],
  permissions: ['LifecycleWorkflows.Read.All'],
  licence: 'Governance',
  kind: 'auto+manual',
  fix: 'human',
  guide: {
    baseline: 'Recommended',
    minutesToFix: 60,
    roles: ['Lifecycle Workflows Administrator'],
    expected: 'Nothing that disables, deletes or strips accounts by itself can choose an emergency account.',
    review: [
      'Under Identity Governance, Lifecycle workflows, open each enabled workflow for leavers and read its rule under Execution conditions.',
      'List what else cleans up: scripts for inactive users, the connector of the personnel system, synchronization jobs, management products of a service provider.',
    ],
    plan: [
      'Give each of them a condition that leaves the emergency accounts out by object ID or by an attribute that only they have.',
      'Agree with the owner of each script or product on who tells whom before the condition is changed.',
    ],
    implement: [
      'Change the rule of the workflow, and look at "Users in scope" before you save it.',
      'Change the scripts and products, run each in its test mode, and look for the accounts in what it would have done.',
    ],
    verify: [
      'Scan again: the workflow is not named any more, or its rule plainly leaves the accounts out.',
      'Send "attest" to the bot and sign for BG-GOV-02, with a link to what was checked.',
    ],
  },
  evaluate: (snapshot, _settings, records = NO_RECORDS) => [judge(snapshot, records)],
};
