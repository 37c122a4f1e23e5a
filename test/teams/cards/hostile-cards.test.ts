import { describe, expect, test } from '@jest/globals';
import type { RemediationRequest } from '../../../src/domain/approval/request.js';
import type { Evidence } from '../../../src/domain/controls/control.js';
import type { ReportFinding, ScanReport } from '../../../src/domain/report/scan-report.js';
import { CARD_BYTES } from '../../../src/teams/cards/render-card.js';
import { everyHostileAccountCard } from './account-samples.js';
import {
  actionsOf,
  bytesOf,
  cards,
  everyAutomationCard,
  everyCard,
  everyReadingCard,
  everyRequestCard,
  everyWatchCard,
  nodesOf,
  REQUESTS,
  SAMPLES,
  textsOf,
} from './cards-under-test.js';

/** Stands in every hostile text, so that it can be found again. */
const MARK = 'zqx';

const HOSTILE: readonly (readonly [string, string])[] = [
  ['a Markdown link', `${MARK} [Approve](https://evil.example/x) <https://evil.example>`],
  ['emphasis, code, headings and lists', `# ${MARK}\n* **bold** _it_ \`code\`\n1. one`],
  ['template expressions', `${MARK} \${name} \${$root.scanId} \${fingerprint}`],
  ['ten thousand characters', MARK + 'W'.repeat(10_000)],
  ['ten thousand four-byte characters', MARK + '😀'.repeat(5_000)],
  ['ten thousand quotes', MARK + '"\\'.repeat(5_000)],
  ['right-to-left marks', `${MARK} \u202Etxt.exe\u202C \u2067x\u200F`],
  ['line breaks', `${MARK}\r\nApproved by: everyone\u2028\u0085x`],
  ['terminal codes', `${MARK} \u001b[2J\u001b]0;x\u0007`],
  ['HTML', `${MARK} <img src=x onerror=alert(1)><a href="https://evil.example">x</a>`],
  ['the end of a link', `${MARK}](https://evil.example)`],
  ['JSON', `${MARK}"},{"type":"Action.OpenUrl","url":"https://evil.example"},{"x":"`],
  ['a date command', `${MARK} {{DATE(2017-02-14T06:08:39Z,LONG)}}`],
  ['private-use characters', `${MARK} $\uE000{name}`],
];

function hostileEvidence(text: string): Evidence {
  return {
    source: text,
    readAt: '2026-11-26T14:03:02Z',
    expected: text,
    actual: text,
    object: { type: 'policy', id: 'p', name: text },
    portalUrl: `https://evil.example/${text}`,
  };
}

/** A report with 5 accounts and one finding per account and policy, in which every name is `text`. */
function hostileReport(text: string): ScanReport {
  const [sample] = SAMPLES.nonCompliant.findings;
  const [account] = SAMPLES.nonCompliant.accounts;
  if (sample === undefined || account === undefined) throw new Error('the sample is empty');
  const evidence = Array.from({ length: 240 }, () => hostileEvidence(text));
  const findings = Array.from({ length: 5 * 240 }, (_, index): ReportFinding => ({
    ...sample,
    outcome: index % 2 === 0 ? 'fail' : 'error',
    subject: { type: 'policy', id: `p${index}`, name: text },
    summary: text,
    title: text,
    rationale: text,
    references: [text, text],
    permissions: [text],
    evidence: index < 2 ? evidence : [],
    fingerprint: `f${index}`.padEnd(64, '0'),
  }));
  const gaps = Array.from({ length: 30 }, () => ({ resource: text, status: 'malformed' as const, detail: text }));
  const scan = {
    ...SAMPLES.nonCompliant.scan,
    tenant: { id: text, displayName: text },
    accounts: Array.from({ length: 5 }, (_, index) => ({
      id: `a${index}`,
      userPrincipalName: text,
      displayName: text,
    })),
    trigger: { kind: 'command' as const, by: { tenantId: 't', objectId: 'o' }, byName: text },
  };
  const accounts = Array.from({ length: 5 }, (_, index) => ({
    ...account,
    id: `a${index}`,
    userPrincipalName: text,
    displayName: text,
  }));
  const policies = Array.from({ length: 240 }, (_, index) => ({
    policyId: `p${index}`,
    policyName: text,
    state: text,
    portalUrl: `https://evil.example/${text}`,
    cells: accounts.map(({ id }) => ({
      accountId: id,
      applicability: 'excluded' as const,
      via: [text, text, id],
      includedBy: [text],
    })),
  }));
  const { counts, byNature } = SAMPLES.nonCompliant;
  const differingSettings = [text, text];
  return {
    scan,
    accounts,
    findings,
    gaps,
    policies,
    byNature,
    differingSettings,
    counts: { ...counts, fail: 600, error: 600 },
  };
}

/** A request with 20 steps, half of them for people, in which every name, reason and instruction is `text`. */
function hostileRequest(text: string): RemediationRequest {
  const { many, high } = REQUESTS;
  const [review] = high.reviews;
  if (review === undefined) throw new Error('the sample has no review');
  const steps = many.plan.steps.map((step, index) => ({
    ...step,
    executor: index % 2 === 0 ? ('bot' as const) : ('human' as const),
    title: text,
    object: { ...step.object, name: text },
    field: text,
    before: text,
    after: text,
    undo: text,
    permission: text,
    role: text,
    instructions: [text, text, text],
    portalUrl: `https://evil.example/${text}`,
  }));
  const plan = { ...many.plan, subject: { ...many.plan.subject, name: text }, blastRadius: text, steps };
  const reviews = [review, review].map((one) => ({ ...one, reviewerName: text, reason: text }));
  const records = many.steps.map((record) => ({ ...record, detail: `${text}.` }));
  return { ...many, plan, reviews, steps: records, requesterName: text, outcome: text };
}

/** Every kind of card with `text` in every place that is not ours. */
function everyHostileCard(text: string) {
  return {
    ...everyCard(hostileReport(text), text),
    ...everyRequestCard(hostileRequest(text)),
    ...everyAutomationCard(text),
    ...everyWatchCard(text),
    ...everyReadingCard(hostileReport(text), text),
    ...everyHostileAccountCard(text),
  };
}

const CLEAN: Readonly<Record<string, { readonly card: unknown }>> = everyHostileCard(`${MARK} an ordinary name`);

describe.each(HOSTILE)('%s in every name', (_, text) => {
  const hostile = Object.entries(everyHostileCard(text));

  test.each(hostile)('adds no action and no link to the card: %s', (kind, { card }) => {
    const shape = (value: unknown) => actionsOf(value).map(({ type, verb, url, data }) => ({ type, verb, url, data }));
    expect(shape(card)).toEqual(shape(CLEAN[kind]?.card));
    expect(JSON.stringify(shape(card))).not.toContain(MARK);
  });

  test.each(hostile)('stays out of everything that clients read as Markdown: %s', (__, { card, summary }) => {
    expect(textsOf(card, 'TextBlock').join()).not.toContain(MARK);
    expect(JSON.stringify(nodesOf(card).map((node) => node['fallbackText']))).not.toContain(MARK);
    expect(summary).not.toContain(MARK);
  });

  test.each(hostile)('leaves no control, direction or break character in the card: %s', (__, { card }) => {
    const texts = [...textsOf(card, 'TextRun'), ...nodesOf(card).map((node) => String(node['title']))].join('');
    expect(texts).not.toMatch(/[\p{Cc}\p{Zl}\p{Zp}\p{Co}\p{Cs}\u202A-\u202E\u200E\u200F\u061C]|\{\{/u);
  });

  test.each(hostile)('keeps the card under its size: %s', (__, message) => {
    expect(bytesOf(message)).toBeLessThan(CARD_BYTES);
  });
});

describe('a name with an expression', () => {
  test('is shown as it was written', () => {
    const { card } = cards.alreadyScanning({ scanId: 's', startedAt: '2026-11-26T14:03:01Z', byName: 'A ${name} B' });
    expect(textsOf(card, 'TextRun').join()).toContain('A ${name} B');
  });
});

describe('the hash of the audit log', () => {
  test('is shown in full, without anything that is no digit of it', () => {
    const shown = JSON.stringify(
      cards.auditHead({ seq: 7, hash: `ab[x](https://evil.example)\u200B${'0f'.repeat(31)}` }),
    );
    expect(shown).not.toMatch(/evil|https|\[x|\u200B/);
    expect(shown).toContain('0f'.repeat(31));
  });
});

describe('evidence', () => {
  const report = SAMPLES.nonCompliant;
  const sample = report.findings.find(({ evidence }) => evidence[0]?.portalUrl !== undefined);

  /** The links of the sample's card after its evidence was pointed at `portalUrl`. */
  function linksTo(portalUrl: string): readonly unknown[] {
    if (sample === undefined) throw new Error('the sample has no linked evidence');
    const findings = [{ ...sample, evidence: sample.evidence.slice(0, 1).map((one) => ({ ...one, portalUrl })) }];
    const message = cards.finding({ ...report, policies: [], findings }, sample.fingerprint, 0);
    return actionsOf(message?.card).flatMap(({ type, url }) => (type === 'Action.OpenUrl' ? [url] : []));
  }

  test('is linked when its address is in the admin center', () => {
    expect(linksTo('https://entra.microsoft.com/#view/policy')).toEqual(['https://entra.microsoft.com/#view/policy']);
  });

  test('is not linked when its address is anywhere else', () => {
    expect(linksTo('https://entra.microsoft.com.evil.example/#view/policy')).toEqual([]);
  });
});
