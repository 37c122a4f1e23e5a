import { describe, expect, test } from '@jest/globals';
import { throttleClassOf } from '../../../src/graph/client/pacing.js';
import { graphError, useFakeGraphs } from '../fake-graph.js';
import {
  ACCOUNT,
  ADA,
  ADD,
  aPolicy,
  auditOf,
  AUDITS,
  BOB,
  EVE,
  policyFake,
  POLICY_ID,
  REMOVE,
  type PolicyFake,
} from './policy-fake.js';
import { openWriter } from './writing.js';

const startFake = useFakeGraphs();

/** Reads, lets `meanwhile` happen, writes and verifies. */
async function writeAround(fake: PolicyFake, meanwhile: () => void, change = ADD, routes = fake.routes) {
  const graph = await startFake(routes);
  const writer = openWriter(graph);
  const before = await writer.readKnown(change);
  meanwhile();
  await writer.write(change, before);
  return { result: await writer.verify(change, before), writer, graph };
}

describe('an edit between the reading and the write', () => {
  test('that excluded somebody is reported with that ID, and not restored', async () => {
    const fake = policyFake([ADA]);
    const { result, graph } = await writeAround(fake, () => fake.edit([ADA, EVE], '2026-05-01T12:00:01Z'));
    expect(result).toMatchObject({ kind: 'foreignChange' });
    expect(result).toHaveProperty('detail', expect.stringContaining(`excluded ${EVE}, which the write has undone`));
    expect(graph.requests.filter(({ method }) => method === 'PATCH')).toHaveLength(1);
  });

  test('that ended an exclusion is reported with that ID', async () => {
    const fake = policyFake([ADA, BOB]);
    const { result } = await writeAround(fake, () => fake.edit([ADA], '2026-05-01T12:00:01Z'));
    expect(result).toHaveProperty('detail', expect.stringContaining(`ended the exclusion of ${BOB}`));
  });

  test('at the same moment as the write is found by its place in the log', async () => {
    const fake = policyFake([ADA]);
    const { result } = await writeAround(fake, () => fake.edit([ADA, EVE], '2026-05-01T12:00:02Z'));
    expect(result).toMatchObject({ kind: 'foreignChange' });
  });

  test('that was taken back before the write is no loss', async () => {
    const fake = policyFake([ADA]);
    const { result } = await writeAround(fake, () => {
      fake.edit([ADA, EVE], '2026-05-01T12:00:00Z');
      fake.edit([ADA], '2026-05-01T12:00:01Z');
    });
    expect(result).toEqual({ kind: 'verified' });
  });

  test('that wanted what a removal wants is no loss', async () => {
    const fake = policyFake([ADA, ACCOUNT]);
    const { result } = await writeAround(fake, () => fake.edit([ADA], '2026-05-01T12:00:01Z'), REMOVE);
    expect(result).toEqual({ kind: 'verified' });
  });
});

describe('the audit log', () => {
  test('is asked for the policy, since its last change before the reading', async () => {
    const { graph } = await writeAround(policyFake([ADA]), () => undefined);
    expect(graph.requestsTo(AUDITS).map(({ query }) => query.get('$filter'))).toEqual([
      `activityDateTime ge 2026-04-01T08:00:00.123Z and targetResources/any(t:t/id eq '${POLICY_ID}')`,
    ]);
  });

  test('may hold the edit that led to the state before', async () => {
    const fake = policyFake([ADA]);
    fake.audits = [auditOf(aPolicy([ADA]), '2026-04-01T08:00:00.9Z')];
    const { result, writer } = await writeAround(fake, () => undefined);
    expect(result).toEqual({ kind: 'verified' });
    expect(writer.warnings).toEqual([]);
  });

  test('counts among the reports when requests are paced', () => {
    expect(throttleClassOf({ method: 'GET', path: '/v1.0/auditLogs/directoryAudits' })).toBe('reports');
  });

  const UNCHECKED = [{ message: 'remediation: lost updates could not be ruled out' }];

  test('that may not be read leaves the write verified, and a warning', async () => {
    const fake = policyFake([ADA]);
    const refused = { ...fake.routes, [AUDITS]: graphError(403, 'Authorization_RequestDenied') };
    const { result, writer } = await writeAround(fake, () => undefined, ADD, refused);
    expect(result).toEqual({ kind: 'verified' });
    expect(writer.warnings).toMatchObject(UNCHECKED);
    expect(JSON.stringify(writer.warnings)).toContain('AuditLog.Read.All');
  });

  test('that does not show the write yet leaves a warning', async () => {
    const fake = policyFake([ADA]);
    const empty = { ...fake.routes, [AUDITS]: { json: { value: [] } } };
    const { result, writer } = await writeAround(fake, () => undefined, ADD, empty);
    expect(result).toEqual({ kind: 'verified' });
    expect(writer.warnings).toMatchObject(UNCHECKED);
  });

  test('that does not show the write yet still shows an edit that is lost', async () => {
    const fake = policyFake([ADA]);
    const lagging = {
      ...fake.routes,
      [AUDITS]: { json: { value: [auditOf(aPolicy([ADA, EVE]), '2026-05-01T12:00:01Z')] } },
    };
    expect((await writeAround(fake, () => undefined, ADD, lagging)).result).toMatchObject({ kind: 'foreignChange' });
  });

  test('with a cut record before the write leaves a warning', async () => {
    const fake = policyFake([ADA]);
    const cut = {
      activityDateTime: '2026-05-01T12:00:01Z',
      targetResources: [{ id: POLICY_ID, modifiedProperties: [{ newValue: '{"cond' }] }],
    };
    const { writer } = await writeAround(fake, () => {
      fake.audits = [cut];
    });
    expect(writer.warnings).toMatchObject([{ fields: { detail: 'an audit record cannot be understood' } }]);
  });
});
