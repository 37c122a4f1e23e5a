import { describe, expect, test } from '@jest/globals';
import type { DriftCase } from '../../../src/domain/drift/drift.js';
import type { Drill } from '../../../src/domain/drills/drill.js';
import type { WatchStatusView } from '../../../src/teams/card-renderer.js';
import { actionsOf, cards, nodesOf, readable, SAMPLES, WATCHED } from './cards-under-test.js';

const { alert, attestations, blind, drift, drill, due, now, observed, passed, schedule, status } = WATCHED;

const verbs = (message: { readonly card: unknown }) => actionsOf(message.card).flatMap(({ verb }) => verb ?? []);
const inputs = (message: { readonly card: unknown }) =>
  nodesOf(message.card).flatMap(({ type, id }) => (String(type).startsWith('Input.') ? [id] : []));
const visible = (message: { readonly card: unknown }) =>
  nodesOf(message.card).map(({ actions }) => (Array.isArray(actions) ? actions.length : 0));
const headingOf = (message: Parameters<typeof readable>[0]) => readable(message).split('\n')[0];

describe('a drift card', () => {
  test('says in one sentence what happened, then who, when, with what and under which ID', () => {
    const text = readable(cards.driftCase(drift));
    expect(text).toContain('"CA-11 Block legacy clients" no longer excludes bg-north@contoso.onmicrosoft.com.');
    for (const fact of ['lee.gu@contoso.com', '26 Nov 2026, 13:58 UTC', 'Microsoft Azure Portal', '203.0.113.24']) {
      expect(text).toContain(fact);
    }
    expect(text).toContain('7d1c1f2e-5b1a-4c53-9d2e-2f4b7c1a9e10');
  });

  test('shows each field before and after, with what was removed', () => {
    const text = readable(cards.driftCase(drift));
    expect(text).toMatch(/excludeUsers: \n?bg-north\S+, bg-south\S+ → bg-south\S+/);
    expect(text).toMatch(/Removed: \n?b0000000/);
  });

  test('names the controls that it reaches, with the outcome before and after', () => {
    const text = readable(cards.driftCase(drift));
    expect(text).toMatch(/BG-CA-01 Excluded from every enabled policy: \n?passed → failed/);
  });

  test('says that the log has nothing yet where nobody is named', () => {
    expect(readable(cards.driftCase({ ...drift, actors: [] }))).toContain('the audit log has nothing about it yet');
    expect(readable(cards.driftCase(drift))).not.toContain('nothing about it yet');
  });

  test('about what cannot be read never looks like a change for the better', () => {
    const { card } = cards.driftCase(blind);
    expect(headingOf(cards.driftCase(blind))).toBe('? Glasswatch cannot see this any more');
    expect(nodesOf(card).map(({ style }) => style)).toContain('warning');
    expect(nodesOf(card).map(({ style }) => style)).not.toContain('good');
  });

  const waiver = {
    owner: 'o',
    ownerName: 'Megan',
    reason: 'Agreed.',
    at: now,
    expiresAt: '2026-12-26T00:00:00Z',
    digest: '',
  };
  test.each<[DriftCase['state'], string, readonly string[]]>([
    ['open', '✕ Emergency access got weaker', ['drift.fix', 'drift.accept', 'drift.snooze', 'drift.show']],
    ['snoozed', '○ Snoozed until 26 Nov 2026, 18:00 UTC', ['drift.fix', 'drift.accept', 'drift.show']],
    ['accepted', '○ Accepted until 26 Dec 2026', ['drift.fix', 'drift.show']],
    ['resolved', '✓ As accepted again', ['drift.show']],
  ])('that is %s is headed "%s" and offers what is left to do', (state, heading, offered) => {
    const message = cards.driftCase({ ...drift, state, snoozedUntil: '2026-11-26T18:00:00Z', waiver });
    expect(headingOf(message)).toBe(heading);
    expect(verbs(message)).toEqual(offered);
  });

  test('that is accepted says by whom, why, and that what fails goes on failing', () => {
    const text = readable(cards.driftCase({ ...drift, state: 'accepted', waiver }));
    expect(text).toContain('Agreed.');
    expect(text).toContain('goes on failing');
  });

  test('offers a fix only where something fails that can be named', () => {
    const drifts = drift.drifts.map((one) => ({
      ...one,
      findings: one.findings.map((finding) => ({ ...finding, fingerprint: null })),
    }));
    expect(verbs(cards.driftCase({ ...drift, drifts }))).not.toContain('drift.fix');
  });

  test('carries its ID and nothing else that decides', () => {
    const data = actionsOf(cards.driftCase(drift).card).flatMap((action) => action['data'] ?? []);
    expect(new Set(data.map((one) => JSON.stringify(one)))).toEqual(new Set(['{"id":"case-1"}']));
  });
});

describe('the digest of many cases', () => {
  test('says how many, and puts the worst first', () => {
    const message = cards.driftDigest([blind, drift, ...Array.from({ length: 11 }, () => blind)]);
    expect(headingOf(message)).toBe('▲ 13 differences at once');
    expect(actionsOf(message.card)[0]).toMatchObject({ verb: 'drift.show', data: { id: 'case-1' } });
    expect(readable(message)).toContain('and 3 more');
  });

  test('with nothing left claims no good news', () => {
    const message = cards.driftDigest([]);
    expect(readable(message)).toContain('Send "status" for what is open now.');
    expect(nodesOf(message.card).map(({ style }) => style)).not.toContain('good');
  });
});

describe('an alert', () => {
  test('asks what it was as long as nobody has said, and not any more then', () => {
    expect(inputs(cards.alert(alert))).toEqual(['classification', 'text']);
    const { acknowledgement } = WATCHED;
    expect(inputs(cards.alert({ ...alert, state: 'acknowledged', acknowledgement }))).toEqual([]);
  });

  test('offers the three classes and no more', () => {
    const [input] = nodesOf(cards.alert(alert).card).filter(({ id }) => id === 'classification');
    const choices = input?.['choices'] as readonly { readonly value: string }[];
    expect(choices.map(({ value }) => value)).toEqual(['drill', 'emergency', 'misuse']);
  });

  test('inside a drill says so, and is no less an alert', () => {
    const message = cards.alert({ ...alert, severity: 'high', drillId: 'drill-1' });
    expect(headingOf(message)).toBe('▲ An emergency account signed in, inside a drill');
    expect(readable(message)).toContain('If this was not it');
    expect(verbs(message)).toEqual(['alert.acknowledge']);
  });

  test('that nobody has acknowledged in time says that somebody has to look', () => {
    expect(readable(cards.alert({ ...alert, state: 'escalated' }))).toContain('Somebody has to look now.');
    expect(readable(cards.alert(alert))).not.toContain('Somebody has to look now.');
  });

  test('that was misuse stays loud', () => {
    const acknowledgement = { ...WATCHED.acknowledgement, classification: 'misuse' as const };
    const { card } = cards.alert({ ...alert, state: 'acknowledged', acknowledgement });
    expect(nodesOf(card).map(({ style }) => style)).toContain('attention');
  });

  test('shows times as people read them', () => {
    const facts = [{ label: 'When', value: '2026-11-26T14:12:30Z' }];
    expect(readable(cards.alert({ ...alert, facts }))).toMatch(/When: \n?/);
    expect(readable(cards.alert({ ...alert, facts }))).toContain('26 Nov 2026, 14:12 UTC');
  });

  test('of any kind tells what it is about without a name in its summary line', () => {
    expect(cards.alert(alert).summary).toBe('Critical: an emergency account signed in');
    expect(cards.alert({ ...alert, kind: 'E99' }).summary).toBe('Critical: emergency access was touched');
  });
});

describe('a drill', () => {
  test.each<[Drill, readonly string[], readonly string[]]>([
    [drill, ['drill.cancel', 'drill.claim', 'drill.show', 'drill.list'], []],
    [observed, ['drill.followUp', 'drill.show', 'drill.list'], ['keySealed', 'password', 'notes']],
    [passed, ['drill.show', 'drill.list'], []],
    [{ ...drill, state: 'missed' }, ['drill.claim', 'drill.show', 'drill.list'], []],
    [{ ...drill, state: 'claimed' }, ['drill.show', 'drill.list'], []],
  ])('offers what is left to do', (one, offered, asked) => {
    expect(verbs(cards.drill(one))).toEqual(offered);
    expect(inputs(cards.drill(one))).toEqual(asked);
  });

  test('that was only claimed never looks passed', () => {
    const message = cards.drill({ ...drill, state: 'claimed' });
    expect(readable(message)).toContain('No sign-in was seen');
    expect(nodesOf(message.card).map(({ style }) => style)).not.toContain('good');
  });

  test('says how long the alert took, and says so when nobody knows', () => {
    expect(readable(cards.drill(observed))).toContain('41.0 s after the sign-in');
    expect(readable(cards.drill({ ...observed, alertLatencyMs: null }))).toContain('not known to have reached anybody');
  });

  test('can be planned for each designated account, by its ID, and for none where there is none', () => {
    const [input] = nodesOf(cards.drillForm({ due, drills: [], now }).card).filter(({ id }) => id === 'accountId');
    const choices = input?.['choices'] as readonly { readonly value: string }[];
    expect(choices.map(({ value }) => value)).toEqual(due.map(({ accountId }) => accountId));
    expect(verbs(cards.drillForm({ due: [], drills: [], now }))).toEqual([]);
  });

  test('that is overdue or never was is told from one that is due later', () => {
    const text = readable(cards.drillForm({ due, drills: [], now }));
    expect(text).toContain('never rehearsed');
    expect(text).toContain('overdue since 20 Nov 2026');
    expect(text).toContain('by 20 Jan 2027');
  });
});

describe('what people sign for', () => {
  test('says of each statement whether it counts today', () => {
    const text = readable(cards.attestations({ attestations, now }));
    for (const word of ['✓ Signed', '○ Not signed', '✕ Expired', '✕ Does not count any more', '▲ Expires soon']) {
      expect(text).toContain(word);
    }
  });

  test('whose date nobody can read does not count', () => {
    const [first] = attestations;
    const broken = attestations
      .slice(0, 1)
      .map((one) => ({ ...one, current: one.current && { ...one.current, expiresAt: 'x' } }));
    expect(first).toBeDefined();
    expect(readable(cards.attestations({ attestations: broken, now }))).toContain('✕ Expired');
  });

  test('offers to renew what counts, and a new statement only for what does not', () => {
    const offered = (index: number) =>
      verbs(cards.attestations({ attestations: attestations.slice(index, index + 1), now }));
    expect(offered(0)).toEqual(['attestation.form', 'attestation.renew']);
    expect(offered(1)).toEqual(['attestation.form']);
    expect(offered(3)).toEqual(['attestation.form']);
  });

  test('asks for custodians only where two are needed', () => {
    const asked = attestations.slice(0, 2).map((one) => inputs(cards.attestationForm(one)));
    expect(asked).toEqual([
      ['statement', 'picked', 'typedPeople', 'link', 'days'],
      ['statement', 'link', 'days'],
    ]);
  });
});

describe('the schedule', () => {
  const presetOf = (cron: string | null) =>
    nodesOf(cards.schedule({ ...schedule, cron }).card).find(({ id }) => id === 'preset')?.['value'];

  test.each([
    [null, 'never'],
    ['0 8 * * 1-5', '0 8 * * 1-5'],
    ['*/20 * * * *', 'own'],
  ])('of %j stands on the choice %j', (cron, preset) => {
    expect(presetOf(cron)).toBe(preset);
  });

  test('shows the next three runs', () => {
    const text = readable(cards.schedule(schedule));
    for (const run of ['27 Nov 2026, 07:00 UTC', '30 Nov 2026, 07:00 UTC', '1 Dec 2026, 07:00 UTC']) {
      expect(text).toContain(run);
    }
  });
});

describe('the status', () => {
  const reads = [{ resource: 'users', status: 'known' as const, detail: '' }];
  const report = { ...SAMPLES.compliant, scan: { ...SAMPLES.compliant.scan, coverage: { reads } } };
  const view: WatchStatusView = { status, report, alerts: [], cases: [], trend: [], now };
  const styleOf = (changed: Partial<WatchStatusView>) =>
    nodesOf(cards.watchStatus({ ...view, ...changed }).card).find(({ bleed }) => bleed === true)?.['style'];

  test('is good only when nothing warns and nothing is open', () => {
    expect(styleOf({})).toBe('good');
    expect(styleOf({ status: { ...status, warnings: ['The audit log was not read.'] } })).toBe('warning');
    expect(styleOf({ status: { ...status, openAlerts: 1 } })).toBe('attention');
    expect(styleOf({ status: { ...status, openDrift: 1 } })).toBe('warning');
    expect(styleOf({ report: undefined })).toBe('emphasis');
    expect(styleOf({ report: SAMPLES.incomplete })).toBe('warning');
  });

  test('puts the warnings before everything else', () => {
    const message = cards.watchStatus({ ...view, status: { ...status, warnings: ['The audit log was not read.'] } });
    const runs = nodesOf(message.card).flatMap(({ type, text }) => (type === 'TextRun' ? [text] : []));
    expect(runs.slice(0, 3)).toEqual(['Watching does not work as it should:', '▲ ', 'The audit log was not read.']);
  });

  test('says the verdict with its age and its coverage', () => {
    const text = readable(cards.watchStatus(view));
    expect(text).toContain('✓ Compliant, 11 minutes ago');
    expect(text).toContain('all 1 resources known');
    expect(readable(cards.watchStatus({ ...view, report: SAMPLES.compliant }))).toContain('nothing was read');
  });

  test('never tells a source that fails as if it worked', () => {
    const [first] = status.health;
    const failing = { source: 'scan', lastFailureAt: now, lastFailure: 'Policy.Read.All is not granted.' };
    const health = [{ ...first, ...failing, lastSuccessAt: '2026-11-26T14:03:05Z', newestRecordAt: null }];
    expect(readable(cards.watchStatus({ ...view, status: { ...status, health } }))).toContain('is not granted.');
    const never = health.map((one) => ({ ...one, lastSuccessAt: null, lastFailureAt: null, lastFailure: null }));
    expect(readable(cards.watchStatus({ ...view, status: { ...status, health: never } }))).toContain('never worked');
    expect(readable(cards.watchStatus({ ...view, status: { ...status, health: [] } }))).toContain(
      'nothing was read yet',
    );
  });

  test('says when no alert was ever proven to come', () => {
    expect(readable(cards.watchStatus({ ...view, status: { ...status, proven: null } }))).toContain('none yet');
    expect(readable(cards.watchStatus(view))).toContain('41.0 s after the sign-in');
  });

  test('opens each alert and each case, and leaves out what was accepted', () => {
    const accepted = { ...drift, id: 'case-9', state: 'accepted' as const };
    const message = cards.watchStatus({ ...view, alerts: [alert], cases: [drift, accepted] });
    const opened = actionsOf(message.card).map(({ verb, data }) => [verb, data]);
    expect(opened.slice(0, 2)).toEqual([
      ['alert.show', { id: 'alert-1' }],
      ['drift.show', { id: 'case-1' }],
    ]);
    expect(JSON.stringify(message.card)).not.toContain('case-9');
  });
});

describe('a problem', () => {
  test('leads back to what it was about', () => {
    const message = cards.problem({ code: 'X', what: 'x', next: 'x', leadsTo: { verb: 'alert.show', id: 'alert-1' } });
    expect(actionsOf(message.card)).toMatchObject([
      { title: 'Back to the alert', verb: 'alert.show', data: { id: 'alert-1' } },
    ]);
  });
});

test('no card of watching shows more than four buttons side by side', () => {
  const all = [
    ...[drift, blind].map((one) => cards.driftCase(one)),
    ...[drill, observed, passed].map((one) => cards.drill(one)),
    cards.alert(alert),
    cards.attestations({ attestations, now }),
    ...attestations.map((one) => cards.attestationForm(one)),
    cards.subscription(WATCHED.subscription),
    cards.schedule(schedule),
    cards.drillForm({ due, drills: [drill], now }),
  ];
  expect(Math.max(...all.flatMap(visible))).toBeLessThanOrEqual(4);
});
