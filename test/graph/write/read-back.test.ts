import { describe, expect, test } from '@jest/globals';
import { DEFAULT_PATIENCE } from '../../../src/graph/write/read-back.js';
import { graphError, silent, useFakeGraphs } from '../fake-graph.js';
import { ACCOUNT, ADA, ADD, aPolicy, AUDITS, GET } from './policy-fake.js';
import { openWriter } from './writing.js';

const startFake = useFakeGraphs();

const OLD = { json: aPolicy([ADA]) };
const NEW = { json: aPolicy([ADA, ACCOUNT]) };
const NO_AUDITS = { [AUDITS]: { json: { value: [] } } };

describe('reading back', () => {
  test('waits, a little longer each time, until the change is visible', async () => {
    const graph = await startFake({ [GET]: [OLD, OLD, OLD, NEW], ...NO_AUDITS });
    const writer = openWriter(graph);
    expect(await writer.verify(ADD, await writer.readKnown(ADD))).toEqual({ kind: 'verified' });
    expect(writer.pauses).toEqual([10, 20]);
  });

  test('ends as not visible when patience is over', async () => {
    const writer = openWriter(await startFake({ [GET]: OLD }));
    expect(await writer.verify(ADD, await writer.readKnown(ADD))).toMatchObject({ kind: 'notVisible' });
    expect(writer.pauses).toEqual([10, 20, 30]);
  });

  test('goes on when a reading fails', async () => {
    const writer = openWriter(await startFake({ [GET]: [OLD, graphError(500, 'x'), NEW], ...NO_AUDITS }));
    expect(await writer.verify(ADD, await writer.readKnown(ADD))).toEqual({ kind: 'verified' });
  });

  test('ends as unreadable when the last reading fails', async () => {
    const writer = openWriter(await startFake({ [GET]: [OLD, graphError(403, 'x')] }));
    const result = await writer.verify(ADD, await writer.readKnown(ADD));
    expect(result).toMatchObject({ kind: 'unreadable' });
    expect(result).toHaveProperty('detail', expect.stringMatching(/^GRAPH_FORBIDDEN: /));
  });

  test('does not wait for what is certain', async () => {
    const graph = await startFake({ [GET]: [OLD, { json: aPolicy([ADA, ACCOUNT], { state: 'disabled' }) }] });
    const writer = openWriter(graph);
    expect(await writer.verify(ADD, await writer.readKnown(ADD))).toMatchObject({ kind: 'foreignChange' });
    expect(writer.pauses).toEqual([]);
  });

  test('ends with its time, without another pause, when Graph hangs', async () => {
    const writer = openWriter(await startFake({ [GET]: [OLD, silent] }), { limits: { scanBudgetMs: 100 } });
    const before = await writer.readKnown(ADD);
    expect(await writer.verify(ADD, before)).toMatchObject({ kind: 'unreadable' });
    expect(writer.pauses).toEqual([]);
  });

  test('is patient for two minutes', () => {
    expect(DEFAULT_PATIENCE.pausesMs.reduce((sum, ms) => sum + ms, 0)).toBe(120_000);
  });
});
