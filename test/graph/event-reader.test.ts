import { describe, expect, test } from '@jest/globals';
import { createEventReader } from '../../src/graph/event-reader.js';
import type { GraphLimits } from '../../src/graph/limits.js';
import { graphError, silent, useFakeGraphs, type FakeAnswer, type FakeGraph } from './fake-graph.js';
import { CLOCK, FAST, tokens } from './open-client.js';

const startFake = useFakeGraphs();

const NORTH = 'aaaaaaaa-0000-4000-8000-000000000001';
const ADMIN = 'bbbbbbbb-0000-4000-8000-000000000002';
const SINCE = '2026-05-01T11:00:00.000Z';
const AUDITS = 'GET /v1.0/auditLogs/directoryAudits';
const SIGN_INS = 'GET /v1.0/auditLogs/signIns';
const BETA_SIGN_INS = 'GET /beta/auditLogs/signIns';
const NO_PREMIUM = graphError(403, 'Authentication_RequestFromNonPremiumTenantOrB2CTenant');
const TOO_MANY: FakeAnswer = { ...graphError(429, 'TooManyRequests'), headers: { 'Retry-After': '0' } };

function rawAudit(id: string, changes: object = {}) {
  return {
    id,
    category: 'UserManagement',
    correlationId: 'c',
    result: 'success',
    activityDisplayName: 'Disable account',
    activityDateTime: '2026-05-01T11:30:00.1234567Z',
    initiatedBy: {
      user: {
        id: ADMIN.toUpperCase(),
        displayName: null,
        userPrincipalName: 'riley@contoso.com',
        ipAddress: '192.0.2.1',
      },
      app: null,
    },
    targetResources: [{ id: NORTH.toUpperCase(), type: 'User', displayName: 'North', modifiedProperties: [] }],
    ...changes,
  };
}

function rawSignIn(id: string, changes: object = {}) {
  return {
    id,
    createdDateTime: '2026-05-01T11:30:00Z',
    userId: NORTH.toUpperCase(),
    userPrincipalName: 'north@contoso.com',
    appDisplayName: 'Azure Portal',
    ipAddress: '192.0.2.44',
    clientAppUsed: 'Browser',
    correlationId: 'c',
    conditionalAccessStatus: 'notApplied',
    isInteractive: true,
    status: { errorCode: 0, failureReason: null, additionalDetails: null },
    location: { city: 'Stockholm', state: '', countryOrRegion: 'SE' },
    ...changes,
  };
}

function list(...value: readonly unknown[]): FakeAnswer {
  return { json: { value } };
}

function open(graph: Pick<FakeGraph, 'origin'>, limits: Partial<GraphLimits> = {}) {
  return createEventReader({ endpoint: graph.origin, tokens, clock: CLOCK, limits: { ...FAST, ...limits } });
}

async function readAudits(answer: FakeAnswer | readonly FakeAnswer[], limits: Partial<GraphLimits> = {}) {
  const graph = await startFake({ [AUDITS]: answer });
  return { graph, reading: await open(graph, limits).readDirectoryAudits(SINCE) };
}

async function readSignIns(v1: FakeAnswer | readonly FakeAnswer[], beta: FakeAnswer | readonly FakeAnswer[] = list()) {
  const graph = await startFake({ [SIGN_INS]: v1, [BETA_SIGN_INS]: beta });
  return { graph, reading: await open(graph, { callTimeoutMs: 200 }).readSignIns(NORTH, SINCE) };
}

describe('the audit log', () => {
  test('is asked for from a moment on, oldest first, at low priority', async () => {
    const { graph } = await readAudits(list());
    const [request] = graph.requests;
    expect([request?.query.get('$filter'), request?.query.get('$orderby')]).toEqual([
      `activityDateTime ge ${SINCE}`,
      'activityDateTime',
    ]);
    expect(request?.headers['x-ms-throttle-priority']).toBe('low');
  });

  test('says what happened to what by whom, IDs in lower case', async () => {
    const { reading } = await readAudits(list(rawAudit('1')));
    expect(reading).toEqual({
      known: true,
      readAt: '2026-05-01T12:00:00.000Z',
      value: [
        {
          id: '1',
          activityDateTime: '2026-05-01T11:30:00.1234567Z',
          activityDisplayName: 'Disable account',
          category: 'UserManagement',
          result: 'success',
          correlationId: 'c',
          actor: {
            kind: 'user',
            objectId: ADMIN,
            name: 'riley@contoso.com',
            application: null,
            ipAddress: '192.0.2.1',
            at: '2026-05-01T11:30:00.1234567Z',
            activity: 'Disable account',
            correlationId: 'c',
            auditId: '1',
          },
          targets: [{ id: NORTH, kind: 'User', displayName: 'North', modifiedProperties: [] }],
        },
      ],
    });
  });

  test.each([
    [
      'an application',
      { user: null, app: { servicePrincipalId: ADMIN, displayName: 'Sync' } },
      'app',
      ADMIN,
      'Sync',
      'Sync',
    ],
    [
      'a person with an application',
      { user: { id: ADMIN, userPrincipalName: 'r@c' }, app: { displayName: 'Portal' } },
      'user',
      ADMIN,
      'r@c',
      'Portal',
    ],
    [
      'empty names',
      { user: { id: '', userPrincipalName: '' }, app: { displayName: 'Sync' } },
      'app',
      null,
      'Sync',
      'Sync',
    ],
    ['nobody', { user: null, app: null }, 'unknown', null, 'somebody the log does not name', null],
    ['nothing', null, 'unknown', null, 'somebody the log does not name', null],
  ])('names %s as the actor', async (_, initiatedBy, kind, objectId, name, application) => {
    const { reading } = await readAudits(list(rawAudit('1', { initiatedBy })));
    const actor = reading.known ? reading.value[0]?.actor : undefined;
    expect(actor).toMatchObject({ kind, objectId, name, application });
  });

  test('is put in order, whatever order it comes in', async () => {
    const later = rawAudit('2', { activityDateTime: '2026-05-01T11:40:00Z' });
    const { reading } = await readAudits(list(later, rawAudit('1')));
    expect(reading.known && reading.value.map(({ id }) => id)).toEqual(['1', '2']);
  });

  test('is read to the last page, and incomplete where there are more pages than the cap', async () => {
    const graph: FakeGraph = await startFake({
      [AUDITS]: ({ query }) => {
        const page = Number(query.get('$skiptoken') ?? 1);
        const more = page < 3 && {
          '@odata.nextLink': `${graph.origin}/v1.0/auditLogs/directoryAudits?$skiptoken=${page + 1}`,
        };
        return { json: { value: [rawAudit(String(page))], ...more } };
      },
    });
    const whole = await open(graph, { maxPages: 3 }).readDirectoryAudits(SINCE);
    expect(whole.known && whole.value.map(({ id }) => id)).toEqual(['1', '2', '3']);
    expect(await open(graph, { maxPages: 2 }).readDirectoryAudits(SINCE)).toMatchObject({
      known: false,
      reason: 'incomplete',
    });
  });

  test('is asked again after a 429', async () => {
    const { graph, reading } = await readAudits([TOO_MANY, list(rawAudit('1'))]);
    expect([reading.known, graph.requests.length]).toEqual([true, 2]);
  });

  test('waits for a slot in the class of reports, across calls of one reader', async () => {
    const graph = await startFake({ [AUDITS]: list() });
    const reader = open(graph, { reportsPer10s: 1, reportsWindowMs: 150 });
    await reader.readDirectoryAudits(SINCE);
    await reader.readDirectoryAudits(SINCE);
    const [first, second] = graph.requests.map(({ at }) => at);
    expect((second ?? 0) - (first ?? 0)).toBeGreaterThanOrEqual(150);
  });

  test.each<[string, FakeAnswer, string, string]>([
    ['Graph refuses', graphError(403, 'Authorization_RequestDenied'), 'forbidden', 'AuditLog.Read.All'],
    ['Graph keeps throttling', TOO_MANY, 'throttled', 'GRAPH_THROTTLED'],
    ['Graph does not answer', silent, 'timeout', 'GRAPH_'],
    ['there is no list', { json: {} }, 'malformed', 'auditLogs/directoryAudits'],
    ['a record has no ID', list(rawAudit('1'), rawAudit('2', { id: undefined })), 'malformed', '1.id'],
    ['a record has no time', list(rawAudit('1', { activityDateTime: 'soon' })), 'malformed', '0.activityDateTime'],
    [
      'a record has no activity',
      list(rawAudit('1', { activityDisplayName: null })),
      'malformed',
      'activityDisplayName',
    ],
    ['a record has no targets', list(rawAudit('1', { targetResources: undefined })), 'malformed', 'targetResources'],
    ['a record has no initiator', list(rawAudit('1', { initiatedBy: undefined })), 'malformed', 'initiatedBy'],
  ])('is not known when %s', async (_, answer, reason, named) => {
    const { reading } = await readAudits(answer, { callTimeoutMs: 200, scanBudgetMs: 400 });
    expect(reading).toMatchObject({ known: false, reason });
    expect(reading.known ? '' : reading.detail).toContain(named);
  });

  test('a record without targets, as Graph may write it, is one', async () => {
    const { reading } = await readAudits(list(rawAudit('1', { targetResources: null })));
    expect(reading).toMatchObject({ known: true, value: [{ id: '1', targets: [] }] });
  });

  test('a call ends with its own budget, and the next has another', async () => {
    const graph = await startFake({ [AUDITS]: [silent, list()] });
    const reader = open(graph, { callTimeoutMs: 5_000, scanBudgetMs: 150 });
    expect(await reader.readDirectoryAudits(SINCE)).toMatchObject({ known: false, reason: 'timeout' });
    expect(await reader.readDirectoryAudits(SINCE)).toMatchObject({ known: true });
  });
});

describe('the sign-ins of an account', () => {
  test('are asked for by account and moment, the non-interactive ones on beta by type', async () => {
    const { graph } = await readSignIns(list());
    const filter = `userId eq '${NORTH}' and createdDateTime ge ${SINCE}`;
    expect(graph.requests.map(({ path, query }) => [path, query.get('$filter')])).toEqual([
      ['/v1.0/auditLogs/signIns', filter],
      ['/beta/auditLogs/signIns', `${filter} and signInEventTypes/any(t: t eq 'nonInteractiveUser')`],
    ]);
    expect(graph.requests.map(({ headers }) => headers['x-ms-throttle-priority'])).toEqual(['low', 'low']);
  });

  test('say who, when, with what result, and from where', async () => {
    const { reading } = await readSignIns(list(rawSignIn('1')));
    expect(reading).toEqual({
      known: true,
      readAt: '2026-05-01T12:00:00.000Z',
      value: [
        {
          id: '1',
          userId: NORTH,
          userPrincipalName: 'north@contoso.com',
          createdDateTime: '2026-05-01T11:30:00Z',
          errorCode: 0,
          failureReason: null,
          appDisplayName: 'Azure Portal',
          ipAddress: '192.0.2.44',
          location: 'Stockholm, SE',
          clientAppUsed: 'Browser',
          conditionalAccessStatus: 'notApplied',
          isInteractive: true,
          correlationId: 'c',
        },
      ],
    });
  });

  test('of both kinds come together, oldest first, each once', async () => {
    const earlier = { createdDateTime: '2026-05-01T11:20:00Z', isInteractive: null };
    const { reading } = await readSignIns(list(rawSignIn('1')), list(rawSignIn('1'), rawSignIn('2', earlier)));
    expect(reading.known && reading.value.map(({ id, isInteractive }) => [id, isInteractive])).toEqual([
      ['2', false],
      ['1', true],
    ]);
  });

  test.each<[string, FakeAnswer]>([
    ['is refused', graphError(403, 'Authorization_RequestDenied')],
    ['fails', graphError(400, 'BadRequest')],
    ['is not what Graph documents', list({ id: '1' })],
  ])('are known without the non-interactive ones when beta %s, and the detail says so', async (_, beta) => {
    const { reading } = await readSignIns(list(rawSignIn('1')), beta);
    expect(reading).toMatchObject({ known: true, value: [{ id: '1' }] });
    expect(reading.detail).toContain('beta, non-interactive');
    const { reading: whole } = await readSignIns(list(rawSignIn('1')), list());
    expect(whole.detail).toBeUndefined();
  });

  test.each<[string, FakeAnswer, string, string]>([
    ['without P1', NO_PREMIUM, 'notLicensed', 'GRAPH_NOT_LICENSED'],
    ['when Graph refuses', graphError(403, 'Authorization_RequestDenied'), 'forbidden', 'AuditLog.Read.All'],
    ['when Graph keeps throttling', TOO_MANY, 'throttled', 'GRAPH_THROTTLED'],
    ['when Graph does not answer', silent, 'timeout', 'GRAPH_TIMEOUT'],
    ['when one has no result', list(rawSignIn('1'), rawSignIn('2', { status: null })), 'malformed', '1.status'],
    ['when one has no error code', list(rawSignIn('1', { status: { errorCode: null } })), 'malformed', 'errorCode'],
    ['when one is of another account', list(rawSignIn('1', { userId: ADMIN })), 'malformed', 'another account'],
  ])('are not known %s, and beta is not asked', async (_, answer, reason, named) => {
    const { graph, reading } = await readSignIns(answer);
    expect(reading).toMatchObject({ known: false, reason });
    expect(reading.detail).toContain(named);
    expect(graph.requestsTo(BETA_SIGN_INS)).toEqual([]);
  });
});

test('an endpoint that is neither Microsoft’s nor loopback is refused', () => {
  expect(() => open({ origin: 'https://graph.example.com' })).toThrow('GRAPH_ENDPOINT');
});
