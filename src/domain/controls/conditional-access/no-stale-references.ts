import type { ConditionalAccessPolicy } from '../../tenant/conditional-access-policy.js';
import type { Known, Observed } from '../../tenant/observed.js';
import type { DirectoryReference, TenantSnapshot } from '../../tenant/snapshot.js';
import type { Control, Evidence, Judgement } from '../control.js';
import { missingEvidence, reasonOf, tenantSubject } from '../per-account.js';
import { countOf, listNames, listReasons } from '../words.js';
import { designatedIds } from './intruders.js';
import { mayHaveExcludedAccounts } from './lost-exclusion.js';
import { REACH_PERMISSIONS } from './permissions.js';
import { policyGaps, policyPortalUrl, policySubject } from './policy-view.js';
import { byObjectId, referencesOf, staleReferencesIn, type StaleReference } from './stale-references.js';

const SOURCE = 'GET /users, GET /groups';
const EXPECTED = 'every user and group that a policy names exists';

const FATES: Readonly<Record<StaleReference['state'], string>> = {
  softDeleted: 'deleted, can still be restored',
  notFound: 'neither exists nor can be restored',
  missing: 'does not exist; whether it can be restored takes Directory.Read.All to read',
};

type References = Known<readonly DirectoryReference[]>;

function nameOf({ displayName, objectId }: StaleReference): string {
  return displayName ?? objectId;
}

function evidenceOf(stale: StaleReference, { readAt }: References): Evidence {
  const isGroup = stale.list === 'includeGroups' || stale.list === 'excludeGroups';
  return {
    source: SOURCE,
    readAt,
    expected: EXPECTED,
    actual: `${stale.list} names ${stale.objectId}: ${stale.state} (${FATES[stale.state]})`,
    object: { type: isGroup ? 'group' : 'account', id: stale.objectId, name: nameOf(stale) },
    portalUrl: policyPortalUrl(stale.policyId),
  };
}

function adviceFor(stale: readonly StaleReference[], isCritical: boolean): string {
  if (isCritical) {
    return 'The deleted group may have kept the emergency accounts out: restore it, or exclude the accounts in another way.';
  }
  return stale.some(({ state }) => state !== 'notFound')
    ? 'Restore what was deleted by mistake, and take the rest out of the policy.'
    : 'Take them out of the policy.';
}

function judgePolicy(
  policy: ConditionalAccessPolicy,
  snapshot: TenantSnapshot,
  stale: readonly StaleReference[],
  references: References,
): readonly Judgement[] {
  if (stale.length === 0) return [];
  const isCritical = mayHaveExcludedAccounts(policy, snapshot, stale);
  const designated = designatedIds(snapshot);
  const isRecreated = stale.some(({ objectId }) => designated.has(objectId.toLowerCase()));
  const note = isRecreated ? ' One of them is a designated emergency account.' : '';
  const names = listNames([...new Set(stale.map(nameOf))]);
  return [
    {
      subject: policySubject(policy),
      outcome: 'fail',
      ...(isCritical && { severity: 'critical' }),
      summary: `The policy names what is deleted or gone: ${names}.${note} ${adviceFor(stale, isCritical)}`,
      evidence: stale.map((reference) => evidenceOf(reference, references)),
    },
  ];
}

/** IDs, or what should be IDs, of which nobody looked up what they are. */
function unresolvedGap(policies: readonly ConditionalAccessPolicy[], references: References): readonly Evidence[] {
  const known = byObjectId(references.value);
  const unresolved = policies.filter((policy) =>
    referencesOf(policy).some(({ objectId }) => !known.has(objectId.toLowerCase())),
  );
  const names = listNames(unresolved.map(({ displayName }) => displayName));
  const actual = `not every entry could be looked up in ${countOf(unresolved.length, 'policy', 'policies')}: ${names}`;
  return unresolved.length === 0 ? [] : [{ source: SOURCE, readAt: references.readAt, expected: EXPECTED, actual }];
}

function referenceGaps(
  policies: readonly ConditionalAccessPolicy[],
  references: Observed<readonly DirectoryReference[]>,
): readonly Evidence[] {
  return references.known ? unresolvedGap(policies, references) : [missingEvidence(SOURCE, EXPECTED, references)];
}

function judgeUnknown(snapshot: TenantSnapshot, gaps: readonly Evidence[]): Judgement {
  return {
    subject: tenantSubject(snapshot),
    outcome: 'error',
    summary: `Cannot tell whether every user and group that a policy names exists: ${listReasons(gaps.map(reasonOf))}.`,
    evidence: gaps,
  };
}

function judgeClear(snapshot: TenantSnapshot, policies: number, { readAt }: References): Judgement {
  const subject = tenantSubject(snapshot);
  if (policies === 0) {
    return { subject, outcome: 'notApplicable', summary: 'The tenant has no Conditional Access policy.', evidence: [] };
  }
  const actual = `no stale ID in ${countOf(policies, 'policy', 'policies')}`;
  const summary = 'Every user and group that a policy names exists.';
  return { subject, outcome: 'pass', summary, evidence: [{ source: SOURCE, readAt, expected: EXPECTED, actual }] };
}

function judgeTenant(snapshot: TenantSnapshot): readonly Judgement[] {
  const policies = snapshot.policies.known ? snapshot.policies.value.policies : [];
  const { references } = snapshot;
  const gaps = [...policyGaps(snapshot), ...(snapshot.policies.known ? referenceGaps(policies, references) : [])];
  const stale = staleReferencesIn(snapshot);
  const failures = policies.flatMap((policy) =>
    references.known
      ? judgePolicy(
          policy,
          snapshot,
          stale.filter(({ policyId }) => policyId === policy.id),
          references,
        )
      : [],
  );
  if (gaps.length > 0 || !references.known) return [...failures, judgeUnknown(snapshot, gaps)];
  return failures.length > 0 ? failures : [judgeClear(snapshot, policies.length, references)];
}

/** BG-CA-08: an ID that nothing answers to any more excludes nobody, while the policy looks as if it did. */
export const noStaleReferences: Control = {
  id: 'BG-CA-08',
  title: 'No stale references',
  severity: 'medium',
  rationale: 'An exclusion of something deleted protects nobody, and hides that an account or group was made anew.',
  references: [
    'Maester MT.1038',
    'Maester MT.1066',
    'Prowler entra_conditional_access_policy_no_deleted_object_references',
  ],
  permissions: [...REACH_PERMISSIONS, 'GroupMember.Read.All'],
  licence: 'P1',
  kind: 'auto',
  fix: 'F16',
  guide: {
    baseline: 'Recommended',
    minutesToFix: 15,
    roles: ['Conditional Access Administrator'],
    expected: 'Every user, group and role that a policy includes or excludes still exists.',
    review: [
      'Read in the finding which ID of which policy nothing has any more, and whether it still lies among the deleted items.',
      'Find out in the audit log who deleted it. A deleted emergency account or exclusion group is more than untidy: it was the way in.',
    ],
    plan: [
      'Restore what was deleted by mistake. An exclusion group that carried the accounts is replaced before its ID goes.',
      'Remove an ID only after two scans at least an hour apart found nothing that has it.',
    ],
    implement: [
      'Open the policy and remove the ID under Users, Exclude. Remove nobody else.',
      'Where the policy includes something that is gone, decide whom it should reach instead.',
    ],
    verify: ['Scan again: no ID leads nowhere.', 'See that BG-CA-01 still passes for every account.'],
  },
  evaluate: judgeTenant,
};
