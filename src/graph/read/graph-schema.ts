import { z } from 'zod';

/**
 * Building blocks of the readers' schemas. Unknown keys are tolerated, for Graph adds some every month; a key that was
 * asked for and is missing is not, for an absent value must not look like "no".
 */

const GUID = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/i;

/** Whether `text` can be the ID of a directory object. Policies hold keywords in the same lists. */
export function isGuid(text: string): boolean {
  return GUID.test(text);
}

/** Object IDs compare as text here, so they get one case. Other references stay as they are. */
export function canonicalId(id: string): string {
  return isGuid(id) ? id.toLowerCase() : id;
}

/** An ID that must be there. */
export const objectId = z.string().min(1).transform(canonicalId);

/** A text that Graph may leave out or set to null, both meaning the same. */
export const optionalText = z
  .string()
  .nullish()
  .transform((text) => text ?? null);

/** `#microsoft.graph.user` → `user`. An object that does not say what it is can be any directory object. */
export const directoryKind = z
  .string()
  .min(1)
  .optional()
  .transform((type) => (type ?? 'directoryObject').replace(/^#microsoft\.graph\./, ''));

/** A moment as Graph writes it, ISO 8601 UTC: text that no clock can read would compare as neither before nor after. */
export const moment = z.string().refine((text) => text.endsWith('Z') && !Number.isNaN(Date.parse(text)), {
  message: 'it is no moment in UTC',
});
