import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { findCurrent, stateAt } from '../../../src/domain/designation/designation.js';
import {
  confirmed,
  confirmRefusal,
  expired,
  removalProposed,
  withdrawn,
  withdrawRefusal,
  type AnswerAttempt,
} from '../../../src/domain/designation/rules.js';
import { known, unknown } from '../../../src/domain/tenant/observed.js';
import { FIRST, READ_AT, STRANGER, TENANT } from '../a-snapshot.js';
import { act, ADA, aDesignation, aRemoval, BO, hours, isoHours } from './a-designation.js';

const APPROVERS = known([ADA.objectId, BO.objectId, STRANGER], READ_AT);

/** Bo, an approver, answers Ada's proposal an hour later. */
function attempt(overrides: Partial<AnswerAttempt> = {}): AnswerAttempt {
  return {
    designation: aDesignation(),
    actor: BO,
    memberIds: [],
    approvers: APPROVERS,
    now: hours(1),
    ...overrides,
  };
}

describe.each([
  ['a designation', aDesignation()],
  ['a removal', aRemoval()],
])('%s', (_what, designation) => {
  const of = (overrides: Partial<AnswerAttempt> = {}) => attempt({ designation, ...overrides });

  test('is confirmed by an approver who did not propose it', () => {
    expect(confirmRefusal(of())).toBeNull();
  });

  test.each([
    ['by who proposed it', { actor: ADA }, 'DESIGNATION_OWN_PROPOSAL'],
    [
      'by who proposed it, in another spelling',
      { actor: { ...ADA, objectId: ADA.objectId.toUpperCase() } },
      'DESIGNATION_OWN_PROPOSAL',
    ],
    ['by the account itself', { actor: { tenantId: TENANT, objectId: STRANGER } }, 'DESIGNATION_OWN_ACCOUNT'],
    ['by a user of the group', { memberIds: [BO.objectId] }, 'DESIGNATION_OWN_ACCOUNT'],
    ['by somebody who is no approver', { actor: { ...BO, objectId: FIRST } }, 'DESIGNATION_NOT_APPROVER'],
    ['by the same object ID of another tenant', { actor: { ...BO, tenantId: 'another' } }, 'DESIGNATION_NOT_APPROVER'],
    [
      'while it is not known who may',
      { approvers: unknown('forbidden', 'GRAPH_FORBIDDEN') },
      'DESIGNATION_APPROVERS_UNKNOWN',
    ],
    ['a day later', { now: hours(24) }, 'DESIGNATION_EXPIRED'],
  ])('is not confirmed %s', (_case, change, code) => {
    expect(confirmRefusal(of(change))).toBe(code);
  });

  test('is confirmed in the last moment of its day', () => {
    expect(confirmRefusal(of({ now: hours(24) - 1 }))).toBeNull();
  });

  test('is taken back by who proposed it, also when nobody knows who may approve', () => {
    expect(withdrawRefusal(of({ actor: ADA, approvers: unknown('timeout', 'GRAPH_TIMEOUT') }))).toBeNull();
  });

  test('is declined by an approver', () => {
    expect(withdrawRefusal(of())).toBeNull();
  });

  test.each([
    ['by somebody else', { actor: { ...BO, objectId: FIRST } }, 'DESIGNATION_NOT_APPROVER'],
    ['by the account itself', { actor: { tenantId: TENANT, objectId: STRANGER } }, 'DESIGNATION_OWN_ACCOUNT'],
    ['once it is over', { now: hours(24) }, 'DESIGNATION_EXPIRED'],
  ])('is not ended %s', (_case, change, code) => {
    expect(withdrawRefusal(of(change))).toBe(code);
  });
});

test.each(['confirmed', 'expired', 'withdrawn', 'removed'] as const)('what is %s waits for nobody', (state) => {
  expect(confirmRefusal(attempt({ designation: aDesignation({ state }) }))).toBe('DESIGNATION_NOT_PENDING');
});

test('whoever designated it may confirm its removal, if another person proposed that', () => {
  const removal = aRemoval({ removal: act(BO), designated: act(ADA, isoHours(-48)) });

  expect(confirmRefusal(attempt({ designation: removal, actor: ADA }))).toBeNull();
});

test('nobody confirms what they proposed or what they are, whoever they are', () => {
  const ids = [ADA.objectId, BO.objectId, FIRST, STRANGER];
  const person = fc.constantFrom(...ids).map((objectId) => ({ tenantId: TENANT, objectId }));
  fc.assert(
    fc.property(
      fc.record({ proposer: person, actor: person, subject: fc.constantFrom(...ids), isRemoval: fc.boolean() }),
      fc.uniqueArray(fc.constantFrom(...ids)),
      ({ proposer, actor, subject, isRemoval }, approvers) => {
        const proposal = { by: proposer, byName: '', note: '', at: isoHours(0) };
        const designation = isRemoval
          ? aRemoval({ objectId: subject, removal: proposal })
          : aDesignation({ objectId: subject, designated: proposal });
        const mayConfirm =
          actor.objectId !== proposer.objectId && actor.objectId !== subject && approvers.includes(actor.objectId);
        expect(confirmRefusal(attempt({ designation, actor, approvers: known(approvers, READ_AT) })) === null).toBe(
          mayConfirm,
        );
      },
    ),
    { numRuns: 10_000 },
  );
});

describe('what follows from an answer', () => {
  test('a confirmed proposal is in force, and the next version', () => {
    expect(confirmed(aDesignation(), act(BO))).toMatchObject({ state: 'confirmed', version: 2, confirmed: act(BO) });
  });

  test('a confirmed removal ends it', () => {
    expect(confirmed(aRemoval(), act(BO))).toMatchObject({ state: 'removed', version: 4, ended: act(BO) });
  });

  test('a withdrawn proposal ends, a withdrawn removal leaves it in force', () => {
    expect(withdrawn(aDesignation(), act(ADA))).toMatchObject({ state: 'withdrawn', ended: act(ADA) });
    expect(withdrawn(aRemoval(), act(ADA))).toMatchObject({ state: 'confirmed', removal: null, ended: null });
  });

  test('a proposed removal keeps who designated it', () => {
    const inForce = aDesignation({ state: 'confirmed', version: 2 });
    expect(removalProposed(inForce, act(BO))).toEqual({
      ...inForce,
      state: 'removalProposed',
      version: 3,
      removal: act(BO),
      waitsUntil: isoHours(24),
    });
  });
});

describe('time', () => {
  test('a proposal is over after a day, and so is a removal, which leaves it in force', () => {
    expect([stateAt(aDesignation(), hours(23)), stateAt(aDesignation(), hours(24))]).toEqual(['proposed', 'expired']);
    expect([stateAt(aRemoval(), hours(23)), stateAt(aRemoval(), hours(24))]).toEqual(['removalProposed', 'confirmed']);
  });

  test('a proposal of a time that nobody can read is over', () => {
    expect(stateAt(aDesignation({ designatedAt: 'soon' }), hours(0))).toBe('expired');
  });

  test('what is in force is not over', () => {
    expect(stateAt(aDesignation({ state: 'confirmed' }), hours(10_000))).toBe('confirmed');
  });

  test('only what waits has an end', () => {
    const inForce = confirmed(aDesignation(), act(BO));
    expect([inForce, removalProposed(inForce, act(BO)), expired(aRemoval())].map((one) => one.waitsUntil)).toEqual([
      null,
      isoHours(24),
      null,
    ]);
  });

  test('a proposal that runs out has expired, and a removal that does leaves it in force', () => {
    expect(expired(aDesignation())).toMatchObject({ state: 'expired', version: 2 });
    expect(expired(aRemoval())).toMatchObject({ state: 'confirmed', version: 4, removal: null });
  });

  test('an object has at most what is open or in force; what is over stands in nobody’s way', () => {
    const id = STRANGER.toUpperCase();
    expect(findCurrent([aDesignation()], id, hours(1))).toEqual(aDesignation());
    expect(findCurrent([aDesignation()], id, hours(24))).toBeUndefined();
    expect(findCurrent([aDesignation({ state: 'removed' })], id, hours(1))).toBeUndefined();
  });
});
