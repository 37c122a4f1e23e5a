import { describe, expect, test } from '@jest/globals';
import { at, OTHER_TENANT, TENANT } from './fixtures.js';
import type { StoreUnderTest } from './store-contract.js';
import { conversationOf } from './watch-fixtures.js';

export function describeConversationContract(current: () => StoreUnderTest): void {
  describe('conversations', () => {
    test('a conversation is new once', async () => {
      const { conversations } = current().store;

      expect(await conversations.remember(conversationOf('a'), at(0))).toEqual({ isNew: true });
      expect(await conversations.remember(conversationOf('a'), at(0))).toEqual({ isNew: false });
    });

    test('of many simultaneous deliveries, one finds the conversation new', async () => {
      const { conversations } = current().store;

      const answers = await Promise.all(
        Array.from({ length: 20 }, () => conversations.remember(conversationOf('a'), at(0))),
      );

      expect(answers.filter((answer) => answer.isNew)).toHaveLength(1);
    });

    test.each([
      ['a later reference replaces the one that is kept', at(6), 'offered'],
      ['an earlier reference that arrives late does not', at(4), 'kept'],
    ])('%s', async (_promise, now, expected) => {
      const { conversations } = current().store;
      await conversations.remember(conversationOf('a', { reference: 'kept' }), at(5));

      const answer = await conversations.remember(conversationOf('a', { reference: 'offered', kind: 'channel' }), now);

      expect(answer).toEqual({ isNew: false });
      expect((await conversations.findConversation('a'))?.reference).toBe(expected);
    });

    test('a reference comes back to the letter', async () => {
      const { conversations } = current().store;
      const reference = JSON.stringify({ name: '\0 \uD800 Ł 🔑 \u202E', nested: [{ a: 1.5 }] });

      await conversations.remember(conversationOf('a', { reference, kind: 'groupChat' }), at(0));

      expect(await conversations.findConversation('a')).toEqual(conversationOf('a', { reference, kind: 'groupChat' }));
    });

    test('a forgotten conversation is gone, the others stay, and it is new again later', async () => {
      const { conversations } = current().store;
      await conversations.remember(conversationOf('a'), at(0));
      await conversations.remember(conversationOf('b'), at(0));

      await conversations.forget('a');
      await conversations.forget('never there');

      expect(await conversations.findConversation('a')).toBeUndefined();
      expect(await conversations.findConversation('b')).toEqual(conversationOf('b'));
      expect(await conversations.remember(conversationOf('a'), at(1))).toEqual({ isNew: true });
    });

    test('only conversations of the tenant are listed', async () => {
      const { conversations } = current().store;
      await conversations.remember(conversationOf('b'), at(0));
      await conversations.remember(conversationOf('a'), at(1));
      await conversations.remember(conversationOf('c', { tenantId: OTHER_TENANT }), at(0));

      expect(await conversations.listConversations(TENANT)).toEqual([conversationOf('a'), conversationOf('b')]);
      expect(await conversations.listConversations('nobody')).toEqual([]);
    });

    test('conversations are there after a restart', async () => {
      await current().store.conversations.remember(conversationOf('a'), at(0));

      const { conversations } = await current().reopen();

      expect(await conversations.findConversation('a')).toEqual(conversationOf('a'));
    });
  });
}
