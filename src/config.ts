import { join } from 'node:path';
import {
  readBotCredentials,
  BOT_VARIABLES,
  checkAuthenticationRule,
  type BotCredentials,
} from './config/bot-credentials.js';
import { readGraph, readRemediator, type AppCredentials, type GraphConfig } from './config/graph-config.js';
import { readAlertWebhook, type AlertWebhookConfig } from './config/alert-webhook.js';
import { readApprovers, type ApproversConfig } from './config/approvers.js';
import { GUID, Reading, type ConfigProblem, type Environment } from './config/reading.js';
import { readSettings } from './config/settings.js';
import type { ScanSettings } from './domain/controls/control.js';

/**
 * Environment to frozen configuration, or the list of everything that is wrong with it, each entry with what to do.
 * The only reader of the environment.
 */

export type { BotCredentials } from './config/bot-credentials.js';
export type { ApproversConfig } from './config/approvers.js';
export type { AppCredentials, GraphConfig } from './config/graph-config.js';
export type { ConfigProblem } from './config/reading.js';

const DEFAULT_PORT = 3978;
const LOG_LEVELS: readonly LogLevel[] = ['debug', 'info', 'warn', 'error', 'silent'];

export type StoreConfig =
  | { readonly kind: 'sqlite'; readonly file: string }
  | { readonly kind: 'memory' }
  | { readonly kind: 'postgres'; readonly connectionString: string };

interface CommonConfig {
  /** Object IDs as configured, lower case, duplicates kept. Undefined when none were configured. */
  readonly emergencyAccounts: readonly string[] | undefined;
  readonly settings: ScanSettings;
  readonly store: StoreConfig;
  readonly logLevel: LogLevel;
}

export interface ScanConfig extends CommonConfig {
  /** Null: the simulated tenant. */
  readonly graph: GraphConfig | null;
}

/** Which store the commands read that look at what was done. */
export interface LogConfig {
  readonly store: StoreConfig;
}

/** Either a simulated tenant without authentication, or a real one with it. There is no third combination. */
export type BotTarget =
  | { readonly kind: 'sandbox' }
  | {
      readonly kind: 'tenant';
      readonly graph: GraphConfig & { readonly tenantId: string };
      readonly bot: BotCredentials;
      /** Null: plans end as instructions for people. */
      readonly remediator: AppCredentials | null;
      /** Null: nobody may approve, so nothing can be proposed. */
      readonly approvers: ApproversConfig | null;
    };

export interface BotConfig extends CommonConfig {
  readonly target: BotTarget;
  /** Null: nobody outside the tenant is told what nobody acknowledges. */
  readonly alertWebhook: AlertWebhookConfig | null;
  /** Where the embedded store is, or would be: reports that people ask for are put there. */
  readonly dataFolder: string;
  readonly host: string;
  readonly port: number;
  /** The variables that the chat client's process needs from ours. */
  readonly childEnvironment: Readonly<Record<string, string>>;
}

export type LogLevel = 'debug' | 'info' | 'warn' | 'error' | 'silent';

export type Configured<T> =
  { readonly ok: true; readonly config: T } | { readonly ok: false; readonly problems: readonly ConfigProblem[] };

function readEmergencyAccounts(reading: Reading, given: readonly string[] | undefined): readonly string[] | undefined {
  const source = given === undefined ? 'EMERGENCY_ACCOUNTS' : '--account';
  const ids = (given ?? reading.get('EMERGENCY_ACCOUNTS')?.split(',') ?? []).map((id) => id.trim().toLowerCase());
  const named = ids.filter((id) => id !== '');
  for (const id of named) {
    if (!GUID.test(id)) {
      reading.report(
        'CONFIG_MALFORMED',
        `${source}: "${id.slice(0, 80)}" is not an object ID (a GUID, as the user's page in the Entra admin center shows it).`,
      );
    }
  }
  return named.length === 0 ? undefined : named;
}

function readStore(reading: Reading, fallback: StoreConfig): StoreConfig {
  const connectionString = reading.get('DATABASE_URL');
  if (connectionString === undefined) return fallback;
  if (!/^postgres(ql)?:\/\//.test(connectionString)) {
    reading.report(
      'CONFIG_MALFORMED',
      'DATABASE_URL must begin with postgres:// or postgresql://; leave it out for the embedded store.',
    );
  }
  return { kind: 'postgres', connectionString };
}

function finish<T extends object>(reading: Reading, config: T): Configured<T> {
  return reading.problems.length > 0
    ? { ok: false, problems: reading.problems }
    : { ok: true, config: Object.freeze(config) };
}

/** Configuration of the scan command. `accounts` are the values of `--account`, where given. */
export function readScanConfig(environment: Environment, accounts?: readonly string[]): Configured<ScanConfig> {
  const reading = new Reading(environment);
  const production = reading.get('NODE_ENV') === 'production';
  return finish(reading, {
    graph: readGraph(reading, production),
    emergencyAccounts: readEmergencyAccounts(reading, accounts),
    settings: readSettings(reading),
    store: readStore(reading, { kind: 'memory' }),
    logLevel: reading.oneOf('LOG_LEVEL', LOG_LEVELS, 'warn'),
  });
}

function readTarget(reading: Reading): BotTarget {
  const production = reading.get('NODE_ENV') === 'production';
  const hasBot = reading.anySet(BOT_VARIABLES);
  const graph = readGraph(reading, production);
  checkAuthenticationRule(reading, production, hasBot, graph !== null);
  const bot = hasBot ? readBotCredentials(reading) : null;
  const remediator = readRemediator(reading, graph?.tenantId ?? '');
  const approvers = readApprovers(reading);
  if (remediator !== null && graph === null) {
    reading.report('CONFIG_MISSING', 'REMEDIATOR_* is set without a tenant to watch: set AZURE_* too, or remove it.');
  }
  if (remediator !== null && approvers === null) {
    reading.report(
      'CONFIG_MISSING',
      'REMEDIATOR_* is set and nobody may approve: set APPROVERS_GROUP_ID or APPROVERS.',
    );
  }
  if (bot === null || graph?.tenantId === undefined) return { kind: 'sandbox' };
  return { kind: 'tenant', graph: { ...graph, tenantId: graph.tenantId }, bot, remediator, approvers };
}

function childEnvironment(environment: Environment): Readonly<Record<string, string>> {
  return Object.fromEntries(
    ['PATH', 'HOME', 'TMPDIR'].flatMap((name) => (environment[name] ? [[name, environment[name]]] : [])),
  );
}

/** Configuration of the bot. `port` is the value of `--port`, where given. */
export function readBotConfig(environment: Environment, port?: string): Configured<BotConfig> {
  const reading = new Reading(port === undefined ? environment : { ...environment, PORT: port });
  const target = readTarget(reading);
  const folder = reading.get('DATA_DIR');
  const embedded: StoreConfig =
    target.kind === 'sandbox' && folder === undefined
      ? { kind: 'memory' }
      : { kind: 'sqlite', file: join(folder ?? 'data', 'glasswatch.sqlite') };
  return finish(reading, {
    target,
    alertWebhook: readAlertWebhook(reading, reading.get('NODE_ENV') === 'production'),
    emergencyAccounts: readEmergencyAccounts(reading, undefined),
    settings: readSettings(reading),
    store: readStore(reading, embedded),
    dataFolder: folder ?? 'data',
    host: target.kind === 'sandbox' ? '127.0.0.1' : '::',
    port: reading.port('PORT', DEFAULT_PORT),
    logLevel: reading.oneOf('LOG_LEVEL', LOG_LEVELS, 'info'),
    childEnvironment: childEnvironment(environment),
  });
}

/** Configuration of the commands `audit` and `record`: the store of the bot that runs with the same environment. */
export function readLogConfig(environment: Environment): Configured<LogConfig> {
  const reading = new Reading(environment);
  const file = join(reading.get('DATA_DIR') ?? 'data', 'glasswatch.sqlite');
  return finish(reading, { store: readStore(reading, { kind: 'sqlite', file }) });
}

/** The process's environment. */
export const processEnvironment: Environment = process.env;
