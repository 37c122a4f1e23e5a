import type { BotConfig } from '../config.js';
import { nameToType } from '../domain/approval/review-rules.js';
import { controlById } from '../domain/controls/index.js';
import { approvalsNeeded } from '../domain/remediation/plan.js';
import { startChatClient } from '../sandbox/chat-client.js';
import type { Bot } from '../teams/bot-options.js';
import type { Jobs, Transaction } from '../workflows/jobs.js';
import { noteDeliveries } from '../workflows/note-deliveries.js';
import { noteDeadConversations, noteRemovals } from '../workflows/note-lost-conversations.js';
import { readWatchRecords } from '../workflows/read-watch-records.js';
import { scanHistory } from '../workflows/scan-history.js';
import { readAcceptances, scanReports } from '../workflows/scan-reports.js';
import { scanTenant } from '../workflows/scan-tenant.js';
import { logAuditHead, publishAuditHead } from './audit-head.js';
import { createLogger } from './logger.js';
import { openStore } from './open-store.js';
import { openRemediation, type OpenRemediation } from './remediation.js';
import { openDesignations } from './designations.js';
import { reportFolderFor } from './report-folder.js';
import { topicRenderer } from './topics.js';
import { VERSION } from './version.js';
import { clock, configuredIds, ids, openRealTenant, openSandbox, type SimulatedGraph } from './watched-tenant.js';
import { createJobs, openWatching, type OpenWatching } from './watching.js';

/** The bot: store, tenant, workflows, endpoint, and in the sandbox the chat client. */

export interface RunningBot {
  /** Where activities are posted. */
  readonly endpoint: string;
  /** Where to chat with the bot; undefined without the chat client. */
  readonly chatUrl: string | undefined;
  /** Null outside the sandbox. */
  readonly simulated: SimulatedGraph | null;
  close(): Promise<void>;
}

export interface StartOptions {
  /** The chat client's port; undefined leaves it out. The chat client runs in the sandbox only. */
  readonly playgroundPort: number | undefined;
}

/** Starts the bot, and in the sandbox the simulated tenant and the chat client. Rejects with a coded message; nothing stays open then. */
export async function composeBot(config: BotConfig, options: StartOptions): Promise<RunningBot> {
  const opened: { close(): Promise<unknown> }[] = [];
  const closeAll = async () => {
    for (const part of opened.reverse().splice(0)) await part.close();
  };
  try {
    const { target } = config;
    const logger = createLogger(config.logLevel);
    // The chat SDKs take a second to load; the other commands share compose.ts and do without them.
    const [{ createBot }, { createCardRenderer }] = await Promise.all([
      import('../teams/bot.js'),
      import('../teams/cards/index.js'),
    ]);
    // What is told wakes the delivery, in the transaction that tells it: the jobs live in the store's own database.
    // Two keys in turn: while one delivery ends, what is told must not be taken for its twin and dropped.
    const waking: { jobs: Jobs | undefined; turn: number } = { jobs: undefined, turn: 0 };
    const store = await openStore(config.store, {
      onTold: async (transaction) =>
        waking.jobs?.enqueue(
          'deliver',
          {},
          { singletonKey: `told ${(waking.turn += 1) % 2}`, transaction: transaction as Transaction },
        ),
    });
    opened.push(store);
    const jobs = createJobs(config, store, logger);
    waking.jobs = jobs;
    const tenant =
      target.kind === 'sandbox' ? await openSandbox() : openRealTenant(target.graph, { ...target, log: logger });
    opened.push(tenant);
    const reading = { tenantId: tenant.tenantId, scans: store.scans, drift: store.drift, clock };
    const designating = openDesignations({
      tenant,
      store,
      configured: configuredIds(config.emergencyAccounts, tenant),
      changed: () => watching.scanSoon(),
    });
    const startScan = scanTenant({
      reader: tenant.reader,
      scans: store.scans,
      clock,
      ids,
      tenantId: tenant.tenantId,
      accounts: designating.accounts,
      settings: config.settings,
      version: VERSION,
      acceptances: () => readAcceptances(reading),
      records: () => readWatchRecords({ tenantId: tenant.tenantId, ...store, clock }),
      completed: (scan) => {
        watching.scanned(scan);
        remediation?.followUp(scan);
      },
    });
    // The bot needs the workflows, and the workflows show their requests through the bot.
    const shown: { bot: Pick<Bot, 'requestChanged' | 'postRequest' | 'postAuditHead' | 'deliverDue'> | undefined } = {
      bot: undefined,
    };
    const remediation: OpenRemediation | null = openRemediation({
      tenant,
      store,
      startScan,
      accounts: designating.accounts,
      logger,
      requestChanged: async (request) => shown.bot?.requestChanged(request),
      postRequest: async (request) => shown.bot?.postRequest(request),
    });
    if (remediation) opened.push(remediation);
    const cards = createCardRenderer({ controlTitle: (id) => controlById(id)?.title, approvalsNeeded, nameToType });
    const watching: OpenWatching = openWatching({
      config,
      tenant,
      store,
      jobs,
      startScan,
      accountIds: designating.accountIds,
      expireDesignations: () => designating.expire(),
      logger,
      deliverDue: (signal) => shown.bot?.deliverDue(signal) ?? Promise.resolve(),
      publishAuditHead: () =>
        publishAuditHead({
          audit: store.audit,
          post: (head) => shown.bot?.postAuditHead(head) ?? Promise.resolve(false),
          clock,
          logger,
        }),
    });
    opened.push(watching);
    const watched = { ...watching.deps, conversations: store.conversations };
    const reports = scanReports(reading);
    const bot = createBot({
      credentials: target.kind === 'sandbox' ? null : target.bot,
      allowedTenantId: tenant.tenantId,
      startScan,
      ...reports,
      history: scanHistory({
        ...reading,
        audit: store.audit,
        folder: reportFolderFor(config.store, config.dataFolder),
      }),
      conversations: noteRemovals(store.conversations, watched),
      audit: store.audit,
      clock,
      ids,
      logger,
      cards,
      remediation: remediation?.remediation ?? null,
      automation: remediation?.automation ?? null,
      watching: watching.watching,
      designations: designating.designations,
      announcements: {
        outbox: noteDeadConversations(noteDeliveries(store.outbox, watched), watched),
        render: topicRenderer(store, reports, watching.deps, cards),
      },
      requestCards: store.requests,
    });
    shown.bot = bot;
    const listening = await bot.listen(config.host, config.port);
    opened.push(listening);
    await logAuditHead({ audit: store.audit, logger });
    remediation?.startRecovery();
    await watching.start();
    const endpoint = `${listening.url}/api/messages`;
    if (target.kind !== 'sandbox' || options.playgroundPort === undefined) {
      return { endpoint, chatUrl: undefined, simulated: tenant.simulated, close: closeAll };
    }
    const chat = await startChatClient({
      port: options.playgroundPort,
      botEndpoint: endpoint,
      env: config.childEnvironment,
    });
    opened.push({ close: () => chat.stop() });
    return { endpoint, chatUrl: chat.url, simulated: tenant.simulated, close: closeAll };
  } catch (error) {
    await closeAll();
    throw error;
  }
}
