import { guidFor } from './seed/ids.js';
import { COLLEAGUES, REQUESTER, SANDBOX_TENANT_ID, SECURITY_TEAM_GROUP_ID, type Person } from './seed/people.js';

/** The chat client's configuration: its people are the people of the simulated tenant. The keys are the chat client's own. */

interface ChatUser {
  readonly id: string;
  readonly name: string;
  /** Spelt so by the chat client. */
  readonly userPrincipleName: string;
  readonly aadObjectId: string;
  readonly givenName: string;
  readonly surname: string;
  readonly email: string;
}

function chatUser(person: Person): ChatUser {
  return {
    id: `29:${person.key}`,
    name: person.displayName,
    userPrincipleName: person.userPrincipalName,
    aadObjectId: person.objectId,
    givenName: person.givenName,
    surname: person.surname,
    email: person.userPrincipalName,
  };
}

/** One bot, six people, a personal chat, a group chat, and a team with one channel besides General. */
export function chatClientConfig() {
  return {
    version: '0.1.1',
    tenantId: SANDBOX_TENANT_ID,
    bot: { id: `28:${guidFor('bot:glasswatch')}`, name: 'Glasswatch' },
    currentUser: chatUser(REQUESTER),
    users: COLLEAGUES.map(chatUser),
    personalChat: { id: 'a:personal-requester' },
    groupChat: { id: '19:emergency-access@thread.v2', name: 'Emergency access' },
    team: {
      id: '19:security-general@thread.tacv2',
      name: 'Security',
      aadGroupId: SECURITY_TEAM_GROUP_ID,
      channels: [{ id: '19:security-identity@thread.tacv2', name: 'Identity' }],
    },
  };
}
