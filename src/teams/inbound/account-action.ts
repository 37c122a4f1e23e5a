import { z } from 'zod';

/**
 * What the buttons about designated accounts ask for: a verb, opaque IDs, and what a person typed. Whether that will do is
 * decided by the workflow; what somebody signs for is kept under the token, never in the card.
 */

const id = z.string().min(1).max(128);
const typed = z.string().max(500).default('');
const page = z.number().int().min(0).max(100_000).default(0);
const one = z.object({ id });
const signed = z.object({ token: id, note: typed });

export const ACCOUNT_ACTIONS = [
  z.object({ verb: z.literal('account.list'), data: z.object({ page }).default({}) }),
  z.object({ verb: z.literal('account.show'), data: one }),
  // Of a candidate, or typed where nothing proposes it.
  z.object({ verb: z.literal('account.form'), data: z.object({ objectId: typed, typedId: typed }) }),
  z.object({ verb: z.literal('account.designate'), data: signed }),
  z.object({ verb: z.literal('account.review'), data: one }),
  z.object({ verb: z.literal('account.confirm'), data: signed.extend({ id }) }),
  z.object({ verb: z.literal('account.withdraw'), data: one }),
  z.object({ verb: z.literal('account.removal'), data: one }),
  z.object({ verb: z.literal('account.remove'), data: signed }),
  z.object({ verb: z.literal('account.dismiss'), data: z.object({ objectId: id }) }),
] as const;

export type AccountAction = z.infer<(typeof ACCOUNT_ACTIONS)[number]>;
