import type { ApplicationPermissions } from '../../tenant/governance.js';
import type { TenantSnapshot } from '../../tenant/snapshot.js';
import type { Control, Evidence, Judgement } from '../control.js';
import { tenantSubject, whenKnown } from '../per-account.js';
import { countOf, listNames } from '../words.js';
import { kindOfPermission, REMEDIATOR_NEEDS, type PermissionKind } from './permission-kinds.js';

const SOURCE = 'GET /servicePrincipals/{id}/appRoleAssignedTo';
const EXPECTED = 'the reader only reads, and the remediator has what its plans need and no more';

type Permissions = ApplicationPermissions;

function heldBy({ grants }: Permissions, principalId: string | null): readonly string[] {
  const own = grants.filter((grant) => grant.principalId.toLowerCase() === principalId?.toLowerCase());
  return [...new Set(own.map(({ permission }) => permission))].sort();
}

function ofKind(permissions: readonly string[], kind: PermissionKind): readonly string[] {
  return permissions.filter((permission) => kindOfPermission(permission) === kind);
}

/** What is wrong with one of the bot's identities, in sentences. */
function readerProblems(permissions: Permissions): readonly string[] {
  const writing = ofKind(heldBy(permissions, permissions.readerPrincipalId), 'writes');
  return writing.length === 0
    ? []
    : [`The identity that reads can do more than read: ${listNames(writing)}. Take these permissions from it.`];
}

function remediatorProblems(permissions: Permissions): readonly string[] {
  const { remediatorPrincipalId } = permissions;
  if (remediatorPrincipalId === null) return [];
  const held = heldBy(permissions, remediatorPrincipalId);
  const excess = ofKind(held, 'writes').filter((permission) => !REMEDIATOR_NEEDS.includes(permission));
  const lacking = REMEDIATOR_NEEDS.filter((permission) => !held.includes(permission));
  return [
    ...(excess.length === 0
      ? []
      : [
          `The identity that writes has more than its plans need: ${listNames(excess)}. Take these permissions from it.`,
        ]),
    ...(lacking.length === 0
      ? []
      : [
          `The identity that writes lacks what its plans need: ${listNames(lacking)}. Grant them, or remove the identity.`,
        ]),
  ];
}

function unnamedIn(permissions: Permissions): readonly string[] {
  const { readerPrincipalId, remediatorPrincipalId } = permissions;
  return [...new Set([readerPrincipalId, remediatorPrincipalId])].flatMap((id) =>
    id === null ? [] : ofKind(heldBy(permissions, id), 'unnamed'),
  );
}

/** Other applications that can break the emergency accounts: for people to know, and no finding. */
function otherApplications({ grants, readerPrincipalId, remediatorPrincipalId }: Permissions): readonly string[] {
  const own = [readerPrincipalId, remediatorPrincipalId].map((id) => id?.toLowerCase());
  const others = grants.filter(({ principalId }) => !own.includes(principalId.toLowerCase()));
  const ids = [...new Set(others.map(({ principalId }) => principalId))].sort();
  return ids.map((id) => {
    const held = others.filter(({ principalId }) => principalId === id);
    const name = held.flatMap(({ principalName }) => principalName ?? [])[0] ?? id;
    return `${name}: ${held
      .map(({ permission }) => permission)
      .sort()
      .join(', ')}`;
  });
}

function evidenceOf(permissions: Permissions, readAt: string): readonly Evidence[] {
  const fact = (expected: string, actual: string): Evidence => ({ source: SOURCE, readAt, expected, actual });
  const own = (role: string, id: string | null) =>
    id === null ? [] : [fact(EXPECTED, `${role}: ${heldBy(permissions, id).join(', ') || 'no permission'}`)];
  return [
    ...own('reader', permissions.readerPrincipalId),
    ...own('remediator', permissions.remediatorPrincipalId),
    ...otherApplications(permissions).map((line) => fact('for information', line)),
  ];
}

function noteOnOthers(permissions: Permissions): string {
  const count = otherApplications(permissions).length;
  return count === 0
    ? ''
    : ` ${countOf(count, 'other application holds', 'other applications hold')} permissions that can break the emergency accounts: see the evidence.`;
}

function judge(snapshot: TenantSnapshot, permissions: Permissions, readAt: string): readonly Judgement[] {
  const subject = tenantSubject(snapshot);
  const evidence = evidenceOf(permissions, readAt);
  const note = noteOnOthers(permissions);
  if (permissions.readerPrincipalId === null && permissions.remediatorPrincipalId === null) {
    const summary = `The bot has no identity of its own in this tenant: none is configured, or it is signed in as a person.${note}`;
    return [{ subject, outcome: 'notApplicable', summary, evidence }];
  }
  const problems = [...readerProblems(permissions), ...remediatorProblems(permissions)];
  const unnamed = unnamedIn(permissions);
  const fail: Judgement = { subject, outcome: 'fail', summary: `${problems.join(' ')}${note}`, evidence };
  const error: Judgement = {
    subject,
    outcome: 'error',
    summary: `Cannot tell what the bot may do: Graph does not name the permissions ${listNames(unnamed)}. Look at its app registration.`,
    evidence,
  };
  const serious = [...(problems.length > 0 ? [fail] : []), ...(unnamed.length > 0 ? [error] : [])];
  if (serious.length > 0) return serious;
  return [{ subject, outcome: 'pass', summary: `The bot holds what its mode needs, and no more.${note}`, evidence }];
}

/** BG-SELF-01: a bot that watches the keys must not be a key itself. */
export const permissionsMatchMode: Control = {
  id: 'BG-SELF-01',
  title: "The bot's permissions match its mode",
  severity: 'high',
  rationale:
    'Whoever takes over an application with such permissions takes over the tenant, and this bot is one more candidate.',
  references: ['Maester MT.1050', 'Maester MT.1051'],
  permissions: ['Application.Read.All'],
  licence: 'Free',
  kind: 'meta',
  fix: 'none',
  guide: {
    baseline: 'Foundation',
    minutesToFix: 15,
    roles: ['Privileged Role Administrator', 'Cloud Application Administrator'],
    expected:
      'The identity that scans holds read permissions only; a second one that writes exists only where plans are carried out by the bot.',
    review: [
      'Under Enterprise applications, open the application of the bot and look at Permissions, Admin consent.',
      'Compare the list with docs/permissions.md, for the reader and for the remediator.',
    ],
    plan: [
      'Decide whether the bot is to write at all; without a remediator every plan ends as instructions for people.',
      'For other applications with such permissions, ask their owners what they use them for.',
    ],
    implement: [
      'Revoke what is too much under Permissions, and remove it from the app registration so that the next consent does not bring it back.',
      'Grant the remediator what it lacks, and give admin consent.',
    ],
    verify: [
      'Scan again: BG-SELF-01 passes, and no other control answers "error" because of a permission that was revoked.',
    ],
  },
  evaluate: (snapshot) =>
    whenKnown(
      snapshot.applicationPermissions,
      { subject: tenantSubject(snapshot), source: SOURCE, expected: EXPECTED },
      (permissions, readAt) => judge(snapshot, permissions, readAt),
    ),
};
