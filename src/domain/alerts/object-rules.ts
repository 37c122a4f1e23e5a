import { ACCESS_REVIEW, DIRECTORY_ROLE, type ActivityRule } from './activity-rule.js';

/**
 * Audit records about the groups and administrative units that emergency access rests on, and about the tenant's own
 * settings. Each list in the order in which it is tried. Source: the event table.
 */

export const GROUP_RULES: readonly ActivityRule[] = [
  { kind: 'E9', severity: 'critical', matches: DIRECTORY_ROLE, what: 'had a directory role changed' },
  {
    kind: 'E15',
    severity: 'high',
    matches: /\badministrative unit\b/,
    what: 'was put into or out of a protected unit',
  },
  { kind: 'E16', severity: 'high', matches: ACCESS_REVIEW, what: 'was decided on in an access review' },
  { kind: 'E10', severity: 'critical', matches: /\b(member|owner)\b/, what: 'had its members or owners changed' },
  {
    kind: 'E10',
    severity: 'critical',
    matches: /\b(update|delete|restore)\b.*\bgroup\b|\bgroup settings?\b/,
    what: 'was changed, deleted or restored',
  },
];

export const OTHER_GROUP_ACTIVITY: Omit<ActivityRule, 'matches'> = {
  kind: 'E10',
  severity: 'info',
  what: 'is named in the audit log',
};

export const UNIT_RULES: readonly ActivityRule[] = [
  {
    kind: 'E15',
    severity: 'high',
    matches: /\b(member|delete|restore|role|scoped)\b/,
    what: 'had its members or administrators changed, or was deleted',
  },
];

export const OTHER_UNIT_ACTIVITY: Omit<ActivityRule, 'matches'> = {
  kind: 'E15',
  severity: 'info',
  what: 'is named in the audit log',
};

/** Whatever its target: these change the ground that every account stands on. */
export const TENANT_RULES: readonly (ActivityRule & { readonly on: 'policy' | 'tenant' })[] = [
  // What a policy does to emergency access is judged by the next scan, which tells it as drift.
  {
    kind: 'E11',
    severity: 'info',
    matches: /\bconditional access policy\b/,
    what: 'was created, changed or deleted',
    on: 'policy',
  },
  // The keys that a strength accepts are a configuration of its combinations, and have records of their own.
  {
    kind: 'E12',
    severity: 'high',
    matches: /\bauthentication (strengths?|methods?)\b.*\b(policy|configuration)\b/,
    what: 'was changed',
    on: 'policy',
  },
  { kind: 'E13', severity: 'high', matches: /\bsecurity defaults\b/, what: 'was changed', on: 'tenant' },
  {
    kind: 'E14',
    severity: 'critical',
    matches: /\bset (domain authentication|federation settings|dirsyncenabled|password policy)\b/,
    what: 'had its authentication, federation, synchronization or password rules changed',
    on: 'tenant',
  },
  { kind: 'E19', severity: 'medium', matches: /\bnamed location\b/, what: 'was changed', on: 'tenant' },
  {
    kind: 'E22',
    severity: 'medium',
    matches: /^add app role assignment to service principal$|^consent to application$/,
    what: 'was given a permission that can break emergency access',
    on: 'tenant',
  },
];
