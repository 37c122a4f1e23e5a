import { parseArgs } from 'node:util';
import { composeBot, problemOf, type RunningBot } from './compose.js';
import { processEnvironment, readBotConfig } from './config.js';

/** Start: read the configuration, compose, listen, stop cleanly. Nothing else. */

const USAGE = `Usage: npm start -- [--port PORT] [--no-playground] [--playground-port PORT]

With nothing configured: the simulated tenant, the bot and the chat client, all on loopback.
`;
const DEFAULT_PLAYGROUND_PORT = 56150;

function fail(problems: readonly { readonly code: string; readonly message: string }[], usage = ''): never {
  for (const { code, message } of problems) process.stderr.write(`${code}: ${message}\n`);
  process.stderr.write(usage);
  process.exit(3);
}

function parseCommandLine() {
  try {
    return parseArgs({
      options: {
        port: { type: 'string' },
        'no-playground': { type: 'boolean', default: false },
        'playground-port': { type: 'string', default: String(DEFAULT_PLAYGROUND_PORT) },
        help: { type: 'boolean', short: 'h', default: false },
      },
    }).values;
  } catch (error) {
    // parseArgs throws a TypeError for an unknown option or a missing value, and says which.
    return fail([{ code: 'USAGE', message: error instanceof Error ? error.message : String(error) }], `\n${USAGE}`);
  }
}

function describeSandbox({ simulated }: RunningBot): readonly string[] {
  if (simulated === null) return [];
  return [
    'Watching a simulated tenant. Nothing here reaches a real one.',
    `Its Microsoft Graph is ${simulated.url}, and its administrator's token ${simulated.administratorToken}`,
  ];
}

function announce(bot: RunningBot): void {
  const lines = [
    `Glasswatch listens on ${bot.endpoint}`,
    ...describeSandbox(bot),
    ...(bot.chatUrl === undefined ? [] : [`Open ${bot.chatUrl} and write: scan emergency access`]),
    'ready',
  ];
  process.stdout.write(`${lines.join('\n')}\n`);
}

const values = parseCommandLine();
if (values.help) {
  process.stdout.write(USAGE);
  process.exit(0);
}
const playgroundPort = Number(values['playground-port']);
if (!Number.isInteger(playgroundPort) || playgroundPort < 1 || playgroundPort > 65_535) {
  fail([{ code: 'USAGE', message: '--playground-port must be a port number from 1 to 65535.' }]);
}
const configured = readBotConfig(processEnvironment, values.port);
if (!configured.ok) fail(configured.problems);

let bot: RunningBot | undefined;
let stopping = false;
// Installed before the start, so that a signal during a slow start still ends cleanly.
for (const signal of ['SIGINT', 'SIGTERM'] as const) {
  process.on(signal, () => {
    if (stopping) return;
    stopping = true;
    void (bot?.close() ?? Promise.resolve()).finally(() => process.exit(0));
  });
}
try {
  bot = await composeBot(configured.config, { playgroundPort: values['no-playground'] ? undefined : playgroundPort });
  announce(bot);
} catch (error) {
  fail([problemOf(error)]);
}
