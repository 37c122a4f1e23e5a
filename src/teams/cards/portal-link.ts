/** The only place a card may send a person: the Microsoft Entra admin center. */

const PORTAL_ORIGIN = 'https://entra.microsoft.com';

/** `url` when it leads into the portal and nowhere else, otherwise an empty text. */
export function portalLink(url: string | undefined): string {
  if (url === undefined || !URL.canParse(url)) return '';
  const { origin, username, password, href } = new URL(url);
  return origin === PORTAL_ORIGIN && username === '' && password === '' ? href : '';
}
