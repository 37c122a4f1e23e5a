import { describe, expect, test } from '@jest/globals';
import type { ScanReport } from '../../../src/domain/report/scan-report.js';
import { actionsOf, cards, guidedCard, nodesOf, readable, READING, SAMPLES, WATCHED } from './cards-under-test.js';

const { nonCompliant, incomplete } = SAMPLES;
const north = nonCompliant.accounts[0]?.id ?? '';

function verbsOf(card: unknown): readonly unknown[] {
  return actionsOf(card).flatMap(({ verb, title }) => (typeof verb === 'string' ? [`${verb} ${String(title)}`] : []));
}

/** The sample in which one policy does this to the first account, and nothing to the second. */
function withCells(state: string, applicability: 'applies' | 'excluded'): ScanReport {
  const cell = { accountId: north, applicability, via: ['includeUsers: All'], includedBy: [] };
  return {
    ...nonCompliant,
    policies: [{ policyId: 'p', policyName: 'Block everything', state, portalUrl: '', cells: [cell] }],
  };
}

describe('the matrix', () => {
  test('says of each account what the policy does, by which rule, and what an exclusion saves it from', () => {
    const text = readable(cards.matrix(nonCompliant, 0));
    expect(text).toContain('CA-04 Require MFA for all users');
    expect(text).toContain('✕ Applies\n · Emergency Access South\nincludeUsers: All');
    expect(text).toContain('excludeGroups: Emergency access accounts; saved from includeUsers: All');
    expect(text).toContain('both accounts');
  });

  test('pages through every policy exactly once', () => {
    const names = [0, 1, 2, 3].flatMap((page) => [...readable(cards.matrix(nonCompliant, page)).matchAll(/CA-\d\d/g)]);
    expect([...new Set(names.map(String))]).toHaveLength(19);
    expect(verbsOf(cards.matrix(nonCompliant, 1).card)).toEqual([
      'scan.matrix Previous',
      'scan.matrix Next',
      'scan.page Report',
    ]);
    expect(verbsOf(cards.matrix(nonCompliant, 0).card)).toEqual(['scan.matrix Next', 'scan.page Report']);
  });

  test('calls a policy that is switched off what it is', () => {
    expect(readable(cards.matrix(withCells('disabled', 'applies'), 0))).toContain('✕ Would apply');
    expect(readable(cards.matrix(withCells('enabled', 'applies'), 0))).toContain('✕ Applies');
  });

  test('does not call no policy seen a good sign', () => {
    expect(readable(cards.matrix(incomplete, 0))).toContain('No policy was seen');
  });
});

describe('a finding', () => {
  test('shows its guide: what it takes, what is expected, and four steps', () => {
    const text = readable(guidedCard(nonCompliant, 'fail'));
    for (const words of ['Foundation', 'about 20 minutes', 'Conditional Access Administrator', 'Entra ID P1']) {
      expect(text).toContain(words);
    }
    for (const step of ['1. Review', '2. Plan', '3. Implement', '4. Verify']) expect(text).toContain(step);
  });

  test('has no place for a guide that its control does not have', () => {
    const [first] = nonCompliant.findings;
    const message = cards.finding(nonCompliant, first?.fingerprint ?? '', 0);
    expect(message && readable(message)).not.toContain('How to mend it');
  });

  test('that is accepted fails all the same, and says who accepted it and until when', () => {
    const text = readable(guidedCard(nonCompliant, 'fail'));
    expect(text).toContain('✕ Failed (accepted until 26 Dec 2026)');
    expect(text).toContain('Accepted by Megan Bowen');
    expect(text).toContain('The result stays: failed.');
  });

  test('that passed says which exclusions saved the account', () => {
    const passed = nonCompliant.findings.find(
      ({ controlId, outcome }) => controlId === 'BG-CA-02' && outcome === 'pass',
    );
    const message = cards.finding(nonCompliant, passed?.fingerprint ?? '', 0);
    expect(message && readable(message)).toContain('saved from includeRoles: Global Administrator');
  });
});

describe('the history', () => {
  const { history, comparison, daily } = READING;

  test('offers the two newest for a comparison, and every one of the page', () => {
    const { card } = cards.history({ scans: history, page: 0, hasMore: false, all: false });
    const [earlier, later] = nodesOf(card).filter(({ type }) => type === 'Input.ChoiceSet');
    expect([earlier?.['value'], later?.['value']]).toEqual([history[1]?.id, history[0]?.id]);
    expect(earlier?.['choices']).toHaveLength(history.length);
  });

  test('with one scan has nothing to compare', () => {
    const { card } = cards.history({ scans: history.slice(0, 1), page: 0, hasMore: false, all: true });
    expect(nodesOf(card).filter(({ type }) => type === 'Input.ChoiceSet')).toEqual([]);
  });

  test('a comparison says what got worse before what got better', () => {
    const text = readable(cards.comparison(comparison));
    const order = ['Worse (', 'Cannot be judged any more (', 'New (', 'Better (', 'other evidence ('].map((heading) =>
      text.indexOf(heading),
    );
    expect(order).toEqual([...order].sort((a, b) => a - b));
    expect(order[0]).toBeGreaterThan(0);
    expect(text).toContain('passed → failed');
  });

  test('a comparison across settings says that not every difference is the tenant’s', () => {
    expect(readable(cards.comparison({ ...comparison, otherSettings: true }))).toContain('judged by other settings');
    expect(readable(cards.comparison(comparison))).not.toContain('judged by');
  });

  test('the trend is a chart, and bars for clients without charts; one day is no trend', () => {
    const { status, now } = WATCHED;
    const view = { status, report: undefined, alerts: [], cases: [], now };
    const chart = nodesOf(cards.watchStatus({ ...view, trend: daily }).card).find(({ type }) => type === 'Chart.Line');
    expect(JSON.stringify(chart?.['data'])).toContain('{"x":"2026-11-26","y":5}');
    expect(JSON.stringify(chart?.['fallback'])).toContain(' 5 failed, 1 not judged');
    const single = cards.watchStatus({ ...view, trend: daily.slice(0, 1) });
    expect(JSON.stringify(single.card)).not.toContain('Chart.Line');
  });
});

describe('an export', () => {
  test('says where the files are, or how they are written', () => {
    const exported = { report: nonCompliant, summary: '## Summary\n\n- one' };
    expect(readable(cards.exported({ ...exported, files: ['report.html'] }))).toContain('report.html');
    const without = cards.exported({ ...exported, files: [] });
    expect(readable(without)).toContain(`npm run export -- --scan ${nonCompliant.scan.id}`);
    expect(nodesOf(without.card).find(({ id }) => id === 'summary')).toMatchObject({ value: '## Summary\n\n- one' });
  });
});
