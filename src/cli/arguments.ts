import { parseArgs } from 'node:util';

/** The command line of `cli.ts`, parsed: one of its commands, or what is wrong with it. */

export const USAGE = `Usage: glasswatch scan [--format table|json|markdown|html] [--output FILE] [--account ID]...
                       [--fail-on critical|high|medium|low|info]
       glasswatch export [--scan ID|latest] [--format html|markdown] [--output FILE]
       glasswatch audit verify [--file EXPORT] [--head SEQ:HASH]
       glasswatch audit export [--output FILE]
       glasswatch record REQUEST [--output FILE]

scan    reads the tenant once and judges it. With nothing configured it scans the simulated tenant.
        Formats: table for a terminal (default), json for programs, markdown and html for people who were not there.
        Exit code: 0 compliant, 1 not compliant, 2 incomplete, 3 usage or configuration error.
export  writes the report of a scan that the bot has stored, with what people have accepted since: html (default) or markdown.
        Exit code: 0 written, 3 no such scan, usage or configuration error.
audit   checks the hash chain of the audit log, live or exported, against a published head where one is given.
        Exit code: 0 sound, 1 broken, 3 usage or configuration error.
record  writes the record of one remediation request as a Markdown document.
`;
const FORMATS = ['table', 'json', 'markdown', 'html'] as const;
const REPORT_FORMATS = ['html', 'markdown'] as const;
const SEVERITIES = ['critical', 'high', 'medium', 'low', 'info'] as const;

export type Arguments =
  | { readonly kind: 'help' }
  | { readonly kind: 'wrong'; readonly message: string }
  | {
      readonly kind: 'scan';
      readonly format: (typeof FORMATS)[number];
      readonly output: string | undefined;
      readonly accounts: readonly string[] | undefined;
      readonly failOn: (typeof SEVERITIES)[number] | undefined;
    }
  | {
      readonly kind: 'export';
      /** Undefined: the latest. */
      readonly scanId: string | undefined;
      readonly format: (typeof REPORT_FORMATS)[number];
      readonly output: string | undefined;
    }
  | {
      readonly kind: 'auditVerify';
      readonly file: string | undefined;
      readonly head: { readonly seq: number; readonly hash: string } | undefined;
    }
  | { readonly kind: 'auditExport'; readonly output: string | undefined }
  | { readonly kind: 'record'; readonly requestId: string; readonly output: string | undefined };

const OPTIONS = {
  format: { type: 'string' },
  scan: { type: 'string' },
  output: { type: 'string' },
  account: { type: 'string', multiple: true },
  'fail-on': { type: 'string' },
  file: { type: 'string' },
  head: { type: 'string' },
  help: { type: 'boolean', short: 'h' },
} as const;

function parse(args: readonly string[]) {
  return parseArgs({ args: [...args], allowPositionals: true, options: OPTIONS });
}
type Parsed = ReturnType<typeof parse>;

function wrong(message: string): Arguments {
  return { kind: 'wrong', message };
}

function readScan({ values }: Parsed): Arguments {
  const format = FORMATS.find((candidate) => candidate === (values.format ?? 'table'));
  if (format === undefined) return wrong(`--format must be one of ${FORMATS.join(', ')}.`);
  const failOn = SEVERITIES.find((candidate) => candidate === values['fail-on']);
  if (failOn === undefined && values['fail-on'] !== undefined) {
    return wrong(`--fail-on must be one of ${SEVERITIES.join(', ')}.`);
  }
  return { kind: 'scan', format, output: values.output, accounts: values.account, failOn };
}

function readExport({ values }: Parsed): Arguments {
  const format = REPORT_FORMATS.find((candidate) => candidate === (values.format ?? 'html'));
  if (format === undefined) return wrong(`--format must be one of ${REPORT_FORMATS.join(', ')} for an export.`);
  if (values.scan === '') return wrong('--scan must be the ID of a scan, or latest.');
  const scanId = values.scan === 'latest' ? undefined : values.scan;
  return { kind: 'export', scanId, format, output: values.output };
}

function readAuditVerify({ values }: Parsed): Arguments {
  if (values.head === undefined) return { kind: 'auditVerify', file: values.file, head: undefined };
  const head = /^(\d+):([0-9a-f]{64})$/.exec(values.head);
  if (head === null) return wrong('--head must be SEQ:HASH, as it was published.');
  return { kind: 'auditVerify', file: values.file, head: { seq: Number(head[1]), hash: head[2] ?? '' } };
}

export function parseCommandLine(args: readonly string[]): Arguments {
  let parsed: Parsed;
  try {
    parsed = parse(args);
  } catch (error) {
    // parseArgs throws a TypeError for an unknown option or a missing value, and says which.
    return wrong(error instanceof Error ? error.message : String(error));
  }
  if (parsed.values.help) return { kind: 'help' };
  const [command, requestId, ...more] = parsed.positionals;
  if (command === 'record' && requestId !== undefined && more.length === 0) {
    return { kind: 'record', requestId, output: parsed.values.output };
  }
  switch (parsed.positionals.join(' ')) {
    case 'scan':
      return readScan(parsed);
    case 'export':
      return readExport(parsed);
    case 'audit verify':
      return readAuditVerify(parsed);
    case 'audit export':
      return { kind: 'auditExport', output: parsed.values.output };
    default:
      return wrong(`Unknown command: ${parsed.positionals.join(' ')}`);
  }
}
