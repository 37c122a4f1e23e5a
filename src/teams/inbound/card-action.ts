import { z } from 'zod';

/**
 * What a button of a card asks for. A card carries a verb and opaque IDs; whatever else arrives is dropped here, so that
 * nothing in a card can name a person or decide anything.
 */

const id = z.string().min(1).max(128);
const page = z.number().int().min(0).max(100_000);

const cardAction = z.discriminatedUnion('verb', [
  z.object({ verb: z.literal('scan.rerun') }),
  z.object({ verb: z.literal('scan.page'), data: z.object({ scanId: id, page }) }),
  z.object({ verb: z.literal('scan.finding'), data: z.object({ scanId: id, fingerprint: id, page }) }),
]);

export type CardAction = z.infer<typeof cardAction>;

const execute = z.object({
  action: z.object({ type: z.literal('Action.Execute') }).passthrough(),
  trigger: z.string().optional(),
});

/** The `value` of an `adaptiveCard/action` invoke. Undefined: no button of ours, or one of another version. */
export function parseExecute(value: unknown): CardAction | undefined {
  const outer = execute.safeParse(value);
  if (!outer.success) return undefined;
  const action = cardAction.safeParse(outer.data.action);
  // A client that refreshes a card by itself must not start anything.
  if (!action.success || (outer.data.trigger === 'automatic' && action.data.verb === 'scan.rerun')) return undefined;
  return action.data;
}

/** The `value` of a message: the same buttons on clients without Action.Execute, where the verb travels in the data. */
export function parseSubmit(value: unknown): CardAction | undefined {
  const data = z.object({ verb: z.string() }).passthrough().safeParse(value);
  if (!data.success) return undefined;
  return cardAction.safeParse({ verb: data.data.verb, data: data.data }).data;
}
