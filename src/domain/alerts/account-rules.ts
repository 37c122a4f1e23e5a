import { ACCESS_REVIEW, DIRECTORY_ROLE, type ActivityRule } from './activity-rule.js';

/** Audit records whose target is an emergency account, in the order in which they are tried. Source: the event table. */

const CREDENTIAL = new RegExp(
  [
    'security info',
    'fido',
    'passkey',
    'passwordless',
    'strong authentication',
    'authentication (method|phone|email|app)',
    'authenticator',
    'phone app',
    '\\bmfa\\b',
    'windows hello',
    'temporary access pass',
    'credential',
    'certificate',
  ].join('|'),
);

export const ACCOUNT_RULES: readonly ActivityRule[] = [
  { kind: 'E5', severity: 'critical', matches: /\b(delete|restore) user\b/, what: 'was deleted or restored' },
  { kind: 'E4', severity: 'critical', matches: /\bdisable account\b/, what: 'was disabled' },
  { kind: 'E4', severity: 'high', matches: /\benable account\b/, what: 'was enabled' },
  { kind: 'E7', severity: 'critical', matches: CREDENTIAL, what: 'had an authentication method changed' },
  { kind: 'E6', severity: 'critical', matches: /\bpassword/, what: 'had its password reset or changed' },
  { kind: 'E18', severity: 'high', matches: /refresh ?token|\brevoke\b/, what: 'had its sessions revoked' },
  { kind: 'E9', severity: 'critical', matches: DIRECTORY_ROLE, what: 'had a directory role changed' },
  {
    kind: 'E15',
    severity: 'high',
    matches: /\badministrative unit\b/,
    what: 'was put into or out of a protected unit',
  },
  { kind: 'E16', severity: 'high', matches: ACCESS_REVIEW, what: 'was decided on in an access review' },
  { kind: 'E17', severity: 'high', matches: /\brisk|\bcompromised\b/, what: 'had its risk changed' },
  // The group is not one of those that emergency access rests on, but policies may reach the account through it.
  { kind: 'E10', severity: 'high', matches: /\bgroup\b/, what: 'was put into or out of a group' },
  {
    kind: 'E8',
    severity: 'high',
    matches: /\b(update|change|convert)\b.*\buser\b|\blicen[sc]e/,
    what: 'had its properties or licences changed',
  },
];

/** Anything else that touches an emergency account is worth knowing. */
export const OTHER_ACCOUNT_ACTIVITY: Omit<ActivityRule, 'matches'> = {
  kind: 'E8',
  severity: 'info',
  what: 'is named in the audit log',
};
