import { writeSync } from 'node:fs';
import { openSqliteStore } from '../../src/store/sqlite.js';
import { createBotAdapter } from '../../src/teams/bot-adapter.js';
import { createDelivery } from '../../src/teams/outbound/outbox-delivery.js';
import { createSingleAttempts, type SingleAttempts } from '../../src/teams/outbound/single-attempt.js';
import { waitForReal } from '../../src/teams/wait.js';
import type { Outbox } from '../../src/workflows/watch-ports.js';
import { cardOf } from '../teams/outbound/delivery-harness.js';
import type { DeliveryJob, DeliveryPoint } from './delivery-points.js';

/** A process of its own that delivers what is due and kills itself at a named point of the first message. */

const { location, crashPoint } = JSON.parse(process.argv[2] ?? '') as DeliveryJob;

function die(): never {
  process.kill(process.pid, 'SIGKILL');
  throw new Error('unreachable');
}

/** Does it, and dies if this is the point. */
async function orDie<T>(point: DeliveryPoint, work: Promise<T>): Promise<T> {
  const result = await work;
  return point === crashPoint ? die() : result;
}

function deadlyOutbox(outbox: Outbox): Outbox {
  return {
    ...outbox,
    claim: (...args) => orDie('afterClaim', outbox.claim(...args)),
    begin: (...args) => orDie('afterBegin', outbox.begin(...args)),
    settle: (...args) => orDie('afterSettle', outbox.settle(...args)),
  };
}

function deadlySender(sender: SingleAttempts): SingleAttempts {
  return {
    post: (...args) => orDie('afterSend', sender.post(...args)),
    edit: (...args) => orDie('afterSend', sender.edit(...args)),
  };
}

const clock = { now: () => Date.now() };
const store = await openSqliteStore({ file: location });
const adapter = createBotAdapter(null, undefined);
const delivery = createDelivery({
  outbox: deadlyOutbox(store.outbox),
  conversations: store.conversations,
  render: (topic) => Promise.resolve(cardOf(topic)),
  sender: deadlySender(createSingleAttempts({ adapter, botAppId: '', clock, wait: waitForReal })),
  clock,
  wait: waitForReal,
  random: Math.random,
  logger: { info: () => undefined, warn: () => undefined, error: () => undefined },
});
await delivery.deliverDue(new AbortController().signal);
writeSync(1, 'survived\n');
