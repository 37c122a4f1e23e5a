import { parseCommandLine, USAGE, type Arguments } from './cli/arguments.js';
import { composeAudit, composeExport, composeRecord, composeScan } from './compose.js';
import { processEnvironment, readLogConfig, readScanConfig, type ConfigProblem, type Configured } from './config.js';

/** The commands without a bot: one document or line on stdout, everything else on stderr, the answer as exit code. */

type Command = Exclude<Arguments, { readonly kind: 'help' | 'wrong' }>;
type Result =
  | { readonly kind: 'failed'; readonly problem: ConfigProblem }
  | { readonly kind: 'scanned' | 'done'; readonly exitCode: number };

function printProblems(problems: readonly ConfigProblem[]): 3 {
  for (const { code, message } of problems) process.stderr.write(`${code}: ${message}\n`);
  return 3;
}

async function runWith<T>(configured: Configured<T>, run: (config: T) => Promise<Result>): Promise<number> {
  if (!configured.ok) return printProblems(configured.problems);
  const result = await run(configured.config);
  return result.kind === 'failed' ? printProblems([result.problem]) : result.exitCode;
}

function run(command: Command): Promise<number> {
  switch (command.kind) {
    case 'scan':
      return runWith(readScanConfig(processEnvironment, command.accounts), (config) => composeScan(config, command));
    case 'auditVerify':
      return runWith(readLogConfig(processEnvironment), (config) =>
        composeAudit(config, { action: 'verify', file: command.file, head: command.head }),
      );
    case 'auditExport':
      return runWith(readLogConfig(processEnvironment), (config) =>
        composeAudit(config, { action: 'export', output: command.output }),
      );
    case 'export':
      return runWith(readLogConfig(processEnvironment), (config) => composeExport(config, command));
    case 'record':
      return runWith(readLogConfig(processEnvironment), (config) => composeRecord(config, command));
  }
}

async function main(): Promise<number> {
  const args = parseCommandLine(process.argv.slice(2));
  switch (args.kind) {
    case 'help':
      process.stdout.write(USAGE);
      return 0;
    case 'wrong':
      printProblems([{ code: 'USAGE', message: args.message }]);
      process.stderr.write(`\n${USAGE}`);
      return 3;
    default:
      return run(args);
  }
}

// The exit code is set and the event loop left to drain, so that a long document is written whole to a slow pipe.
process.exitCode = await main();
