import { createHash } from 'node:crypto';
import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import type { AuditEvent } from '../../../src/domain/audit/audit-event.js';
import { EMPTY_CHAIN, link, verifyChain, type AuditRecord, type ChainHead } from '../../../src/domain/audit/chain.js';

const event: AuditEvent = {
  at: '2026-01-15T12:00:00.000Z',
  actor: { kind: 'person', tenantId: 't', objectId: 'o' },
  action: 'scan.completed',
  subject: 's',
  result: 'succeeded',
  details: { verdict: 'compliant', findings: 3 },
};

/** Any UTF-16, broken surrogate pairs and NUL included. */
const text = fc.string({
  unit: fc.oneof(
    fc.constantFrom('\0', '\uD83D', '\uDD11', '"', '\\'),
    fc.nat(0xffff).map((unit) => String.fromCharCode(unit)),
  ),
});

const events: fc.Arbitrary<AuditEvent> = fc.record({
  at: fc.date({ noInvalidDate: true }).map((date) => date.toISOString()),
  actor: fc.oneof(
    fc.record({ kind: fc.constant('person' as const), tenantId: text, objectId: text }),
    fc.record({ kind: fc.constant('system' as const), name: text }),
    fc.constant({ kind: 'unknown' as const }),
  ),
  action: text,
  subject: text,
  result: fc.constantFrom('succeeded' as const, 'refused' as const, 'failed' as const),
  details: fc.dictionary(text, fc.oneof(text, fc.integer(), fc.boolean(), fc.constant(null)), { maxKeys: 3 }),
});

function chainOf(list: readonly AuditEvent[]): readonly AuditRecord[] {
  const records: AuditRecord[] = [];
  for (const each of list) records.push(link(each, records.at(-1) ?? EMPTY_CHAIN));
  return records;
}

function headOf(records: readonly AuditRecord[]): ChainHead {
  const { seq, hash } = records.at(-1) ?? EMPTY_CHAIN;
  return { seq, hash };
}

/** A chain of at least `minLength` records, and places in it. */
function chains(minLength: number): fc.Arbitrary<{ records: readonly AuditRecord[]; place: number; other: number }> {
  return fc.array(events, { minLength, maxLength: 8 }).chain((list) =>
    fc.record({
      records: fc.constant(chainOf(list)),
      place: fc.nat(list.length - 1),
      other: fc.nat(list.length - 1),
    }),
  );
}

function replaceAt(records: readonly AuditRecord[], place: number, record: AuditRecord): readonly AuditRecord[] {
  return records.map((each, index) => (index === place ? record : each));
}

function expectFault(records: readonly AuditRecord[], expectedHead?: ChainHead): void {
  expect(verifyChain(records, expectedHead)).toMatchObject({ ok: false });
}

const FIELDS = ['seq', 'at', 'actor', 'action', 'subject', 'result', 'details', 'prev', 'hash'] as const;

describe('link', () => {
  test('a record is hashed over its content and the hash before it, in a fixed form', () => {
    const record = link(event, { seq: 41, hash: 'f'.repeat(64) });

    const hashed =
      '[42,"2026-01-15T12:00:00.000Z","{\\"kind\\":\\"person\\",\\"tenantId\\":\\"t\\",\\"objectId\\":\\"o\\"}",' +
      '"scan.completed","s","succeeded","{\\"verdict\\":\\"compliant\\",\\"findings\\":3}",' +
      `"${'f'.repeat(64)}"]`;
    expect(record).toEqual({
      seq: 42,
      at: event.at,
      actor: '{"kind":"person","tenantId":"t","objectId":"o"}',
      action: 'scan.completed',
      subject: 's',
      result: 'succeeded',
      details: '{"verdict":"compliant","findings":3}',
      prev: 'f'.repeat(64),
      hash: createHash('sha256').update(hashed).digest('hex'),
    });
  });

  test('the first record of a chain has number 1 and rests on 64 zeros', () => {
    expect(link(event, EMPTY_CHAIN)).toMatchObject({ seq: 1, prev: '0'.repeat(64) });
  });

  test('no text reaches a record that a database would not give back as it was', () => {
    fc.assert(
      fc.property(events, (each) => {
        for (const value of Object.values(link(each, EMPTY_CHAIN))) {
          expect(Buffer.from(String(value)).toString()).toBe(String(value));
          expect(String(value)).not.toContain('\0');
        }
      }),
    );
  });
});

describe('verifyChain', () => {
  test('an unbroken chain is sound, with or without its head', () => {
    fc.assert(
      fc.property(fc.array(events, { maxLength: 8 }), (list) => {
        const records = chainOf(list);
        expect(verifyChain(records)).toEqual({ ok: true, head: headOf(records) });
        expect(verifyChain(records, headOf(records))).toEqual({ ok: true, head: headOf(records) });
      }),
    );
  });

  test('a chain that has grown since its head was published is sound', () => {
    fc.assert(
      fc.property(chains(1), ({ records, place }) => {
        expect(verifyChain(records, headOf(records.slice(0, place)))).toEqual({ ok: true, head: headOf(records) });
      }),
    );
  });

  test.each(FIELDS)('a change of %s in any record is detected', (field) => {
    fc.assert(
      fc.property(chains(1), text, fc.integer(), ({ records, place }, words, number) => {
        const record = records[place];
        const value = field === 'seq' ? number : words;
        fc.pre(record !== undefined && record[field] !== value);
        expectFault(replaceAt(records, place, { ...record, [field]: value }));
      }),
    );
  });

  test('a change whose own hash was recomputed is detected at the next record, or by the head', () => {
    fc.assert(
      fc.property(chains(2), events, ({ records, place }, forged) => {
        const record = records[place];
        const before = headOf(records.slice(0, place));
        const replacement = link(forged, before);
        fc.pre(record !== undefined && record.hash !== replacement.hash);
        expectFault(replaceAt(records, place, replacement), headOf(records));
      }),
    );
  });

  test('a deletion anywhere before the end is detected', () => {
    fc.assert(
      fc.property(chains(2), ({ records, place }) => {
        fc.pre(place < records.length - 1);
        expectFault(records.toSpliced(place, 1));
      }),
    );
  });

  test('a deletion with the following numbers closed up is detected', () => {
    fc.assert(
      fc.property(chains(2), ({ records, place }) => {
        fc.pre(place < records.length - 1);
        expectFault(records.toSpliced(place, 1).map((record, index) => ({ ...record, seq: index + 1 })));
      }),
    );
  });

  test('an insertion anywhere is detected, also with a fitting link, except at the open end', () => {
    fc.assert(
      fc.property(chains(1), events, ({ records, place }, forged) => {
        expectFault(records.toSpliced(place, 0, link(forged, headOf(records.slice(0, place)))));
      }),
    );
  });

  test('two records that changed places are detected', () => {
    fc.assert(
      fc.property(chains(2), ({ records, place, other }) => {
        const [one, two] = [records[place], records[other]];
        fc.pre(one !== undefined && two !== undefined && place !== other);
        expectFault(replaceAt(replaceAt(records, place, two), other, one));
      }),
    );
  });

  test('a cut tail of any length is detected when the head is known', () => {
    fc.assert(
      fc.property(chains(1), ({ records, place }) => {
        expect(verifyChain(records.slice(0, place), headOf(records))).toEqual({
          ok: false,
          seq: place + 1,
          reason: 'tailMissing',
        });
      }),
    );
  });

  test('a chain that was rebuilt as a whole differs from the published head', () => {
    fc.assert(
      fc.property(chains(1), events, ({ records, place }, forged) => {
        const rebuilt = chainOf(records.map((_, index) => (index === place ? forged : event)));
        fc.pre(headOf(rebuilt).hash !== headOf(records).hash);
        expect(verifyChain(rebuilt, headOf(records))).toEqual({
          ok: false,
          seq: records.length,
          reason: 'otherHead',
        });
      }),
    );
  });

  test('a fault names the first place where the chain is broken, and how', () => {
    const records = chainOf([event, event, event]);
    const [one, two, three] = records;
    if (!one || !two || !three) throw new Error('three records were linked');

    expect(verifyChain([one, { ...two, subject: 'x' }, three])).toEqual({ ok: false, seq: 2, reason: 'altered' });
    expect(verifyChain([one, three])).toEqual({ ok: false, seq: 2, reason: 'outOfSequence' });
    expect(verifyChain([one, link(event, { ...one, hash: 'x' }), three])).toEqual({
      ok: false,
      seq: 2,
      reason: 'brokenLink',
    });
  });
});
