import type { Outcome } from '../controls/control.js';
import { day } from './document/words.js';
import type { AccountSummary, ReportFinding, ScanReport } from './scan-report.js';

/** A report as plain text for a terminal: what fails first, 100 columns, no colour, no markup. */

const WIDTH = 100;
const VERDICT_WORDS = { compliant: 'COMPLIANT', nonCompliant: 'NOT COMPLIANT', incomplete: 'INCOMPLETE' } as const;
const OUTCOME_WORDS: Readonly<Record<Outcome, string>> = {
  fail: 'FAIL',
  error: 'UNKNOWN',
  warn: 'WARN',
  manual: 'MANUAL',
  pass: 'PASS',
  notApplicable: 'N/A',
};

/** Text from the tenant on one line: control characters and direction marks could move the cursor or forge a line. */
function plain(text: string): string {
  return text.replace(/[\p{Cc}\p{Cf}\u2028\u2029]+/gu, ' ');
}

function wrap(text: string, indent: string): string {
  const lines: string[] = [];
  let line = '';
  for (const word of plain(text).split(' ')) {
    if (line !== '' && indent.length + line.length + 1 + word.length > WIDTH) {
      lines.push(line);
      line = word;
    } else {
      line = line === '' ? word : `${line} ${word}`;
    }
  }
  return [...lines, line].map((part) => indent + part).join('\n');
}

function accountLines(account: AccountSummary): string {
  const { excluded, notInScope, applies, unknown } = account.enforcedPolicies;
  const name = plain(account.userPrincipalName === '' ? account.id : account.userPrincipalName);
  return [
    `  ${OUTCOME_WORDS[account.outcome].padEnd(8)} ${name}`,
    `           ${account.counts.fail} fail, ${account.counts.error} unknown, ${account.counts.warn} warn, ${account.counts.pass} pass`,
    `           enforced policies: excluded from ${excluded}, not in scope of ${notInScope}, reached by ${applies}, unknown ${unknown}`,
  ].join('\n');
}

/** The word at the beginning of the line stays what it is: what is accepted fails all the same. */
function acceptanceLines({ outcome, acceptance }: ReportFinding): readonly string[] {
  if (acceptance === undefined) return [];
  const { ownerName, owner, reason, expiresAt } = acceptance;
  const words = `${OUTCOME_WORDS[outcome]} (accepted until ${day(expiresAt)}) by ${ownerName || owner}: ${reason}`;
  return [wrap(words, '           ')];
}

function findingLines(finding: ReportFinding): string {
  const word = OUTCOME_WORDS[finding.outcome].padEnd(8);
  const subject = plain(finding.subject.name === '' ? finding.subject.id : finding.subject.name);
  return [
    `  ${word} ${finding.severity.padEnd(9)}${finding.controlId.padEnd(11)} ${finding.title}`,
    wrap(subject, '           '),
    wrap(finding.summary, '           '),
    ...acceptanceLines(finding),
  ].join('\n');
}

/** A verdict that rests on other settings than the safe ones says so. */
function settingLines({ differingSettings }: ScanReport): string {
  return differingSettings.length === 0
    ? ''
    : `${wrap(`Settings that differ from the default: ${differingSettings.join('; ')}.`, '')}\n`;
}

function section(title: string, blocks: readonly string[]): string {
  return blocks.length === 0 ? '' : `\n${title}\n\n${blocks.join('\n\n')}\n`;
}

/** The report as text that ends with a line break. */
export function scanTableOf(report: ScanReport): string {
  const { scan, counts } = report;
  const shown = report.findings.filter((finding) => !['pass', 'notApplicable'].includes(finding.outcome));
  const head = [
    `${VERDICT_WORDS[scan.verdict]}  ${plain(scan.tenant.displayName)} (${scan.tenant.id})`,
    `${counts.fail} fail, ${counts.error} unknown, ${counts.warn} warn, ${counts.pass} pass, ${counts.notApplicable} not applicable`,
    `${scan.completedAt}  ${scan.requests.count} requests in ${(scan.requests.durationMs / 1000).toFixed(1)} s`,
  ].join('\n');
  const gaps = report.gaps.map((gap) => wrap(`${gap.resource}: ${gap.status}. ${gap.detail}`, '  '));
  return `${[
    `${head}\n`,
    settingLines(report),
    section('Accounts', report.accounts.map(accountLines)),
    section('Findings', shown.map(findingLines)),
    section('Could not be read', gaps),
  ].join('')}`;
}
