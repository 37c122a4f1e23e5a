import type { ResourceType } from '../resource-types.js';

/**
 * What a route says, before it is put on the wire: routes know the directory, and nothing of paging, `$select` or error
 * envelopes. http/render.ts turns a reply into an answer.
 */

/** One object together with its own type, which in a list of directory objects differs from item to item. */
export interface Item {
  readonly type: ResourceType;
  readonly value: object;
}

export interface EntityReply {
  readonly kind: 'entity';
  /** What follows `$metadata#`, without the selected properties and without `/$entity`. */
  readonly context: string;
  readonly item: Item;
  /** True: answered 201 instead of 200. */
  readonly created: boolean;
}

/** A write that Graph answers with 204. */
export interface DoneReply {
  readonly kind: 'done';
}

export interface CollectionReply {
  readonly kind: 'collection';
  readonly context: string;
  /** The declared type of the members. Members of another type carry `@odata.type`. */
  readonly type: ResourceType;
  readonly items: readonly Item[];
  /** Properties that `$filter` may name: `displayName`, or `targetResources/id` for the members of a list. */
  readonly filterable: readonly string[];
  /** Properties that `$orderby` may name. */
  readonly sortable: readonly string[];
  /** The `$expand` that the route has carried out. */
  readonly expanded: string | null;
  /** Graph's page size for this collection when nobody asks for another. */
  readonly pageSize: number;
}

/** The result of an action: a list of plain values. */
export interface ValuesReply {
  readonly kind: 'values';
  readonly context: string;
  readonly values: readonly string[];
}

/** What changed, and the token that stands for the state now. */
export interface DeltaReply {
  readonly kind: 'delta';
  readonly context: string;
  /** As they go on the wire. */
  readonly values: readonly object[];
  readonly token: string;
}

export interface ProblemReply {
  readonly kind: 'problem';
  readonly status: number;
  readonly code: string;
  readonly message: string;
}

export type Reply = EntityReply | CollectionReply | DeltaReply | ValuesReply | DoneReply | ProblemReply;

const DIRECTORY_PAGE_SIZE = 100;

export function entity(context: string, item: Item): EntityReply {
  return { kind: 'entity', context, item, created: false };
}

export function created(context: string, item: Item): EntityReply {
  return { kind: 'entity', context, item, created: true };
}

export const done: DoneReply = { kind: 'done' };

export function collection(
  context: string,
  type: ResourceType,
  items: readonly Item[],
  options: Partial<Pick<CollectionReply, 'filterable' | 'sortable' | 'expanded' | 'pageSize'>> = {},
): CollectionReply {
  return {
    kind: 'collection',
    context,
    type,
    items,
    filterable: [],
    sortable: [],
    expanded: null,
    pageSize: DIRECTORY_PAGE_SIZE,
    ...options,
  };
}

export function problem(status: number, code: string, message: string): ProblemReply {
  return { kind: 'problem', status, code, message };
}

export function resourceNotFound(id: string): ProblemReply {
  return problem(
    404,
    'Request_ResourceNotFound',
    `Resource '${id}' does not exist or one of its queried reference-property objects are not present.`,
  );
}

export function accessDenied(): ProblemReply {
  return problem(403, 'Authorization_RequestDenied', 'Insufficient privileges to complete the operation.');
}

export function badRequest(message: string): ProblemReply {
  return problem(400, 'Request_BadRequest', message);
}
