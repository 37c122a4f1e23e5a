import { describe, expect, test } from '@jest/globals';
import { planDigestOf } from '../../src/domain/remediation/plan.js';
import { at, eventOf, OTHER_TENANT, TENANT } from './fixtures.js';
import { automaticOf, confirmationOf, planOf, putInState, requestOf, unwritableEvent } from './request-fixtures.js';
import type { StoreUnderTest } from './store-contract.js';

const HOSTILE = `Eve\0 \uD800 \u202Egnp.exe\r\n[click](https://evil.example) \${secret} '; drop table scans; --`;
const STORED = HOSTILE.replace('\0', '\uFFFD').replace('\uD800', '\uFFFD');

function describeProposals(current: () => StoreUnderTest): void {
  test('a proposed request comes back as it was, with its steps pending, and is in the audit log', async () => {
    const { requests, audit } = current().store;

    await requests.propose(requestOf('one'), 'one', eventOf('one', { action: 'request.proposed' }));

    expect(await requests.findRequest('one')).toEqual(requestOf('one'));
    expect(await requests.findRequest('two')).toBeUndefined();
    expect(await audit.readAudit({ limit: 10 })).toMatchObject([{ action: 'request.proposed', subject: 'one' }]);
  });

  test('a plan with hostile names comes back to the letter, so that its digest still fits', async () => {
    const { requests } = current().store;
    const request = requestOf('one', { plan: planOf('one', { blastRadius: HOSTILE }), requesterName: HOSTILE });

    await requests.propose(request, 'one', eventOf('one'));

    const found = await requests.findRequest('one');
    expect(found).toEqual({ ...request, requesterName: STORED });
    expect(found && planDigestOf(found.plan)).toBe(request.planDigest);
  });

  test('a plan without steps can be proposed', async () => {
    const { requests } = current().store;
    const request = requestOf('one', { plan: planOf('one', { steps: [] }) });

    await requests.propose(request, 'one', eventOf('one'));

    expect(await requests.findRequest('one')).toEqual(request);
  });

  test('a rollback keeps which request it takes back', async () => {
    const { requests } = current().store;
    await requests.propose(requestOf('one'), 'one', eventOf('one'));

    await requests.propose(requestOf('two', { rollbackOf: 'one' }), 'two', eventOf('two'));

    expect((await requests.findRequest('two'))?.rollbackOf).toBe('one');
  });

  test('the steps of a new request are pending, whatever it says', async () => {
    const { requests } = current().store;
    const steps = requestOf('one').steps.map((step) => ({ ...step, state: 'verified' as const }));

    await requests.propose(requestOf('one', { steps }), 'one', eventOf('one'));

    expect(await requests.findRequest('one')).toEqual(requestOf('one'));
  });

  test('a proposed request cannot be executed', async () => {
    const { requests } = current().store;
    await requests.propose(requestOf('one', { authorizedBy: 'automaticMode' }), 'one', eventOf('one'));

    expect(await requests.claimExecution('one', at(1), at(2), eventOf('one'))).toBeUndefined();
  });

  test('a request that people allowed beforehand begins as approved and can be executed', async () => {
    const { requests } = current().store;

    await requests.propose(automaticOf('one'), 'one', eventOf('one'));

    expect(await requests.findRequest('one')).toEqual(automaticOf('one'));
    expect(await requests.claimExecution('one', at(1), at(2), eventOf('one'))).toMatchObject({ fence: 1 });
  });

  test.each([
    ['approved', 'review'],
    ['executing', 'automaticMode'],
    ['succeeded', 'automaticMode'],
  ] as const)('no request begins as %s, authorized by %s', async (state, authorizedBy) => {
    const { requests, audit } = current().store;

    await expect(requests.propose(automaticOf('one', { state, authorizedBy }), 'one', eventOf('one'))).rejects.toThrow(
      'REQUEST_CANNOT_BEGIN: one would begin as',
    );

    expect(await requests.findRequest('one')).toBeUndefined();
    expect(await audit.head()).toMatchObject({ seq: 0 });
  });

  test('a proposal that cannot be audited leaves nothing behind', async () => {
    const { requests } = current().store;

    await expect(requests.propose(requestOf('one'), 'one', unwritableEvent('one'))).rejects.toThrow();

    expect(await requests.findRequest('one')).toBeUndefined();
    await requests.propose(requestOf('one'), 'one', eventOf('one'));
    expect(await requests.findRequest('one')).toEqual(requestOf('one'));
  });

  test('a request is proposed once: a second proposal of its ID for something else is refused and changes nothing', async () => {
    const { requests, audit } = current().store;
    await requests.propose(requestOf('one'), 'one', eventOf('one'));

    await expect(requests.propose(requestOf('one', { requesterName: 'Eve' }), 'two', eventOf('one'))).rejects.toThrow();

    expect(await requests.findRequest('one')).toEqual(requestOf('one'));
    expect(await audit.head()).toMatchObject({ seq: 1 });
  });

  test('requests are listed by tenant and state, oldest first', async () => {
    const { store } = current();
    const { requests } = store;
    const foreign = requestOf('foreign', { plan: planOf('foreign', { tenantId: OTHER_TENANT }) });
    for (const request of [requestOf('0', { createdAt: at(5) }), requestOf('b'), requestOf('a'), foreign]) {
      await requests.propose(request, request.id, eventOf(request.id));
    }
    await putInState(store, 'denied', 'denied');
    const idsOf = async (...parameters: Parameters<typeof requests.listRequests>): Promise<readonly string[]> =>
      (await requests.listRequests(...parameters)).map((request) => request.id);

    expect(await idsOf(TENANT, ['proposed'])).toEqual(['a', 'b', '0']);
    expect(await idsOf(TENANT, ['denied', 'proposed'])).toEqual(['a', 'b', 'denied', '0']);
    expect(await idsOf(OTHER_TENANT, ['proposed'])).toEqual(['foreign']);
    expect(await idsOf(TENANT, [])).toEqual([]);
  });

  test('a listed request is whole', async () => {
    const { requests } = current().store;
    await requests.propose(requestOf('one'), 'one', eventOf('one'));

    expect(await requests.listRequests(TENANT, ['proposed'])).toEqual([requestOf('one')]);
  });

  test('requests are there after a restart', async () => {
    await current().store.requests.propose(requestOf('one'), 'one', eventOf('one'));

    const { requests } = await current().reopen();

    expect(await requests.findRequest('one')).toEqual(requestOf('one'));
  });
}

function describeConfirmations(current: () => StoreUnderTest): void {
  test('a confirmation comes back as it was opened, once', async () => {
    const { requests } = current().store;
    await requests.propose(requestOf('one'), 'one', eventOf('one'));
    await requests.openConfirmation(confirmationOf('token', 'one'));

    expect(await requests.takeConfirmation('token')).toEqual(confirmationOf('token', 'one'));
    expect(await requests.takeConfirmation('token')).toBeUndefined();
  });

  test('a token that nobody was given confirms nothing and uses no other up', async () => {
    const { requests } = current().store;
    await requests.propose(requestOf('one'), 'one', eventOf('one'));
    await requests.openConfirmation(confirmationOf('token', 'one'));

    expect(await requests.takeConfirmation('guessed')).toBeUndefined();
    expect(await requests.takeConfirmation('token')).toBeDefined();
  });

  test('of 50 who take one confirmation at once, exactly one gets it', async () => {
    const { requests } = current().store;
    await requests.propose(requestOf('one'), 'one', eventOf('one'));
    await requests.openConfirmation(confirmationOf('token', 'one'));

    const taken = await Promise.all(Array.from({ length: 50 }, () => requests.takeConfirmation('token')));

    expect(taken.filter((each) => each !== undefined)).toEqual([confirmationOf('token', 'one')]);
  });

  test('a used token cannot be opened again', async () => {
    const { requests } = current().store;
    await requests.propose(requestOf('one'), 'one', eventOf('one'));
    await requests.openConfirmation(confirmationOf('token', 'one'));
    await requests.takeConfirmation('token');

    await expect(requests.openConfirmation(confirmationOf('token', 'one'))).rejects.toThrow();

    expect(await requests.takeConfirmation('token')).toBeUndefined();
  });

  test('after a restart an unused confirmation can be taken and a used one cannot', async () => {
    const { requests } = current().store;
    await requests.propose(requestOf('one'), 'one', eventOf('one'));
    await requests.openConfirmation(confirmationOf('used', 'one'));
    await requests.openConfirmation(confirmationOf('unused', 'one'));
    await requests.takeConfirmation('used');

    const reopened = await current().reopen();

    expect(await reopened.requests.takeConfirmation('used')).toBeUndefined();
    expect(await reopened.requests.takeConfirmation('unused')).toEqual(confirmationOf('unused', 'one'));
  });
}

function describeCards(current: () => StoreUnderTest): void {
  test('every place of a card is kept once, and found for its own request only', async () => {
    const { requests } = current().store;
    await requests.propose(requestOf('one'), 'one', eventOf('one'));
    await requests.propose(requestOf('two'), 'two', eventOf('two'));

    await requests.rememberCard('one', 'channel', 'message-2');
    await requests.rememberCard('one', 'channel', 'message-1');
    await requests.rememberCard('one', 'channel', 'message-1');
    await requests.rememberCard('one', 'another', 'message-1');
    await requests.rememberCard('two', 'channel', 'message-3');

    expect(await requests.findCards('one')).toEqual([
      { conversationId: 'another', messageId: 'message-1' },
      { conversationId: 'channel', messageId: 'message-1' },
      { conversationId: 'channel', messageId: 'message-2' },
    ]);
    expect(await requests.findCards('nothing')).toEqual([]);
  });
}

export function describeRequestsContract(current: () => StoreUnderTest): void {
  describe('requests', () => {
    describeProposals(current);
  });
  describe('confirmations', () => {
    describeConfirmations(current);
  });
  describe('cards of a request', () => {
    describeCards(current);
  });
}
