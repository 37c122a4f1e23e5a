// Five hundred presses over HTTP while Graph hangs, twenty people at a time: how long each waits for its answer.
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { createServer } from 'node:http';
import { join } from 'node:path';
import { createInterface } from 'node:readline';

const CLICKS = 500;
const AT_ONCE = 20;
const CARD = 'application/vnd.microsoft.card.adaptive';

/** Every fourth asks who may approve, which only Graph knows. */
function pressesFor({ scanId, fingerprint, plan, caseId, alertId }) {
  const answered = { ...plan, reason: 'Agreed', token: 'token', typedName: '' };
  const quick = [
    ['scan.rerun', {}],
    ['scan.page', { scanId, page: 1 }],
    ['scan.finding', { scanId, fingerprint, page: 0 }],
    ['remediation.propose', { scanId, fingerprint }],
    ['remediation.show', plan],
    ['automation.show', {}],
    ['watch.show', {}],
    ['drift.show', { id: caseId }],
    ['drift.snooze', { id: caseId, hours: 4 }],
    ['alert.show', { id: alertId }],
    ['alert.acknowledge', { id: alertId, classification: 'drill', text: 'A test' }],
    ['subscription.show', {}],
    ['schedule.show', {}],
    ['drill.list', {}],
    ['attestation.list', {}],
  ];
  const slow = [
    ['remediation.review', plan],
    ['remediation.confirm', answered],
    ['remediation.deny', answered],
    ['drift.accept', { id: caseId, reason: 'Agreed', days: 7 }],
  ];
  return Array.from({ length: CLICKS }, (_, index) => {
    const ofKind = Math.floor(index / 4);
    return index % 4 === 3
      ? { verb: slow[ofKind % slow.length][0], data: slow[ofKind % slow.length][1], by: 'approver' }
      : { verb: quick[index % quick.length][0], data: quick[index % quick.length][1], by: 'requester' };
  });
}

function activityFor(bot, serviceUrl, { verb, data, by }, number) {
  return {
    type: 'invoke',
    name: 'adaptiveCard/action',
    id: `click-${number}`,
    channelId: 'msteams',
    serviceUrl,
    replyToId: 'card-1',
    from: { id: `29:${by}`, name: by, aadObjectId: bot.people[by] },
    recipient: { id: '28:bot', name: 'Glasswatch' },
    conversation: { id: 'a:bench', conversationType: 'personal', tenantId: bot.tenantId },
    value: { action: { type: 'Action.Execute', verb, data }, trigger: 'manual' },
  };
}

function hasCard(status, body) {
  return status === 200 && body.statusCode === 200 && body.type === CARD && (body.value?.body?.length ?? 0) > 0;
}

async function press(bot, serviceUrl, click, number) {
  const started = performance.now();
  const response = await fetch(bot.url, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(activityFor(bot, serviceUrl, click, number)),
  });
  const text = await response.text();
  const ms = performance.now() - started;
  if (text.includes('BOT_UNEXPECTED')) throw new Error(`${click.verb}: ${text}`);
  return { ms, isAnswered: hasCard(response.status, JSON.parse(text)), isLate: text.includes('BOT_ANSWER_LATE') };
}

async function startConnector() {
  const server = createServer((request, response) => {
    request.resume().on('end', () => {
      response.writeHead(201, { 'content-type': 'application/json' }).end('{"id":"message-1"}');
    });
  }).listen(0, '127.0.0.1');
  await once(server, 'listening');
  return { server, url: `http://127.0.0.1:${server.address().port}/` };
}

/** The waits in milliseconds, shortest first; how many were not answered with a card, and how many with "look again". */
export async function pressWhileGraphHangs() {
  const child = spawn(process.execPath, [join(import.meta.dirname, 'hanging-bot.mjs')], {
    stdio: ['pipe', 'pipe', 'inherit'],
  });
  const connector = await startConnector();
  try {
    const { value } = await createInterface({ input: child.stdout })[Symbol.asyncIterator]().next();
    if (value === undefined) throw new Error('The bot did not start.');
    const bot = JSON.parse(value);
    const clicks = pressesFor(bot).entries();
    const answers = [];
    const person = async () => {
      for (const [number, click] of clicks) answers.push(await press(bot, connector.url, click, number));
    };
    await Promise.all(Array.from({ length: AT_ONCE }, person));
    const waits = answers.map(({ ms }) => ms).toSorted((a, b) => a - b);
    const countOf = (isCounted) => answers.filter(isCounted).length;
    return { waits, unanswered: countOf(({ isAnswered }) => !isAnswered), late: countOf(({ isLate }) => isLate) };
  } finally {
    child.stdin.end();
    await once(child, 'exit');
    connector.server.closeAllConnections();
    connector.server.close();
  }
}
