import { createBackground } from './background.js';
import { createBotAdapter, expectedTokenIssuer } from './bot-adapter.js';
import type { Bot, BotOptions, ListeningBot, Wait } from './bot-options.js';
import { createTurn } from './inbound/application.js';
import { createEndpoint } from './inbound/endpoint.js';
import { listenOn } from './inbound/listen.js';
import { createScanLimit } from './inbound/scan-limit.js';
import type { TurnDependencies } from './inbound/turn.js';
import { isLoopbackHost } from './loopback.js';
import { postAuditHead } from './outbound/audit-head.js';
import { createCardSender } from './outbound/card-sender.js';
import { createDelivery, type OutboxDelivery } from './outbound/outbox-delivery.js';
import { createPlanCards } from './outbound/plan-cards.js';
import { createSingleAttempts } from './outbound/single-attempt.js';
import { waitForReal } from './wait.js';

/**
 * Puts the bot together: adapter, gate, routes, senders. The rule "authentication off means this machine only" is enforced
 * here once more, at the port, whoever composed the bot.
 */

export type { BotCredentials, BotOptions, ListeningBot } from './bot-options.js';

/** How long stopping waits for the cards of running scans. */
const SETTLE_MS = 10_000;

function createDependencies(
  options: BotOptions,
  adapter: ReturnType<typeof createBotAdapter>,
  wait: Wait,
): TurnDependencies {
  // The credentials stay here: no handler has a use for them.
  const {
    credentials,
    openIdMetadata: _settings,
    announcements: _announcements,
    random = Math.random,
    ...handed
  } = options;
  const { clock, logger } = options;
  const background = createBackground(logger);
  const sender = createCardSender({ adapter, botAppId: credentials?.appId ?? '', clock, wait, random });
  return {
    ...handed,
    wait,
    background,
    sender,
    scanLimit: createScanLimit(),
    planCards: createPlanCards({ ...handed, background, sender }),
  };
}

/** Works off the outbox; nothing to do where the bot only answers. */
function createAnnouncing(
  { announcements, conversations, credentials, clock, logger, random = Math.random }: BotOptions,
  adapter: ReturnType<typeof createBotAdapter>,
  wait: Wait,
): OutboxDelivery {
  if (announcements === undefined) return { deliverDue: () => Promise.resolve() };
  const sender = createSingleAttempts({ adapter, botAppId: credentials?.appId ?? '', clock, wait });
  return createDelivery({ ...announcements, conversations, sender, clock, wait, random, logger });
}

async function listen(
  app: Bot['app'],
  deps: TurnDependencies,
  authenticated: boolean,
  host: string,
  port: number,
): Promise<ListeningBot> {
  if (!authenticated && !isLoopbackHost(host)) {
    throw new Error(
      `BOT_UNAUTHENTICATED_NOT_LOOPBACK: without bot credentials the bot listens on 127.0.0.1 only, not on ${host}; ` +
        'set BOT_ID, BOT_TENANT_ID and a bot credential, see docs/configuration.md',
    );
  }
  const server = await listenOn(app, host, port);
  return {
    url: server.url,
    async close() {
      const stopped = server.stop();
      const settled = await deps.background.settle(SETTLE_MS, deps.wait);
      if (!settled) deps.logger.warn('stopped before all work behind the turns was done', { waitedMs: SETTLE_MS });
      server.cut();
      await stopped;
    },
  };
}

/** Builds the bot; nothing listens yet. Throws `BOT_CREDENTIALS_INVALID` when the credentials cannot work. */
export function createBot(options: BotOptions): Bot {
  const { credentials, openIdMetadata, allowedTenantId } = options;
  const authenticated = credentials !== null;
  const wait = options.wait ?? waitForReal;
  const adapter = createBotAdapter(credentials, openIdMetadata);
  const deps = createDependencies(options, adapter, wait);
  const announcing = createAnnouncing(options, adapter, wait);
  const expected = credentials
    ? { issuer: expectedTokenIssuer(openIdMetadata), audience: credentials.appId }
    : undefined;
  const app = createEndpoint({
    adapter,
    authentication: { adapter, expected, wait },
    gate: { allowedTenantId, authenticated },
    turn: createTurn(adapter, credentials?.appId ?? '', deps),
    deps,
  });
  return {
    app,
    listen: (host, port) => listen(app, deps, authenticated, host, port),
    requestChanged(request) {
      deps.planCards.refresh(request);
      return Promise.resolve();
    },
    postRequest(request) {
      void deps.background.run('plan posted where people see it', () => deps.planCards.postShared(request));
      return Promise.resolve();
    },
    async postAuditHead(head) {
      let isTaken = false;
      await deps.background.run('audit head posted', async () => {
        isTaken = await postAuditHead({ ...deps, allowedTenantId }, head);
      });
      return isTaken;
    },
    deliverDue: (signal) => announcing.deliverDue(signal),
  };
}
