import { guidFor } from './ids.js';

/**
 * The people who can chat with the bot in the sandbox: users of the simulated tenant and users of the chat client's
 * configuration at once, so that a click in the chat is a click of somebody the tenant knows.
 */

export interface Person {
  /** Key of the person in the seed. */
  readonly key: string;
  readonly objectId: string;
  readonly givenName: string;
  readonly surname: string;
  readonly displayName: string;
  readonly userPrincipalName: string;
  readonly jobTitle: string;
  readonly department: string;
}

export const CUSTOM_DOMAIN = 'contoso.com';

function person(key: string, displayName: string, jobTitle: string, department: string): Person {
  const [givenName = '', surname = ''] = displayName.split(' ');
  return {
    key,
    objectId: guidFor(`user:${key}`),
    givenName,
    surname,
    displayName,
    userPrincipalName: `${givenName}.${surname}@${CUSTOM_DOMAIN}`.toLowerCase(),
    jobTitle,
    department,
  };
}

/** The person who sits at the chat client. Asks for changes, and may not approve them. */
export const REQUESTER = person('requester', 'Riley Carter', 'Identity Administrator', 'Identity and Access');

/** The other five. The chat client wants exactly five. */
export const COLLEAGUES: readonly [Person, Person, Person, Person, Person] = [
  person('approver-1', 'Avery Lindqvist', 'Director of IT', 'Information Technology'),
  person('approver-2', 'Blake Osei', 'Chief Information Security Officer', 'Security'),
  person('security-reader', 'Priya Raman', 'Security Analyst', 'Security'),
  person('auditor', 'Jonas Weber', 'Internal Auditor', 'Audit'),
  person('helpdesk', 'Mina Park', 'Service Desk Specialist', 'Information Technology'),
];

export const APPROVERS: readonly Person[] = COLLEAGUES.slice(0, 2);
export const PEOPLE: readonly Person[] = [REQUESTER, ...COLLEAGUES];

/** The tenant that these people belong to, in the directory and in the chat. */
export const SANDBOX_TENANT_ID = guidFor('tenant:contoso');

/** The group behind the chat client's team. */
export const SECURITY_TEAM_GROUP_ID = guidFor('group:security-team');

/** The group "Emergency access approvers": exactly the two people who may approve changes. */
export const sandboxApproversGroupId = guidFor('group:emergency-access-approvers');
