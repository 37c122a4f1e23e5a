import type { Evidence, ScanSettings } from '../control.js';
import { missingEvidence, propertyGaps, type ResolvedAccount } from '../per-account.js';

/** What of an account points at one person. None of it is wrong by itself, and names alone say nothing. Source: BG-ACC-05. */

export const PERSONAL_EXPECTED = 'nothing that ties the account to one person';

const TEXTS = ['mobilePhone', 'jobTitle', 'department', 'employeeId'] as const;
const LISTS = ['businessPhones', 'otherMails'] as const;
const PERSONAL_METHODS: ReadonlyMap<string, string> = new Map([
  ['phone', 'a registered phone'],
  ['microsoftAuthenticator', 'Microsoft Authenticator'],
]);

function ofUser({ user }: ResolvedAccount): readonly string[] {
  return [
    ...TEXTS.filter((name) => (user[name] ?? '') !== ''),
    ...LISTS.filter((name) => user[name].some((value) => value !== '')),
  ];
}

function ofMethods({ reading: { authenticationMethods: methods } }: ResolvedAccount): readonly string[] {
  const kinds = methods.known ? methods.value.map(({ kind }) => kind) : [];
  return [...new Set(kinds)].flatMap((kind) => PERSONAL_METHODS.get(kind) ?? []);
}

/** Whether a manager is set; null while that was not read. */
export function hasManager({ reading: { manager } }: ResolvedAccount): boolean | null {
  return manager.known ? manager.value !== null : null;
}

/** The signals that were found, by Graph's names where they have one. */
export function signalsOf(account: ResolvedAccount, { allowManager }: ScanSettings): readonly string[] {
  const { namesakeIds } = account.reading;
  const hasNamesake = namesakeIds.known && namesakeIds.value.length > 0;
  return [
    ...(hasManager(account) === true && !allowManager ? ['manager'] : []),
    ...ofUser(account),
    ...(hasNamesake ? ['givenName and surname shared with another user'] : []),
    ...ofMethods(account),
  ];
}

/** What is missing to say that there are no more. */
export function signalGaps(account: ResolvedAccount, { allowManager }: ScanSettings): readonly Evidence[] {
  const { id, manager, namesakeIds, authenticationMethods: methods } = account.reading;
  const gap = (source: string, missing: Parameters<typeof missingEvidence>[2]) =>
    missingEvidence(source, PERSONAL_EXPECTED, missing);
  return [
    ...propertyGaps(account, PERSONAL_EXPECTED, [...TEXTS, ...LISTS, 'givenName', 'surname']),
    ...(manager.known || allowManager ? [] : [gap(`GET /users/${id}/manager`, manager)]),
    ...(namesakeIds.known ? [] : [gap('GET /users?$filter=givenName and surname', namesakeIds)]),
    ...(methods.known ? [] : [gap(`GET /users/${id}/authentication/methods`, methods)]),
  ];
}
