import { readFile } from 'node:fs/promises';
import { z } from 'zod';
import type { LogConfig, ConfigProblem } from '../config.js';
import { verifyChain, type AuditRecord, type ChainHead } from '../domain/audit/chain.js';
import { readAuditLog } from '../workflows/read-audit-log.js';
import { openStore } from './open-store.js';
import { problemOf } from './problem.js';
import { writeDocument } from './write-document.js';

/** The audit command: checks the chain of a live store or of an export, and writes exports. */

export type AuditOptions =
  | { readonly action: 'verify'; readonly file: string | undefined; readonly head: ChainHead | undefined }
  | { readonly action: 'export'; readonly output: string | undefined };

export type AuditCommandResult =
  { readonly kind: 'done'; readonly exitCode: 0 | 1 } | { readonly kind: 'failed'; readonly problem: ConfigProblem };

const record = z.strictObject({
  seq: z.number().int(),
  at: z.string(),
  actor: z.string(),
  action: z.string(),
  subject: z.string(),
  result: z.enum(['succeeded', 'refused', 'failed']),
  details: z.string(),
  prev: z.string(),
  hash: z.string(),
});

function parseLine(line: string, index: number): AuditRecord {
  try {
    return record.parse(JSON.parse(line));
  } catch (error) {
    // Expected: a line that is no JSON, or no record. A damaged export must be told apart from a broken chain.
    const why = error instanceof SyntaxError ? 'no JSON' : 'no audit record';
    throw new Error(
      `AUDIT_EXPORT_MALFORMED: line ${index + 1} is ${why}; export again, or find out who edited the file.`,
    );
  }
}

async function readExport(file: string): Promise<readonly AuditRecord[]> {
  const text = await readFile(file, 'utf8');
  return text
    .split('\n')
    .filter((line) => line !== '')
    .map(parseLine);
}

async function readLive(config: LogConfig): Promise<readonly AuditRecord[]> {
  const store = await openStore(config.store);
  try {
    return await readAuditLog(store.audit);
  } finally {
    await store.close();
  }
}

function verify(records: readonly AuditRecord[], head: ChainHead | undefined): AuditCommandResult {
  const result = head === undefined ? verifyChain(records) : verifyChain(records, head);
  process.stdout.write(
    result.ok
      ? `ok: ${records.length} records, head ${result.head.seq} ${result.head.hash}\n`
      : `broken: record ${result.seq} is ${result.reason}\n`,
  );
  return { kind: 'done', exitCode: result.ok ? 0 : 1 };
}

/** Runs the audit command. `failed` is about this machine: a store that cannot be opened, a file that cannot be read. */
export async function composeAudit(config: LogConfig, options: AuditOptions): Promise<AuditCommandResult> {
  try {
    if (options.action === 'verify') {
      return verify(options.file === undefined ? await readLive(config) : await readExport(options.file), options.head);
    }
    const records = await readLive(config);
    await writeDocument(records.map((line) => `${JSON.stringify(line)}\n`).join(''), options.output);
    return { kind: 'done', exitCode: 0 };
  } catch (error) {
    // Expected: a store in use, a file that is not there. Nothing has been printed then.
    return { kind: 'failed', problem: problemOf(error) };
  }
}
