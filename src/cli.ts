import { parseArgs } from 'node:util';
import { composeScan } from './compose.js';
import { processEnvironment, readScanConfig, type ConfigProblem } from './config.js';

/** The `scan` command: one document on stdout, everything else on stderr, the verdict as exit code. */

const USAGE = `Usage: glasswatch scan [--format table|json] [--output FILE] [--account ID]... [--fail-on critical|high|medium|low|info]

Scans the tenant once. With nothing configured it scans the simulated tenant.
Exit code: 0 compliant, 1 not compliant, 2 incomplete, 3 usage or configuration error.
`;
const FORMATS = ['table', 'json'] as const;
const SEVERITIES = ['critical', 'high', 'medium', 'low', 'info'] as const;

type Arguments =
  | { readonly kind: 'help' }
  | { readonly kind: 'wrong'; readonly problems: readonly ConfigProblem[] }
  | {
      readonly kind: 'scan';
      readonly format: (typeof FORMATS)[number];
      readonly output: string | undefined;
      readonly accounts: readonly string[] | undefined;
      readonly failOn: (typeof SEVERITIES)[number] | undefined;
    };

function usageProblem(message: string): Arguments {
  return { kind: 'wrong', problems: [{ code: 'USAGE', message }] };
}

function parseCommandLine(args: readonly string[]): Arguments {
  let parsed;
  try {
    parsed = parseArgs({
      args: [...args],
      allowPositionals: true,
      options: {
        format: { type: 'string', default: 'table' },
        output: { type: 'string' },
        account: { type: 'string', multiple: true },
        'fail-on': { type: 'string' },
        help: { type: 'boolean', short: 'h' },
      },
    });
  } catch (error) {
    // parseArgs throws a TypeError for an unknown option or a missing value, and says which.
    return usageProblem(error instanceof Error ? error.message : String(error));
  }
  const { values, positionals } = parsed;
  if (values.help) return { kind: 'help' };
  if (positionals.length !== 1 || positionals[0] !== 'scan')
    return usageProblem(`Unknown command: ${positionals.join(' ')}`);
  const format = FORMATS.find((candidate) => candidate === values.format);
  if (format === undefined) return usageProblem(`--format must be one of ${FORMATS.join(', ')}.`);
  const failOn = SEVERITIES.find((candidate) => candidate === values['fail-on']);
  if (failOn === undefined && values['fail-on'] !== undefined)
    return usageProblem(`--fail-on must be one of ${SEVERITIES.join(', ')}.`);
  return { kind: 'scan', format, output: values.output, accounts: values.account, failOn };
}

function printProblems(problems: readonly ConfigProblem[]): void {
  for (const { code, message } of problems) process.stderr.write(`${code}: ${message}\n`);
}

async function main(): Promise<number> {
  const args = parseCommandLine(process.argv.slice(2));
  if (args.kind === 'help') {
    process.stdout.write(USAGE);
    return 0;
  }
  if (args.kind === 'wrong') {
    printProblems(args.problems);
    process.stderr.write(`\n${USAGE}`);
    return 3;
  }
  const configured = readScanConfig(processEnvironment, args.accounts);
  if (!configured.ok) {
    printProblems(configured.problems);
    return 3;
  }
  const result = await composeScan(configured.config, {
    format: args.format,
    output: args.output,
    failOn: args.failOn,
  });
  if (result.kind === 'failed') {
    printProblems([result.problem]);
    return 3;
  }
  return result.exitCode;
}

// The exit code is set and the event loop left to drain, so that a long document is written whole to a slow pipe.
process.exitCode = await main();
