import { describe, expect, test } from '@jest/globals';
import type { RemediationRequest } from '../../../src/domain/approval/request.js';
import { remediationRecordOf } from '../../../src/domain/report/remediation-record.js';
import { FIRST, TENANT } from '../a-snapshot.js';
import { ANNA, aPlan, aRequest, aStep } from '../remediation/a-request.js';

function finished(overrides: Partial<RemediationRequest> = {}): RemediationRequest {
  const request = aRequest({
    plan: aPlan({
      steps: [aStep(), aStep({ executor: 'human', change: null, instructions: ['Open it.', 'Save it.'] })],
    }),
    state: 'succeeded',
    steps: [
      { index: 0, state: 'verified', detail: 'Read back as planned' },
      { index: 1, state: 'pending', detail: '' },
    ],
    outcome: 'A scan confirms it',
    updatedAt: '2026-03-01T09:10:00.000Z',
  });
  const review = {
    requestId: request.id,
    reviewer: { tenantId: TENANT, objectId: ANNA },
    reviewerName: 'Anna',
    decision: 'approve' as const,
    reason: 'Checked with the owner',
    planDigest: request.planDigest,
    at: '2026-03-01T09:00:00.000Z',
  };
  return { ...request, reviews: [review], ...overrides };
}

/** The text of the section that `heading` opens. */
function section(record: string, heading: string): string {
  return record.split(/^## /m).find((part) => part.startsWith(heading)) ?? '';
}

describe('the record of a remediation', () => {
  const record = remediationRecordOf(finished());

  test('has the four steps in their order', () => {
    expect(record.match(/^## .*$/gm)).toEqual([
      '## 1. Review of the current state',
      '## 2. Plan',
      '## 3. Implementation',
      '## 4. Verification and test',
    ]);
  });

  test.each([
    { heading: '1.', facts: [`${FIRST}: permanent, emergency account`] },
    {
      heading: '2.',
      facts: [
        'Risk: low, 1 approval',
        '2026-03-01T08:05:00.000Z: proposed by Rita',
        `2026-03-01T09:00:00.000Z: approved by Anna (${ANNA}). Checked with the owner`,
        'Before: nobody',
        'After: first',
        '1. Open it\\.\n2. Save it\\.',
        'Page: <https://entra.microsoft.com/#view/policy/',
      ],
    },
    {
      heading: '3.',
      facts: ['Request: plan-1', ': verified. Read back as planned', ': not done', '2026-03-01T09:10:00.000Z'],
    },
    { heading: '4.', facts: ['Result: Carried out and verified', 'Outcome: A scan confirms it', 'sign-in drill'] },
  ])('says in step $heading what belongs there', ({ heading, facts }) => {
    const text = section(record, heading);
    expect(facts.filter((fact) => !text.includes(fact))).toEqual([]);
  });

  test('says for a rollback which request it takes back', () => {
    const plan = aPlan({ purpose: 'rollback', risk: 'high' });
    const rollback = remediationRecordOf(aRequest({ plan, rollbackOf: 'request-0' }));

    expect(rollback).toMatch(/^# Rollback record/);
    expect(rollback).toContain('Takes back the writes of request: request-0');
    expect(rollback).toContain('2 approvals by different people');
    expect(record).not.toContain('Takes back the writes');
  });

  test('names what could not be read', () => {
    const currentState = { globalAdministrators: [], gaps: ['Eligible assignments: not read'] };
    const text = remediationRecordOf(aRequest({ plan: aPlan({ currentState }) }));
    expect(section(text, '1.')).toContain('- Eligible assignments\\: not read');
    expect(section(record, '1.')).not.toContain('Could not be read');
  });
});

describe('text from people and the tenant', () => {
  const HOSTILE =
    '- x\r\n## 4. Forged\n[Approve](https://evil.example) <b>`a` www.evil.example ![i](j) |\u202E _x_ *y*';
  const object = { type: 'policy', id: HOSTILE, name: HOSTILE } as const;
  const text = remediationRecordOf(
    finished({
      id: HOSTILE,
      requesterName: HOSTILE,
      outcome: HOSTILE,
      plan: aPlan({
        subject: object,
        blastRadius: HOSTILE,
        steps: [
          aStep({ title: HOSTILE, object, before: HOSTILE, after: HOSTILE, undo: HOSTILE, instructions: [HOSTILE] }),
        ],
        currentState: { globalAdministrators: [], gaps: [HOSTILE] },
      }),
    }),
  );

  test('forges no heading, no line, no link, no code and no markup', () => {
    expect(text.match(/^## .*$/gm)).toHaveLength(4);
    expect(text).not.toMatch(/(?<!\\)[[\]`*_|!]/);
    expect(text.replace(/<https:\/\/entra\.microsoft\.com\/[^>]*>/g, '')).not.toMatch(/(?<!\\)[<>]|https:|www\./);
    expect(text).not.toMatch(/\r|\u202E|^(- |\d+\. )- /m);
  });

  test('keeps what it says', () => {
    expect(text).toContain('Forged');
  });

  test('leads nowhere but into the portal', () => {
    const linked = (portalUrl: string) =>
      remediationRecordOf(aRequest({ plan: aPlan({ steps: [aStep({ portalUrl })] }) }));

    expect(linked('https://entra.microsoft.com/#view/x')).toContain('<https://entra.microsoft.com/#view/x>');
    expect(linked('https://entra.microsoft.com.evil.example/')).not.toContain('evil');
    expect(linked('https://entra.microsoft.com/> <b>')).not.toContain('<b>');
  });
});
