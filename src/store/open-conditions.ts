import { sql, type SqlBool } from 'kysely';

/**
 * The conditions of partial indexes, word for word. Both databases compare them with the index before anything is bound, so
 * they have no parameters.
 */

/** Of drift cases: people may still have to do something about it, or have accepted it. */
export const IS_UNRESOLVED = sql<SqlBool>`state <> 'resolved'`;

/** Of alerts: nobody has explained it yet. */
export const IS_UNACKNOWLEDGED = sql<SqlBool>`state <> 'acknowledged'`;
