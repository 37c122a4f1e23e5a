import { z } from 'zod';
import type { SignIn } from '../../domain/alerts/alert.js';
import { moment, objectId, optionalText } from './graph-schema.js';
import { parseWith, type CollectionRead } from './observe.js';
import { oldestFirst } from './oldest-first.js';
import { RESOURCES, resourceOf, type Resource } from './resources.js';

/**
 * Sign-ins of one account from a moment on. v1.0 knows interactive ones only; the others are asked for on beta, by type. A
 * record without its result or of another account makes the read malformed. Source: Microsoft Graph, signIn.
 */

const location = z.object({ city: optionalText, state: optionalText, countryOrRegion: optionalText });

function placeOf(place: z.infer<typeof location> | null | undefined): string | null {
  const parts = [place?.city, place?.state, place?.countryOrRegion].filter((part) => part);
  return parts.length === 0 ? null : parts.join(', ');
}

const record = z.object({
  id: z.string().min(1),
  userId: objectId,
  userPrincipalName: optionalText,
  createdDateTime: moment,
  status: z.object({ errorCode: z.number().int(), failureReason: optionalText }),
  appDisplayName: optionalText,
  ipAddress: optionalText,
  location: location.nullish(),
  clientAppUsed: optionalText,
  conditionalAccessStatus: optionalText,
  isInteractive: z.boolean().nullish(),
  correlationId: optionalText,
});

function toSignIn({ status, location: place, ...signIn }: z.infer<typeof record>, isInteractive: boolean): SignIn {
  return {
    ...signIn,
    ...status,
    location: placeOf(place),
    isInteractive: signIn.isInteractive ?? isInteractive,
  };
}

function readOf(
  accountId: string,
  filter: string,
  source: { readonly version: 'v1.0' | 'beta'; readonly resource: Resource; readonly isInteractive: boolean },
): CollectionRead<readonly SignIn[]> {
  const { version, resource, isInteractive } = source;
  const isTheAccount = ({ userId }: { readonly userId: string }) => userId === accountId.toLowerCase();
  const ofTheAccount = record.refine(isTheAccount, { message: 'it is about another account' });
  return {
    shape: 'collection',
    resource: resourceOf(resource, accountId),
    permission: 'AuditLog.Read.All',
    version,
    path: `/auditLogs/signIns?$filter=${encodeURIComponent(filter)}`,
    parse: parseWith(
      z.array(ofTheAccount).transform((records) =>
        oldestFirst(
          records.map((raw) => toSignIn(raw, isInteractive)),
          ({ createdDateTime }) => createdDateTime,
        ),
      ),
    ),
  };
}

function filterOf(accountId: string, since: string): string {
  return `userId eq '${accountId.replaceAll("'", "''")}' and createdDateTime ge ${since}`;
}

/** Interactive sign-ins of the account from `since` (ISO 8601 UTC) on, oldest first. */
export function readInteractiveSignIns(accountId: string, since: string): CollectionRead<readonly SignIn[]> {
  const source = { version: 'v1.0', resource: RESOURCES.signIns, isInteractive: true } as const;
  return readOf(accountId, filterOf(accountId, since), source);
}

/** Non-interactive sign-ins, for example a token that renewed itself. Beta only. */
export function readNonInteractiveSignIns(accountId: string, since: string): CollectionRead<readonly SignIn[]> {
  const filter = `${filterOf(accountId, since)} and signInEventTypes/any(t: t eq 'nonInteractiveUser')`;
  const source = { version: 'beta', resource: RESOURCES.nonInteractiveSignIns, isInteractive: false } as const;
  return readOf(accountId, filter, source);
}
