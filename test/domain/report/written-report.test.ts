import { describe, expect, test } from '@jest/globals';
import type { ControlGuide } from '../../../src/domain/controls/control.js';
import type { Acceptance } from '../../../src/domain/report/acceptances.js';
import { htmlReportOf } from '../../../src/domain/report/html-report.js';
import { markdownReportOf } from '../../../src/domain/report/markdown-report.js';
import { markdownSummaryOf } from '../../../src/domain/report/markdown-summary.js';
import { reportOf, type ScanReport } from '../../../src/domain/report/scan-report.js';
import { scanTableOf } from '../../../src/domain/report/scan-table.js';
import { FIRST, READ_AT, UNREAD } from '../a-snapshot.js';
import { aFinding, aHostileScan, aScan } from './a-scan.js';

/** Stands in every hostile text, so that it can be found again. */
const MARK = 'zqx';

const HOSTILE: readonly (readonly [string, string])[] = [
  [
    'HTML',
    `${MARK}<img src=x onerror=alert(1)><script>alert(1)</script></style></title><a href="https://evil.example">x</a>`,
  ],
  ['the end of an attribute', `${MARK}" onmouseover="alert(1)' onfocus='alert(1)`],
  ['a Markdown link', `${MARK} [Approve](https://evil.example) <https://evil.example> ![x](https://evil.example)`],
  ['emphasis, code and tables', `${MARK} **bold** _it_ \`code\` | a | b |\n| --- |\n# heading\n- item`],
  ['an entity', `${MARK} &lt;script&gt; &amp;`],
  ['direction marks', `${MARK} \u202Etxt.exe\u202C \u2067x\u200F`],
  ['terminal codes and line breaks', `${MARK} \u001b[2J\r\n\u2028# Compliant`],
];

const ACCEPTANCE: Acceptance = {
  fingerprint: 'fail fingerprint',
  owner: 'owner-id',
  ownerName: 'Megan',
  reason: 'Agreed with the board',
  at: READ_AT,
  expiresAt: '2026-12-26T08:00:00.000Z',
};

const GUIDE: ControlGuide = {
  baseline: 'Foundation',
  minutesToFix: 90,
  roles: ['Conditional Access Administrator'],
  expected: 'Each account is excluded.',
  review: ['Open the policy.'],
  plan: ['Choose the group.'],
  implement: ['Exclude the group.'],
  verify: ['Scan again.'],
};

/** A report with a finding of every outcome; the one that failed has a guide. */
function everyOutcome(acceptances: readonly Acceptance[] = []): ScanReport {
  const report = reportOf(aHostileScan('Contoso'), acceptances);
  return { ...report, findings: report.findings.map((one) => ({ ...one, guide: GUIDE })) };
}

/** The tags of `html`, without texts. */
function tagsOf(html: string): readonly string[] {
  return [...html.matchAll(/<\/?[a-z][a-z0-9]*\b/gi)].map(([tag]) => tag);
}

/** The names of all attributes, in their order. A `>` never stands unescaped in a value. */
function attributesOf(html: string): readonly string[] {
  const tags = [...html.matchAll(/<[a-z][^>]*>/gi)].map(([tag]) => tag.replace(/"[^"]*"/g, ''));
  return tags.flatMap((tag) => [...tag.matchAll(/\s([^\s=>]+)/g)].map(([, name]) => name ?? ''));
}

describe.each(HOSTILE)('%s in every name', (_, text) => {
  const html = htmlReportOf(reportOf(aHostileScan(text), [{ ...ACCEPTANCE, ownerName: text, reason: text }]));
  const plain = htmlReportOf(reportOf(aHostileScan(MARK), [{ ...ACCEPTANCE, ownerName: MARK, reason: MARK }]));
  const markdown = markdownReportOf(reportOf(aHostileScan(text), [{ ...ACCEPTANCE, ownerName: text, reason: text }]));

  test('adds no element, attribute or link to the HTML report', () => {
    expect(tagsOf(html)).toEqual(tagsOf(plain));
    expect(attributesOf(html)).toEqual(attributesOf(plain));
    expect(html).not.toMatch(/href="(?!#|https:\/\/entra\.microsoft\.com\/)/);
    expect(html).toContain(MARK);
  });

  test('adds no line, cell, link, markup or raw HTML to the Markdown report', () => {
    const structure = (document: string) => document.split('\n').map((line) => (line.match(/(?<!\\)\|/g) ?? []).length);
    expect(structure(markdown)).toEqual(
      structure(markdownReportOf(reportOf(aHostileScan(MARK), [{ ...ACCEPTANCE, ownerName: MARK, reason: MARK }]))),
    );
    expect(markdown).not.toMatch(/(?<!\\)<(?!br>)/);
    expect(markdown).not.toMatch(/(?<!\\)\]\((?!https:\/\/entra\.microsoft\.com)/);
    expect(markdown).not.toMatch(/https?:\/\/evil/);
  });

  test('leaves nothing that hides or reorders in either', () => {
    expect(html.replaceAll('\n', '')).not.toMatch(/[\p{Cc}\u202A-\u202E\u2066-\u2069\u200E\u200F\u2028]/u);
    expect(markdown.replaceAll('\n', '')).not.toMatch(/[\p{Cc}\u202A-\u202E\u2066-\u2069\u200E\u200F\u2028]/u);
  });
});

describe('the HTML report', () => {
  test('loads nothing and runs nothing', () => {
    const html = htmlReportOf(everyOutcome());
    expect(html).not.toMatch(/<(script|link|img|iframe|object|embed|form|input)\b|@import|url\(/i);
    expect(html).toContain(`content="default-src 'none'`);
  });

  test('says its language, heads its tables, and follows the reader’s light, dark and paper', () => {
    const html = htmlReportOf(everyOutcome());
    expect(html).toMatch(/^<!doctype html>\n<html lang="en">/);
    expect(html.match(/<table/g)).toHaveLength(html.match(/<caption>/g)?.length ?? 0);
    expect(html).toContain('prefers-color-scheme: dark');
    expect(html).toContain('@media print');
  });

  test('links to the admin center, and to nowhere else', () => {
    const portalUrl = 'https://entra.microsoft.com/#view/policy';
    const [evidence] = aFinding('fail', 'x').evidence;
    const linked = aScan(
      {},
      { findings: [aFinding('fail', 'x', { evidence: evidence ? [{ ...evidence, portalUrl }] : [] })] },
    );
    expect(htmlReportOf(reportOf(linked))).toContain(`href="${portalUrl}"`);
    expect(htmlReportOf(reportOf(aHostileScan('x')))).not.toContain('evil.example');
  });
});

describe.each([
  ['HTML', htmlReportOf],
  ['Markdown', markdownReportOf],
])('the %s report', (_, write) => {
  test.each(['Failed', 'Not judged', 'Warning', 'Check by hand', 'Passed', 'Not applicable'])(
    'says the outcome %s in words',
    (word) => {
      expect(write(everyOutcome())).toContain(word);
    },
  );

  test('counts technical, procedural and unknown apart, and gives no percentage', () => {
    const document = write(everyOutcome());
    for (const word of ['Technical', 'Procedural', 'Unknown']) expect(document).toContain(word);
    expect(document.replace(/<style>.*<\/style>/s, '')).not.toMatch(/\d\s?%/);
  });

  test('calls what is accepted failed until a day, by whom and why, and keeps the verdict', () => {
    const document = write(everyOutcome([ACCEPTANCE]));
    expect(document).toContain('Failed (accepted until 2026-12-26)');
    expect(document).toContain('Megan');
    expect(document).toContain('Agreed with the board');
    expect(document).toContain('Not compliant');
    expect(write(everyOutcome())).not.toContain('accepted until');
  });

  test('tells how to mend what failed: what it takes, what is expected, and the four steps', () => {
    const document = write(everyOutcome());
    for (const words of ['Foundation', 'about 1.5 hours', 'Each account is excluded.', 'Scan again.']) {
      expect(document).toContain(words);
    }
    for (const step of ['Step 1', 'Step 2', 'Step 3', 'Step 4']) expect(document).toContain(step);
  });

  test('says the rule that decided and what the exclusion saved the account from', () => {
    const row = { policyId: 'p', policyName: 'P', state: 'enabled', accountId: FIRST };
    const excluded = {
      applicability: 'excluded' as const,
      via: ['excludeUsers: me'],
      includedBy: ['includeUsers: All'],
    };
    const document = write(reportOf(aScan({}, { policyMatrix: [{ ...row, ...excluded }] })));
    expect(document).toContain('excludeUsers: me');
    expect(document).toContain('saved from includeUsers: All');
  });

  test('says what could not be read, the settings in force, the digest and the version', () => {
    const scan = aScan({ domains: UNREAD });
    const document = write(reportOf(scan));
    for (const words of ['Permission missing', 'caExclusion', scan.snapshotDigest, 'version 0.1.0']) {
      expect(document).toContain(words);
    }
  });

  test('of a tenant without an account says so', () => {
    const empty = aScan({}, { accounts: [], findings: [], policyMatrix: [], coverage: { reads: [] } });
    expect(write(reportOf(empty))).toContain('No emergency access account is designated.');
    expect(write(reportOf(empty))).toContain('No policy was seen');
  });

  test('is the same for the same scan', () => {
    expect(write(everyOutcome())).toBe(write(everyOutcome()));
  });
});

describe('what is accepted', () => {
  test('is said in the table and in the summary, and fails there too', () => {
    const report = everyOutcome([ACCEPTANCE]);
    expect(scanTableOf(report)).toContain('FAIL (accepted until 2026-12-26) by Megan');
    expect(markdownSummaryOf(report)).toContain('Failed (accepted until 2026-12-26)');
    expect(report.counts.fail).toBe(1);
  });

  test('is not said of a finding that rests on something else', () => {
    expect(scanTableOf(everyOutcome([{ ...ACCEPTANCE, fingerprint: 'another' }]))).not.toContain('accepted until');
  });
});
