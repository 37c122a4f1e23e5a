import { existsSync, readFileSync } from 'node:fs';
import { describe, expect, test } from '@jest/globals';
import { known, unknown, type Observed } from '../../../src/domain/tenant/observed.js';
import type { AccountReads } from '../../../src/graph/read/second-step.js';
import { chooseScenarios } from '../../../src/graph/read/what-if-scenarios.js';
import { readWhatIfs } from '../../../src/graph/read/what-if.js';
import { parsePolicies } from '../../../src/graph/read/parse-policy.js';
import { aUser } from '../../domain/a-snapshot.js';
import { graphError, useFakeGraphs, type FakeAnswer, type FakeGraph, type Routes } from '../fake-graph.js';
import { openClient } from '../open-client.js';

const startFake = useFakeGraphs();

const READ_AT = '2026-05-01T12:00:00.000Z';
const EVALUATE = 'POST /v1.0/identity/conditionalAccess/evaluate';
const FORBIDDEN = unknown('forbidden', 'GRAPH_FORBIDDEN: no');
const guid = (index: number) => `aaaaaaaa-0000-4000-8000-${String(index).padStart(12, '0')}`;
const POLICIES = known(parsePolicies([{ id: 'p', state: 'enabled', conditions: {} }]), READ_AT);
const NO_POLICIES = known(parsePolicies([]), READ_AT);
const RESULT = { id: guid(90).toUpperCase(), displayName: 'Block', policyApplies: false, analysisReasons: 'users' };

function account(id: string, user: AccountReads['user'] = known(aUser(id), READ_AT)): AccountReads {
  return { id, user, deletedItem: known(null, READ_AT), memberships: FORBIDDEN, manager: FORBIDDEN };
}

function accounts(count: number): readonly AccountReads[] {
  return Array.from({ length: count }, (_, index) => account(guid(index + 1)));
}

function results(...value: readonly unknown[]): FakeAnswer {
  return { json: { value } };
}

interface Asked {
  readonly routes?: Routes;
  readonly of?: readonly AccountReads[];
  readonly policies?: typeof POLICIES | typeof FORBIDDEN;
}

async function ask({ routes = { [EVALUATE]: results(RESULT) }, of = accounts(1), policies = POLICIES }: Asked) {
  const fake = await startFake(routes);
  const done: string[] = [];
  const session = { client: openClient(fake), onRead: (resource: string) => done.push(resource) };
  const answers = await readWhatIfs(session, of, policies, known([], READ_AT));
  return { fake, answers, done };
}

function bodiesOf(fake: FakeGraph): readonly Record<string, Record<string, unknown>>[] {
  return fake.requestsTo(EVALUATE).map(({ body }) => JSON.parse(body) as Record<string, Record<string, unknown>>);
}

describe('the question', () => {
  test('is asked in the words of the documentation, about every policy', async () => {
    const { fake } = await ask({});
    expect(bodiesOf(fake)[0]).toEqual({
      signInIdentity: { '@odata.type': '#microsoft.graph.userSignIn', userId: guid(1) },
      signInContext: {
        '@odata.type': '#microsoft.graph.applicationContext',
        includeApplications: ['797f4846-ba00-4fd7-ba43-dac1f8f63013'],
      },
      signInConditions: {
        clientAppType: 'browser',
        devicePlatform: 'windows',
        signInRiskLevel: 'none',
        userRiskLevel: 'none',
        country: 'US',
      },
      appliedPoliciesOnly: false,
    });
  });

  test.each([
    [1, 3],
    [2, 3],
    [3, 2],
    [4, 1],
    [5, 1],
  ])('is asked of %i accounts with %i scenarios each', async (count, scenarios) => {
    expect(chooseScenarios(count)).toHaveLength(scenarios);
    const { fake } = await ask({ of: accounts(count) });
    expect(bodiesOf(fake)).toHaveLength(count * scenarios);
  });

  test('covers a client without modern authentication and a high risk where there is room for it', () => {
    const [first, second, third] = chooseScenarios(2);
    expect(first).toMatchObject({ clientAppType: 'browser', signInRiskLevel: 'none' });
    expect(second).toMatchObject({ clientAppType: 'other' });
    expect(third).toMatchObject({ signInRiskLevel: 'high', userRiskLevel: 'high' });
    expect(third?.country).not.toBe(first?.country);
  });

  test('is repeated after a refusal for too many requests, for it changes nothing', async () => {
    const busy = { status: 429, json: { error: { code: 'TooManyRequests', message: '' } } };
    const { answers } = await ask({ routes: { [EVALUATE]: [busy, results(RESULT)] } });
    expect(answers).toMatchObject([{ known: true, value: { length: 3 } }]);
  });

  test('is not asked about an account that does not exist, nor about one that was not read', async () => {
    const of = [account(guid(1), known(null, READ_AT)), account(guid(2), FORBIDDEN)];
    const { fake, answers, done } = await ask({ of });
    expect(bodiesOf(fake)).toEqual([]);
    expect(answers).toEqual([known([], READ_AT), FORBIDDEN]);
    expect(done).toHaveLength(2);
  });

  test('is not asked in a tenant without policies, and is where they could not be read', async () => {
    const without = await ask({ policies: NO_POLICIES });
    expect([without.answers, bodiesOf(without.fake)]).toEqual([[known([], READ_AT)], []]);
    expect(bodiesOf((await ask({ policies: FORBIDDEN })).fake)).toHaveLength(3);
  });
});

describe('the answer', () => {
  const answerTo = async (answer: FakeAnswer): Promise<Observed<unknown> | undefined> =>
    (await ask({ routes: { [EVALUATE]: answer } })).answers[0];

  test('is known with its scenario and with every reason that Graph gives', async () => {
    const applies = { ...RESULT, id: 'p', policyApplies: true, analysisReasons: 'notSet', times: null };
    const several = { ...RESULT, analysisReasons: 'notEnoughInformation, location' };
    expect(await answerTo(results(applies, several))).toMatchObject({
      known: true,
      value: [
        {
          scenario: { clientAppType: 'browser' },
          results: [
            { policyId: 'p', policyName: 'Block', policyApplies: true, analysisReasons: [] },
            { policyId: guid(90), policyApplies: false, analysisReasons: ['notEnoughInformation', 'location'] },
          ],
        },
        {},
        {},
      ],
    });
  });

  test.each([
    ['does not say whether a policy applies', { ...RESULT, policyApplies: undefined }],
    ['gives no reason', { ...RESULT, analysisReasons: undefined }],
    ['names no policy', { ...RESULT, id: undefined }],
  ])('that %s is malformed', async (_, damaged) => {
    expect(await answerTo(results(RESULT, damaged))).toMatchObject({ known: false, reason: 'malformed' });
  });

  test('to one question that is not known leaves the account unknown', async () => {
    const { answers } = await ask({ routes: { [EVALUATE]: [results(RESULT), graphError(400, 'BadRequest')] } });
    expect(answers).toMatchObject([{ known: false, reason: 'unavailable' }]);
  });

  test.each([
    ['without the permission, which is named', graphError(403, 'Authorization_RequestDenied'), 'Policy.Read.All'],
    ['without the licence', graphError(403, 'Forbidden', 'Your tenant is not licensed.'), 'GRAPH_NOT_LICENSED'],
  ])('is not asked for again %s', async (_, refusal, word) => {
    const { fake, answers } = await ask({ routes: { [EVALUATE]: refusal }, of: accounts(3) });
    expect(bodiesOf(fake)).toHaveLength(1);
    expect(answers).toHaveLength(3);
    for (const answer of answers) expect(answer).toHaveProperty('detail', expect.stringContaining(word));
  });

  test('that fails for one account is asked for again for the next', async () => {
    const { answers } = await ask({
      routes: { [EVALUATE]: [graphError(400, 'BadRequest'), results(RESULT)] },
      of: accounts(2),
    });
    expect(answers).toMatchObject([{ known: false }, { known: true }]);
  });
});

const EXAMPLE = '../shared/data/graph-examples/identity-conditionalAccess-evaluate.json';
const testWithExample = existsSync(EXAMPLE) ? test : test.skip;

testWithExample('the documented answer is understood', async () => {
  const json: unknown = JSON.parse(readFileSync(EXAMPLE, 'utf8'));
  const { answers } = await ask({ routes: { [EVALUATE]: { json } } });
  expect(answers).toMatchObject([{ known: true, value: [{ results: [{ policyApplies: true }, {}] }, {}, {}] }]);
});
