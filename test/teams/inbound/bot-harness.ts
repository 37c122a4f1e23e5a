import type { AuditEvent } from '../../../src/domain/audit/audit-event.js';
import { createBot } from '../../../src/teams/bot.js';
import type { BotOptions } from '../../../src/teams/bot-options.js';
import type { AuditHeadView, CardRenderer } from '../../../src/teams/card-renderer.js';
import type { RemediationRequest } from '../../../src/domain/approval/request.js';
import type { Conversation } from '../../../src/workflows/ports.js';
import { createFakeTime, type FakeTime } from '../../fakes/fake-time.js';
import { startFakeConnector, type FakeConnector } from '../../fakes/fake-connector.js';
import { createScanDriver, emptyReport, type ScanDriver } from './scan-driver.js';

/** The real bot on a real port, with a fake connector, a clock that stands still and a scan in the test's hands. */

export const TENANT_ID = '11111111-1111-4111-8111-111111111111';
export const FOREIGN_TENANT_ID = '99999999-9999-4999-8999-999999999999';

export interface Person {
  readonly id: string;
  readonly aadObjectId: string;
  readonly name: string;
}

export const ALEX: Person = { id: '29:alex', aadObjectId: 'aaaaaaaa-0000-4000-8000-000000000001', name: 'Alex' };
export const MEGAN: Person = { id: '29:megan', aadObjectId: 'aaaaaaaa-0000-4000-8000-000000000002', name: 'Megan' };

/** Cards that say only which they are and what they were given. */
export const PLAIN_CARDS: CardRenderer = {
  progress: (view) => ({ card: { view: 'progress', ...view }, summary: 'Scanning' }),
  report: (report, page) => ({ card: { view: 'report', scanId: report.scan.id, page }, summary: 'Result' }),
  finding: (report, fingerprint, page) =>
    fingerprint === 'missing'
      ? undefined
      : { card: { view: 'finding', scanId: report.scan.id, fingerprint, page }, summary: 'Finding' },
  matrix: (report, page) => ({ card: { view: 'matrix', scanId: report.scan.id, page }, summary: 'Matrix' }),
  history: ({ scans, page, all }) => ({
    card: { view: 'history', ids: scans.map(({ id }) => id), page, all },
    summary: 'History',
  }),
  comparison: ({ earlier, later, changes }) => ({
    card: { view: 'comparison', earlier: earlier.id, later: later.id, changes: changes.length },
    summary: 'Comparison',
  }),
  exported: ({ report, files, summary }) => ({
    card: { view: 'exported', scanId: report.scan.id, files, summary },
    summary: 'Export',
  }),
  alreadyScanning: (holder) => ({ card: { view: 'alreadyScanning', ...holder }, summary: 'Already scanning' }),
  noScanYet: () => ({ card: { view: 'noScanYet' }, summary: 'No scan yet' }),
  help: () => ({ card: { view: 'help' }, summary: 'Help' }),
  welcome: () => ({ card: { view: 'welcome' }, summary: 'Welcome' }),
  problem: (view) => ({ card: { view: 'problem', ...view }, summary: 'Problem' }),
  notice: (view) => ({ card: { view: 'notice', ...view }, summary: 'Notice' }),
  fixes: (options) => ({
    card: { view: 'fixes', fingerprints: options.map(({ fingerprint }) => fingerprint) },
    summary: 'Fixes',
  }),
  approvals: (requests) => ({ card: { view: 'approvals', ids: requests.map(({ id }) => id) }, summary: 'Approvals' }),
  request: ({ id, state }) => ({ card: { view: 'request', id, state }, summary: 'Request' }),
  confirmation: ({ id }, token) => ({ card: { view: 'confirmation', id, token }, summary: 'Confirmation' }),
  automation: ({ stopped }) => ({ card: { view: 'automation', isStopped: stopped !== null }, summary: 'Automation' }),
  stopped: ({ kind, stop }) => ({ card: { view: 'stopped', kind, byName: stop.byName }, summary: 'Stopped' }),
  auditHead: (head) => ({ card: { view: 'auditHead', ...head }, summary: 'Audit head' }),
  driftCase: ({ id, state }) => ({ card: { view: 'driftCase', id, state }, summary: 'Drift' }),
  driftDigest: (cases) => ({ card: { view: 'driftDigest', ids: cases.map(({ id }) => id) }, summary: 'Drift' }),
  alert: ({ id, state }) => ({ card: { view: 'alert', id, state }, summary: 'Alert' }),
  drill: ({ id, state }) => ({ card: { view: 'drill', id, state }, summary: 'Drill' }),
  drillForm: ({ due, drills, now }) => ({
    card: { view: 'drillForm', due: due.length, drills: drills.map(({ id }) => id), now },
    summary: 'Drills',
  }),
  reminder: (view) => ({ card: { view: 'reminder', ...view }, summary: 'Reminder' }),
  attestations: ({ attestations, now }) => ({
    card: { view: 'attestations', ids: attestations.map(({ controlId }) => controlId), now },
    summary: 'Statements',
  }),
  attestationForm: ({ controlId }) => ({ card: { view: 'attestationForm', controlId }, summary: 'Statement' }),
  subscription: (subscription) => ({
    card: { view: 'subscription', conversationId: subscription?.conversationId ?? null },
    summary: 'Subscription',
  }),
  schedule: ({ cron }) => ({ card: { view: 'schedule', cron }, summary: 'Schedule' }),
  watchStatus: ({ report, alerts, cases, trend, now }) => ({
    card: {
      view: 'watchStatus',
      scanId: report?.scan.id ?? null,
      alerts: alerts.map(({ id }) => id),
      cases: cases.map(({ id }) => id),
      trend: trend.map(({ id }) => id),
      now,
    },
    summary: 'Status',
  }),
  accounts: ({ inventory, page }) => ({
    card: { view: 'accounts', ids: inventory.entries.map(({ objectId }) => objectId), page },
    summary: 'Accounts',
  }),
  designation: ({ id, state }) => ({ card: { view: 'designation', id, state }, summary: 'Designation' }),
  designationForm: ({ token, purpose }) => ({ card: { view: 'designationForm', token, purpose }, summary: 'Form' }),
};

/** Nothing was scanned before. */
const NO_HISTORY: BotOptions['history'] = {
  list: ({ page, all }) => Promise.resolve({ scans: [], page, hasMore: false, all }),
  trend: () => Promise.resolve([]),
  compare: () => Promise.resolve(undefined),
  exportLatest: () => Promise.resolve(undefined),
};

export interface LogLine {
  readonly level: 'info' | 'warn' | 'error';
  readonly message: string;
  readonly fields: object;
}

export interface BotHarness {
  readonly url: string;
  readonly connector: FakeConnector;
  readonly time: FakeTime;
  readonly driver: ScanDriver;
  readonly auditEvents: readonly AuditEvent[];
  readonly logLines: readonly LogLine[];
  readonly conversations: ReadonlyMap<string, Conversation>;
  /** How often anything of ours ran for an admitted activity. */
  handled(): number;
  /** Posts a body as it is. */
  post(body: unknown, headers?: Readonly<Record<string, string>>): Promise<Response>;
  /** Posts a well-formed activity of Alex in a personal chat, with these fields changed. */
  send(fields: object): Promise<Response>;
  /** Tells the bot that a request has changed, as the workflow does. */
  requestChanged(request: RemediationRequest): Promise<void>;
  /** Hands the bot a request that nobody proposed in a chat. */
  postRequest(request: RemediationRequest): Promise<void>;
  postAuditHead(head: AuditHeadView): Promise<boolean>;
  /** Resolves as soon as the places of that many cards of requests are stored. */
  untilCardsRemembered(count: number): Promise<void>;
  close(): Promise<void>;
}

function createMemoryConversations() {
  const kept = new Map<string, Conversation>();
  let calls = 0;
  const store: BotOptions['conversations'] = {
    remember(conversation) {
      calls += 1;
      const isNew = !kept.has(conversation.id);
      kept.set(conversation.id, conversation);
      return Promise.resolve({ isNew });
    },
    forget(id) {
      calls += 1;
      kept.delete(id);
      return Promise.resolve();
    },
    findConversation: (id) => Promise.resolve(kept.get(id)),
    listConversations: (tenantId) =>
      Promise.resolve([...kept.values()].filter((conversation) => conversation.tenantId === tenantId)),
  };
  return { store, kept, calls: () => calls };
}

/** Where cards were posted, by request. */
function createMemoryCards() {
  const places: { readonly requestId: string; readonly conversationId: string; readonly messageId: string }[] = [];
  let changed = () => {};
  const store: BotOptions['requestCards'] = {
    rememberCard(requestId, conversationId, messageId) {
      places.push({ requestId, conversationId, messageId });
      changed();
      return Promise.resolve();
    },
    findCards: (requestId) => Promise.resolve(places.filter((place) => place.requestId === requestId)),
  };
  const untilRemembered = (count: number) =>
    new Promise<void>((resolve) => {
      changed = () => (places.length >= count ? resolve() : undefined);
      changed();
    });
  return { store, untilRemembered };
}

function createMemoryLogger() {
  const lines: LogLine[] = [];
  const at = (level: LogLine['level']) => (message: string, fields: object) =>
    void lines.push({ level, message, fields });
  return { lines, logger: { info: at('info'), warn: at('warn'), error: at('error') } };
}

/** An activity of Alex to the bot, as Teams sends it in a personal chat. */
export function activityOf(serviceUrl: string, fields: object): Readonly<Record<string, unknown>> {
  return {
    type: 'message',
    channelId: 'msteams',
    serviceUrl,
    from: ALEX,
    recipient: { id: '28:bot', name: 'Glasswatch' },
    conversation: { id: 'chat-1', conversationType: 'personal', tenantId: TENANT_ID },
    channelData: { tenant: { id: TENANT_ID } },
    ...fields,
  };
}

/** The fields of a pressed button, as the client sends them. */
export function press(verb: string, data: unknown, more: object = {}): object {
  const value = { action: { type: 'Action.Execute', verb, data }, trigger: 'manual' };
  return { type: 'invoke', name: 'adaptiveCard/action', replyToId: 'shared-card', value, ...more };
}

export async function startBot(overrides: Partial<BotOptions> = {}): Promise<BotHarness> {
  const connector = await startFakeConnector();
  const time = createFakeTime();
  const driver = createScanDriver(() => time.clock.now());
  const conversations = createMemoryConversations();
  const requestCards = createMemoryCards();
  const { lines, logger } = createMemoryLogger();
  const auditEvents: AuditEvent[] = [];
  let incidents = 0;
  const bot = createBot({
    credentials: null,
    allowedTenantId: TENANT_ID,
    startScan: driver.startScan,
    findLatestReport: () => Promise.resolve(undefined),
    findReport: (scanId) => Promise.resolve(scanId === 'scan-0' ? emptyReport(scanId) : undefined),
    history: NO_HISTORY,
    remediation: null,
    automation: null,
    watching: null,
    requestCards: requestCards.store,
    conversations: conversations.store,
    audit: { append: (event) => Promise.resolve(void auditEvents.push(event)) },
    clock: time.clock,
    ids: { next: () => `incident-${(incidents += 1)}` },
    logger,
    cards: PLAIN_CARDS,
    wait: time.wait,
    random: () => 0,
    ...overrides,
  });
  const listening = await bot.listen('127.0.0.1', 0);
  const post: BotHarness['post'] = (body, headers = {}) =>
    fetch(`${listening.url}/api/messages`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', ...headers },
      body: typeof body === 'string' ? body : JSON.stringify(body),
    });
  return {
    url: listening.url,
    connector,
    time,
    driver,
    auditEvents,
    logLines: lines,
    conversations: conversations.kept,
    handled: conversations.calls,
    post,
    send: (fields) => post(activityOf(connector.url, fields)),
    untilCardsRemembered: requestCards.untilRemembered,
    requestChanged: (request) => bot.requestChanged(request),
    postRequest: (request) => bot.postRequest(request),
    postAuditHead: (head) => bot.postAuditHead(head),
    async close() {
      await listening.close();
      await connector.close();
    },
  };
}
