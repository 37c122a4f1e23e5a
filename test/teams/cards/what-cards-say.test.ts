import { describe, expect, test } from '@jest/globals';
import type { Outcome } from '../../../src/domain/controls/control.js';
import type { ScanReport } from '../../../src/domain/report/scan-report.js';
import { actionsOf, cards, findingCard, readable, SAMPLES } from './cards-under-test.js';

const { nonCompliant, compliant, incomplete } = SAMPLES;

/** The sample with its first account changed. */
function withAccount(change: Partial<ScanReport['accounts'][number]>): ScanReport {
  const [first, ...others] = nonCompliant.accounts;
  if (first === undefined) throw new Error('the sample has no account');
  return { ...nonCompliant, accounts: [{ ...first, ...change }, ...others] };
}

function verbs(message: { readonly card: unknown }): readonly unknown[] {
  return actionsOf(message.card).map(({ title, verb, data }) => ({ title, verb, data }));
}

describe('the overview', () => {
  test.each([
    [nonCompliant, '✕ Not compliant'],
    [compliant, '✓ Compliant'],
    [incomplete, '? Incomplete'],
  ])('says the verdict in words', (report, words) => {
    expect(readable(cards.report(report, 0))).toContain(words);
  });

  test('never says that everything was read when it was not', () => {
    const everythingRead = 'Everything was read';
    expect(readable(cards.report(compliant, 0))).toContain(everythingRead);
    expect(readable(cards.report(incomplete, 0))).not.toContain(everythingRead);
    expect(readable(cards.report(nonCompliant, 0))).toContain('Not everything could be read');
  });

  test.each<[Outcome, string]>([
    ['pass', '✓ Passed'],
    ['fail', '✕ Failed'],
    ['warn', '▲ Warning'],
    ['manual', '● Check by hand'],
    ['notApplicable', '○ Not applicable'],
    ['error', '? Not judged'],
  ])('says the outcome %s of an account in words', (outcome, words) => {
    const counts = { pass: 1, fail: 0, warn: 0, manual: 0, notApplicable: 0, error: 0 };
    expect(readable(cards.report(withAccount({ outcome, counts }), 0))).toContain(`${words}\nEmergency Access North`);
  });

  test('says that an account failed even where something else was not judged', () => {
    const counts = { pass: 0, fail: 1, warn: 0, manual: 0, notApplicable: 0, error: 1 };
    const text = readable(cards.report(withAccount({ outcome: 'error', counts }), 0));
    expect(text).toContain('✕ Failed, not all judged\nEmergency Access North');
  });

  test('says from how many enforced policies an account is excluded', () => {
    expect(readable(cards.report(nonCompliant, 0))).toContain('Excluded from 14 of 16 enforced policies · 2 apply');
  });

  test('does not call unread policies none', () => {
    const enforcedPolicies = { excluded: 0, notInScope: 0, applies: 0, unknown: 0 };
    expect(readable(cards.report(incomplete, 0))).toContain('Policies could not be read');
    expect(readable(cards.report(withAccount({ enforcedPolicies }), 0))).toContain('No enforced policy seen');
  });

  test('lists what failed before what was not judged, and what was not read after both', () => {
    const text = readable(cards.report(nonCompliant, 0));
    const order = ['Failed (5)', 'Not judged (1)', 'Could not be read (1)'].map((heading) => text.indexOf(heading));
    expect(order).toEqual([...order].sort((a, b) => a - b));
    expect(order[0]).toBeGreaterThan(0);
  });

  test('counts what passed without listing it', () => {
    const text = readable(cards.report(nonCompliant, 0));
    expect(text).toContain('✓ 13 passed');
    expect(text).not.toContain('Cloud-only account');
  });

  test('says what to do about a gap whose reader did not', () => {
    const gaps = [{ resource: 'domains', status: 'timeout' as const, detail: '' }];
    expect(readable(cards.report({ ...nonCompliant, gaps }, 0))).toContain('Scan again in a few minutes.');
  });

  test('names the settings that are not the safe ones, and says nothing of settings where all are', () => {
    const { differingSettings } = compliant;
    expect(readable(cards.report({ ...nonCompliant, differingSettings }, 0))).toContain(
      'Settings that differ from the default: a policy that does not include an account counts as excluding it.',
    );
    expect(readable(cards.report(nonCompliant, 0))).not.toContain('Settings that differ');
  });

  test('says when there is no account', () => {
    expect(readable(cards.report({ ...nonCompliant, accounts: [] }, 0))).toContain('No emergency access account');
    expect(readable(cards.report(nonCompliant, 0))).not.toContain('No emergency access account');
  });

  test.each([
    [nonCompliant, '26 Nov 2026, 14:03 UTC, asked for by Alex Wilber'],
    [compliant, '26 Nov 2026, 14:03 UTC, started by the schedule'],
    [incomplete, '26 Nov 2026, 14:03 UTC, started from the command line'],
  ])('says when and by whom', (report, words) => {
    expect(readable(cards.report(report, 0))).toContain(words);
  });
});

describe('the pages', () => {
  const at = (page: number, title: string) => ({
    title,
    verb: 'scan.page',
    data: { scanId: nonCompliant.scan.id, page },
  });

  test('lead from the overview to every finding and back', () => {
    expect(verbs(cards.report(nonCompliant, 0)).slice(-3)).toEqual([
      at(1, 'All 22 findings'),
      { title: 'Policies', verb: 'scan.matrix', data: { scanId: nonCompliant.scan.id, page: 0 } },
      { title: 'Scan again', verb: 'scan.rerun', data: {} },
    ]);
    expect(verbs(cards.report(nonCompliant, 1)).slice(-2)).toEqual([at(0, 'Overview'), at(2, 'Next')]);
    expect(verbs(cards.report(nonCompliant, 2)).slice(-3)).toEqual([
      at(0, 'Overview'),
      at(1, 'Previous'),
      at(3, 'Next'),
    ]);
    expect(verbs(cards.report(nonCompliant, 3)).slice(-2)).toEqual([at(0, 'Overview'), at(2, 'Previous')]);
  });

  test('open every finding exactly once, with the page to come back to', () => {
    const opened = [1, 2, 3].flatMap((page) =>
      verbs(cards.report(nonCompliant, page)).flatMap((action) => {
        const { verb, data } = action as { verb: string; data: { fingerprint: string; page: number } };
        return verb === 'scan.finding' ? [{ fingerprint: data.fingerprint, onItsPage: data.page === page }] : [];
      }),
    );
    expect(opened).toEqual(nonCompliant.findings.map(({ fingerprint }) => ({ fingerprint, onItsPage: true })));
  });
});

describe('a finding', () => {
  test('says what was expected, what was found and why it matters', () => {
    const text = readable(findingCard(nonCompliant, 'fail'));
    for (const words of ['✕ Failed', 'BG-ACC-01', 'accountEnabled is false', 'A disabled account is no way in']) {
      expect(text).toContain(words);
    }
  });

  test('names the permissions only when it could not be judged', () => {
    expect(readable(findingCard(nonCompliant, 'error'))).toContain('Permissions it needs');
    expect(readable(findingCard(nonCompliant, 'fail'))).not.toContain('Permissions it needs');
  });

  test('shows ten pieces of evidence and how many more there are', () => {
    const [first] = nonCompliant.findings;
    const [evidence] = first?.evidence ?? [];
    if (first === undefined || evidence === undefined) throw new Error('the sample has no evidence');
    const of = (count: number) =>
      cards.finding(
        { ...nonCompliant, findings: [{ ...first, evidence: Array.from({ length: count }, () => evidence) }] },
        first.fingerprint,
        0,
      );
    const [ten, many] = [of(10), of(240)].map((message) => (message === undefined ? '' : readable(message)));
    expect(ten?.split('Expected: ')).toHaveLength(11);
    expect(ten).not.toContain('more');
    expect(many?.split('Expected: ')).toHaveLength(11);
    expect(many).toContain('and 230 more');
  });

  test('leads back to the page it was opened from', () => {
    const [first] = nonCompliant.findings;
    const message = cards.finding(nonCompliant, first?.fingerprint ?? '', 2);
    expect(message && verbs(message)).toEqual([
      { title: 'Back', verb: 'scan.page', data: { scanId: nonCompliant.scan.id, page: 2 } },
    ]);
  });

  test('that the report does not have is no card', () => {
    expect(cards.finding(nonCompliant, 'unknown', 0)).toBeUndefined();
  });
});

describe('progress', () => {
  const scan = { byName: 'Alex Wilber', startedAt: '2026-11-26T14:03:01Z', resource: 'domains' };

  test.each([
    [12, 23, '52 %', '12 of 23 read', 10],
    [0, 23, '0 %', '0 of 23 read', 0],
    [23, 23, '100 %', '23 of 23 read', 20],
    [0, 0, '0 %', 'Connecting to Microsoft Graph', 0],
    [30, 23, '100 %', '30 of 23 read', 20],
  ])('%d of %d is shown as a bar and in words', (done, total, percent, words, filled) => {
    const text = readable(cards.progress({ ...scan, done, total }));
    expect(text).toContain(` ${percent}`);
    expect(text).toContain(words);
    expect(text.split('━')).toHaveLength(filled + 1);
  });

  test('says who asked and since when', () => {
    expect(readable(cards.progress({ ...scan, done: 1, total: 2 }))).toContain('Alex Wilber\n at 14:03 UTC');
  });
});
