import { describe, expect, test } from '@jest/globals';
import { sql } from 'kysely';
import { EMPTY_CHAIN, link, verifyChain } from '../../src/domain/audit/chain.js';
import { eventOf, scanOf, snapshotOf } from './fixtures.js';
import type { StoreUnderTest } from './store-contract.js';
import { onDatabase } from './test-database.js';

function describeChain(current: () => StoreUnderTest): void {
  test('an empty log has the empty head', async () => {
    const { audit } = current().store;

    expect(await audit.head()).toEqual(EMPTY_CHAIN);
    expect(await audit.readAudit({ limit: 10 })).toEqual([]);
  });

  test('records come back byte by byte as they were linked', async () => {
    const { audit } = current().store;
    const first = eventOf('one', { details: { z: 'ä🔑', a: 1e21, nested: '{"b":1}', zero: -0 } });
    const second = eventOf('two', { actor: { kind: 'unknown' }, result: 'refused' });

    await audit.append(first);
    await audit.append(second);

    const one = link(first, EMPTY_CHAIN);
    const two = link(second, one);
    expect(await audit.readAudit({ limit: 10 })).toEqual([one, two]);
    expect(await audit.head()).toEqual({ seq: 2, hash: two.hash });
  });

  test('a hostile subject keeps the chain verifiable', async () => {
    const { audit } = current().store;

    await audit.append(eventOf('\0 \uD800 \u202E\r\n', { action: 'a\0', details: { name: '\0 \uDC00' } }));

    const records = await audit.readAudit({ limit: 10 });
    expect(verifyChain(records, await audit.head())).toMatchObject({ ok: true });
    expect(records).toMatchObject([{ subject: '\uFFFD \uFFFD \u202E\r\n' }]);
  });

  test('the log is read in pages', async () => {
    const { audit } = current().store;
    for (const subject of ['a', 'b', 'c', 'd', 'e']) await audit.append(eventOf(subject));

    const page = await audit.readAudit({ afterSeq: 1, limit: 3 });

    expect(page.map((record) => record.subject)).toEqual(['b', 'c', 'd']);
    expect(await audit.readAudit({ afterSeq: 5, limit: 3 })).toEqual([]);
  });

  test('the newest record of an action is found, as it was linked', async () => {
    const { audit } = current().store;
    const first = eventOf('one', { action: 'head.published' });
    const second = eventOf('two', { action: 'head.published' });
    for (const event of [first, second, eventOf('three')]) await audit.append(event);

    expect(await audit.findLast('head.published')).toEqual(link(second, link(first, EMPTY_CHAIN)));
    expect(await audit.findLast('head')).toBeUndefined();
  });

  test('simultaneous appends and completions make one unbroken chain', async () => {
    const { audit, scans } = current().store;
    const ids = Array.from({ length: 30 }, (_, index) => `id-${String(index)}`);

    await Promise.all(
      ids.flatMap((id) => [audit.append(eventOf(id)), scans.complete(scanOf(id), snapshotOf(), eventOf(id))]),
    );

    const records = await audit.readAudit({ limit: 100 });
    expect(records).toHaveLength(60);
    expect(verifyChain(records, await audit.head())).toEqual({ ok: true, head: await audit.head() });
  });
}

const FORBIDDEN = [
  ['an update', sql`update audit_log set subject = 'somebody else' where seq = 1`],
  ['a delete', sql`delete from audit_log where seq = 2`],
  [
    'an upsert',
    sql`insert into audit_log select * from audit_log where seq = 1 on conflict (seq) do update set hash = ''`,
  ],
] as const;

/** The same intent in each dialect's own words. */
const FORBIDDEN_IN = {
  sqlite: sql`insert or replace into audit_log select seq, at, actor, action, 'x', result, details, prev, hash from audit_log where seq = 1`,
  postgres: sql`truncate audit_log`,
} as const;

function describeAppendOnly(current: () => StoreUnderTest): void {
  async function expectRefused(statement: (typeof FORBIDDEN)[number][1]): Promise<void> {
    const { store, database } = current();
    await store.audit.append(eventOf('one'));
    await store.audit.append(eventOf('two'));
    const before = await store.audit.readAudit({ limit: 10 });
    await current().close();

    await expect(onDatabase(database, (db) => statement.execute(db))).rejects.toThrow('AUDIT_APPEND_ONLY');

    const { audit } = await current().reopen();
    expect(await audit.readAudit({ limit: 10 })).toEqual(before);
    await audit.append(eventOf('three'));
    expect(await audit.head()).toMatchObject({ seq: 3 });
  }

  test.each(FORBIDDEN)('the database refuses %s of a record and takes the next append', async (_name, statement) => {
    await expectRefused(statement);
  });

  test('the database refuses to replace or truncate and takes the next append', async () => {
    await expectRefused(FORBIDDEN_IN[current().database.dialect]);
  });
}

export function describeAuditContract(current: () => StoreUnderTest): void {
  describe('the audit log', () => {
    describeChain(current);
    describeAppendOnly(current);
  });
}
