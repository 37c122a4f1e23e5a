import type { Kysely } from 'kysely';
import type { RequestStore } from '../workflows/ports.js';
import type { StoreDialect } from './dialect.js';
import { claimExecution, finishExecution, listAbandoned } from './execution-lease.js';
import { findImage, recordStep } from './execution-steps.js';
import { findCards, rememberCard } from './request-cards.js';
import { openConfirmation, takeConfirmation } from './request-confirmation.js';
import { findNewestFor } from './request-key.js';
import { proposeRequest } from './request-proposal.js';
import { findRequest, listAutomatic, listRequests } from './request-reading.js';
import { reviewRequest, settleRequest } from './request-state.js';
import type { Schema } from './schema.js';

/** The requests' queries, gathered: how one comes into being, is read, and moves on is in the files beside this one. */

export function requestRepository(db: Kysely<Schema>, dialect: StoreDialect): RequestStore {
  return {
    propose: (request, openKey, event) => proposeRequest(db, dialect, request, openKey, event),
    findRequest: (id) => findRequest(db, id),
    findNewestFor: (tenantId, openKey) => findNewestFor(db, tenantId, openKey),
    listRequests: (tenantId, states) => listRequests(db, tenantId, states),
    openConfirmation: (confirmation) => openConfirmation(db, confirmation),
    takeConfirmation: (token) => takeConfirmation(db, token),
    review: (review, version, state, event) => reviewRequest(db, dialect, review, version, state, event),
    settle: (id, version, state, outcome, event) => settleRequest(db, dialect, { id, version, state, outcome }, event),
    claimExecution: (id, now, leaseUntil, intent) => claimExecution(db, dialect, { id, now, leaseUntil }, intent),
    recordStep: (lease, step, image, now) => recordStep(db, lease, step, image, now),
    findImage: (requestId, index) => findImage(db, requestId, index),
    finishExecution: (lease, state, outcome, event) => finishExecution(db, dialect, { lease, state, outcome }, event),
    listAutomatic: (tenantId, since) => listAutomatic(db, tenantId, since),
    listAbandoned: (tenantId, now) => listAbandoned(db, tenantId, now),
    rememberCard: (requestId, conversationId, messageId) => rememberCard(db, { requestId, conversationId, messageId }),
    findCards: (requestId) => findCards(db, requestId),
  };
}
