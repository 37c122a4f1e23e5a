/**
 * Service plans that decide what can be read of a tenant and what an account is able to do, by `servicePlanId`. Source:
 * Microsoft Entra, "Product names and service plan identifiers for licensing".
 */

/** Microsoft Entra ID P1. */
export const ENTRA_ID_P1 = '41781fb2-bc02-4b7c-bd55-b576c07bb09d';
/** Microsoft Entra ID P2. */
export const ENTRA_ID_P2 = 'eec0eb4f-6444-4f95-aba0-50c24d67f998';
/** Part of nearly every licence, Microsoft Entra ID P2 included. Its service is `exchange`, and it brings no mailbox. */
export const EXCHANGE_FOUNDATION = '113feb6c-3fe4-4440-bddc-54d774bf0318';
