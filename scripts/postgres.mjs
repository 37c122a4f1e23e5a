// Runs the tests that need PostgreSQL, and nothing else: TEST_DATABASE_URL when it is set, else a server on
// 127.0.0.1:5432 that lets this user in without a password, else a throw-away cluster made with an installed `initdb`.
// The tests make a schema of their own each and drop it. Where databases may be created, each worker of jest gets one: making
// and dropping schemas side by side disturbs whoever looks through the same catalogue. Further parameters go to jest.
import { spawn, spawnSync } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { once } from 'node:events';
import { accessSync, chownSync, constants, mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir, userInfo } from 'node:os';
import { delimiter, join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import pg from 'pg';

const root = join(import.meta.dirname, '..');
const START_TIMEOUT_MS = 30_000;
/** Most of these tests wait for time to pass, so more of them than there are processors get along. */
const WORKERS = 3;

/** Whether the server at `connectionString` takes us and lets us create a schema. */
async function isUsable(connectionString) {
  const client = new pg.Client({ connectionString, connectionTimeoutMillis: 2_000 });
  client.on('error', () => undefined);
  try {
    await client.connect();
    const { rows } = await client.query(`select has_database_privilege(current_database(), 'CREATE') as allowed`);
    return rows[0].allowed;
  } catch {
    // Expected: nobody listens, the server is still starting, or it does not let this user in.
    return false;
  } finally {
    await client.end();
  }
}

async function findLocalServer() {
  const users = ['postgres', userInfo().username];
  for (const user of users) {
    const url = `postgres://${user}@127.0.0.1:5432/postgres`;
    if (await isUsable(url)) return url;
  }
  return undefined;
}

function canRun(file) {
  try {
    accessSync(file, constants.X_OK);
    return true;
  } catch {
    // Expected: no such program there.
    return false;
  }
}

/** Debian keeps the server's programs outside PATH, in one folder per version. */
function debianFolders() {
  const base = '/usr/lib/postgresql';
  try {
    const versions = readdirSync(base).sort((a, b) => Number(b) - Number(a));
    return versions.map((version) => join(base, version, 'bin'));
  } catch {
    // Expected: not Debian, or no server installed.
    return [];
  }
}

function findPrograms() {
  const folders = [...debianFolders(), ...(process.env.PATH ?? '').split(delimiter)];
  return folders.find((folder) => canRun(join(folder, 'initdb')) && canRun(join(folder, 'postgres')));
}

/** PostgreSQL refuses to run as root, so root lends it another user. */
function unprivilegedUser() {
  if (process.getuid?.() !== 0) return {};
  for (const name of ['postgres', 'nobody']) {
    const [uid, gid] = ['-u', '-g'].map((flag) => spawnSync('id', [flag, name], { encoding: 'utf8' }).stdout.trim());
    if (uid && gid) return { uid: Number(uid), gid: Number(gid) };
  }
  throw new Error('PostgreSQL does not run as root, and there is no user postgres or nobody; use another user');
}

async function findFreePort() {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address();
  server.close();
  await once(server, 'close');
  return port;
}

function initialise(programs, folder, user) {
  const parameters = [
    '-D',
    join(folder, 'data'),
    '-U',
    'postgres',
    '-A',
    'trust',
    '-E',
    'UTF8',
    '--locale=C',
    '--no-sync',
  ];
  const made = spawnSync(join(programs, 'initdb'), parameters, { ...user, cwd: folder, encoding: 'utf8' });
  if (made.status !== 0) throw new Error(`initdb failed: ${made.stderr ?? made.error}`);
}

/** Starts a cluster in a temporary folder. `stop` ends the server and removes the folder. */
async function startCluster(programs) {
  const folder = mkdtempSync(join(tmpdir(), 'glasswatch-postgres-'));
  const user = unprivilegedUser();
  if (user.uid !== undefined) chownSync(folder, user.uid, user.gid);
  const remove = () => rmSync(folder, { recursive: true, force: true });
  try {
    initialise(programs, folder, user);
    const port = await findFreePort();
    const settings = ['listen_addresses=127.0.0.1', 'unix_socket_directories=', 'fsync=off', 'max_connections=50'];
    const server = spawn(
      join(programs, 'postgres'),
      ['-D', join(folder, 'data'), '-p', String(port), ...settings.flatMap((setting) => ['-c', setting])],
      { ...user, cwd: folder, stdio: ['ignore', 'ignore', 'pipe'] },
    );
    let log = '';
    server.stderr.on('data', (chunk) => (log += chunk));
    const ended = once(server, 'close');
    // SIGINT is PostgreSQL's fast shutdown: it does not wait for clients.
    const stop = async () => {
      server.kill('SIGINT');
      await ended;
      remove();
    };
    const url = `postgres://postgres@127.0.0.1:${port}/postgres`;
    const deadline = Date.now() + START_TIMEOUT_MS;
    while (!(await isUsable(url))) {
      if (server.exitCode !== null || Date.now() > deadline) {
        await stop();
        throw new Error(`the throw-away PostgreSQL did not start: ${log}`);
      }
      await wait(100);
    }
    return { url, stop };
  } catch (error) {
    remove();
    throw error;
  }
}

async function findServer() {
  const keep = async () => undefined;
  if (process.env.TEST_DATABASE_URL) {
    return { url: process.env.TEST_DATABASE_URL, stop: keep, name: 'TEST_DATABASE_URL' };
  }
  const local = await findLocalServer();
  if (local) return { url: local, stop: keep, name: local };
  const programs = findPrograms();
  if (programs) return { ...(await startCluster(programs)), name: `a throw-away cluster of ${programs}` };
  throw new Error(
    'No PostgreSQL found: set TEST_DATABASE_URL, start a server on 127.0.0.1:5432, or install one (Debian: postgresql)',
  );
}

/** Runs `work` with a client of the server. */
async function onServer(connectionString, work) {
  const client = new pg.Client({ connectionString });
  await client.connect();
  try {
    return await work(client);
  } finally {
    await client.end();
  }
}

/** Makes a database for each worker; `names` is empty where this user may not. */
async function createDatabases(url) {
  return onServer(url, async (client) => {
    const { rows } = await client.query(
      'select rolcreatedb or rolsuper as allowed from pg_roles where rolname = current_user',
    );
    if (!rows[0].allowed) return { prefix: '', names: [] };
    const prefix = `glasswatch_test_${randomBytes(4).toString('hex')}`;
    const names = Array.from({ length: WORKERS }, (_, index) => `${prefix}_${index + 1}`);
    for (const name of names) await client.query(`create database ${name}`);
    return { prefix, names };
  });
}

async function dropDatabases(url, names) {
  await onServer(url, async (client) => {
    for (const name of names) await client.query(`drop database if exists ${name} with (force)`);
  });
}

async function runTests(url, { prefix, names }) {
  const jest = spawn(
    process.execPath,
    [
      '--experimental-vm-modules',
      '--disable-warning=ExperimentalWarning',
      join(root, 'node_modules', 'jest', 'bin', 'jest.js'),
      '--config',
      join(root, 'test', 'postgres', 'jest.postgres.config.mjs'),
      `--maxWorkers=${names.length || 1}`,
      ...process.argv.slice(2),
    ],
    { cwd: root, stdio: 'inherit', env: { ...process.env, TEST_DATABASE_URL: url, TEST_DATABASE_PREFIX: prefix } },
  );
  // An interrupt ends jest, and then this script cleans up; without listeners it would end at once and leave the cluster.
  for (const signal of ['SIGINT', 'SIGTERM']) process.on(signal, () => jest.kill(signal));
  const [status] = await once(jest, 'close');
  return status ?? 1;
}

const server = await findServer();
console.error(`PostgreSQL: ${server.name}`);
try {
  const databases = await createDatabases(server.url);
  try {
    process.exitCode = await runTests(server.url, databases);
  } finally {
    await dropDatabases(server.url, databases.names);
  }
} finally {
  await server.stop();
}
