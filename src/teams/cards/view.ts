/**
 * The shape of what a template is given. Texts, lists of such objects, and booleans for `$when`; a number only where an
 * action's data wants one. Anything else would replace a whole node of the card when it is expanded.
 */

export type ViewValue = string | boolean | number | readonly View[];
export interface View {
  readonly [name: string]: ViewValue;
}

/** Makes text from the tenant or a person fit for a card, at most about `length` characters long. */
export type Cut = (text: string, length: number) => string;
