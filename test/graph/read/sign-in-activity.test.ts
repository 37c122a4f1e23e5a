import { describe, expect, test } from '@jest/globals';
import type { ActivityMemory } from '../../../src/graph/read/sign-in-activity.js';
import { readSignInActivities, readSignInActivity } from '../../../src/graph/read/sign-in-activity.js';
import { observeAlone } from '../../../src/graph/read/observe.js';
import { graphError, useFakeGraphs, type Routes } from '../fake-graph.js';
import { CLOCK, openClient } from '../open-client.js';

/** When an account was used last, asked over the wire. */

const startFake = useFakeGraphs();
const ID = 'bbbbbbbb-0000-4000-8000-000000000001';
const AT = '2026-04-02T09:24:31Z';

async function answerTo(route: Routes[string]) {
  const fake = await startFake({ [`GET /v1.0/users/${ID}`]: route });
  return observeAlone(openClient(fake), readSignInActivity(ID));
}

const activity = (signInActivity?: unknown) => ({
  json: { id: ID, ...(signInActivity !== undefined && { signInActivity }) },
});

describe('the last successful sign-in', () => {
  test.each([
    ['is what Graph says', { lastSuccessfulSignInDateTime: AT, lastSignInDateTime: '2026-04-30T00:00:00Z' }, AT],
    ['is none where only attempts are known', { lastSignInDateTime: AT }, null],
    ['is none where Graph says null', { lastSuccessfulSignInDateTime: null }, null],
    ['is none where Graph says the first day of all', { lastSuccessfulSignInDateTime: '0001-01-01T00:00:00Z' }, null],
    ['is none without any activity', undefined, null],
  ])('%s', async (_, signInActivity, lastSuccessfulSignInDateTime) => {
    expect(await answerTo(activity(signInActivity))).toMatchObject({
      known: true,
      value: { lastSuccessfulSignInDateTime },
    });
  });

  test('of nobody is known and null', async () => {
    expect(await answerTo(graphError(404, 'Request_ResourceNotFound'))).toMatchObject({ known: true, value: null });
  });

  test.each([
    ['a time that is none', activity({ lastSuccessfulSignInDateTime: 'yesterday' }), 'malformed'],
    ['another user', { json: { id: ID.replace('1', '2') } }, 'malformed'],
    ['no user at all', { json: {} }, 'malformed'],
    ['a refusal', graphError(403, 'Authorization_RequestDenied'), 'forbidden'],
    ['a missing licence', graphError(403, 'Authentication_RequestFromNonPremiumTenantOrB2CTenant'), 'notLicensed'],
  ])('is unknown by %s', async (_, route, reason) => {
    expect(await answerTo(route)).toMatchObject({ known: false, reason });
  });
});

describe('scans in quick succession', () => {
  async function readTwice(route: Routes[string], secondsBetween: number) {
    const fake = await startFake({ [`GET /v1.0/users/${ID}`]: route });
    const memory: ActivityMemory = new Map();
    const client = openClient(fake);
    const session = { client, onRead: () => undefined };
    const later = { ...client, clock: { now: () => CLOCK.now() + secondsBetween * 1_000 } };
    await readSignInActivities(session, memory, [ID]);
    const [again] = await readSignInActivities({ ...session, client: later }, memory, [ID]);
    return { again, asked: client.budget.stats().count };
  }

  test.each([
    ['less than five minutes', 299, 1],
    ['five minutes', 300, 2],
  ])('after %s', async (_, seconds, asked) => {
    const result = await readTwice(activity({ lastSuccessfulSignInDateTime: AT }), seconds);
    expect(result).toMatchObject({ asked, again: { value: { lastSuccessfulSignInDateTime: AT } } });
  });

  test('ask again for what was not read', async () => {
    expect(await readTwice(graphError(403, 'Authorization_RequestDenied'), 1)).toMatchObject({ asked: 2 });
  });
});
