import { describe, expect, test } from '@jest/globals';
import type { RemediationRequest } from '../../../src/domain/approval/request.js';
import { remediationRecordOf } from '../../../src/domain/report/remediation-record.js';
import { FIRST, TENANT } from '../a-snapshot.js';
import type { PrivilegedHolder } from '../../../src/domain/remediation/plan.js';
import { ANNA, aPlan, aRequest, aStep, BO } from '../remediation/a-request.js';

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

const READER: PrivilegedHolder = {
  principalId: BO,
  roleTemplateId: '5d6b6bb7-de71-4623-b4af-96380a352509',
  roleName: 'Security Reader',
  assignment: 'permanent',
  isGroup: true,
  isEmergencyAccount: false,
};

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

  test('shows who holds other privileged roles, and who has more than they need', () => {
    const currentState = {
      globalAdministrators: [],
      privilegedRoles: [READER],
      moreThanNeeded: ['Bo has more than needed'],
      gaps: [],
    };
    const text = section(remediationRecordOf(aRequest({ plan: aPlan({ currentState }) })), '1.');

    expect(text).toContain(`- ${BO} (group): Security Reader, permanent`);
    expect(text).toContain('- Bo has more than needed');
    expect(section(record, '1.')).toContain('Nobody was seen to hold one.');
    expect(section(record, '1.')).not.toContain('Who has more than they need');
  });

  test('says which roles and permissions the plan takes, each once', () => {
    const person = { executor: 'approver', permission: 'User.ReadWrite.All', role: 'User Administrator' } as const;
    const plan = aPlan({ steps: [aStep(), aStep(), aStep(person), aStep(person)] });
    const text = section(remediationRecordOf(aRequest({ plan })), '2.');

    expect(text.match(/^- the bot: Policy\\\.ReadWrite\\\.ConditionalAccess$/gm)).toHaveLength(1);
    expect(text.match(/^- a person: role User Administrator, with User\\\.ReadWrite\\\.All$/gm)).toHaveLength(1);
  });

  test('has a timeline from the proposal to the end', () => {
    const times = { began: '2026-03-01T09:05:00.000Z', ended: '2026-03-01T09:06:00.000Z' };
    const lines = section(remediationRecordOf(finished(), times), '2.').match(/^- 2026[^ ]*Z: \w+/gm);

    expect(lines).toEqual([
      '- 2026-03-01T08:05:00.000Z: proposed',
      '- 2026-03-01T09:00:00.000Z: approved',
      '- 2026-03-01T09:05:00.000Z: began',
      '- 2026-03-01T09:06:00.000Z: ended',
      '- 2026-03-01T12:05:00.000Z: the',
    ]);
  });

  test('takes the last change of a request that has ended for its end, and tells no beginning that it does not know', () => {
    const ended = section(record, '2.');
    const open = section(remediationRecordOf(finished({ state: 'executing' })), '2.');

    expect(ended).toContain('2026-03-01T09:10:00.000Z: ended');
    expect(ended).not.toContain('began');
    expect(open).not.toContain(': ended');
  });

  test('says that nobody reviewed a plan that a mode allowed', () => {
    const text = section(remediationRecordOf(aRequest({ authorizedBy: 'automaticMode' })), '2.');

    expect(text).toContain('no approval of the single plan');
    expect(text).toContain('allowed by the automatic mode of BG-CA-01');
    expect(section(record, '2.')).not.toContain('automatic mode');
  });

  test('of a setting is one of this program, and reviews no roles', () => {
    const text = remediationRecordOf(aRequest({ plan: aPlan({ purpose: 'setting' }) }));

    expect(text).toMatch(/^# Setting record/);
    expect(section(text, '1.')).not.toContain('Global Administrator');
    expect(section(text, '1.')).toContain('takes no role');
  });

  test('names what could not be read', () => {
    const currentState = {
      globalAdministrators: [],
      privilegedRoles: [],
      moreThanNeeded: [],
      gaps: ['Eligible assignments: not read'],
    };
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
        currentState: {
          globalAdministrators: [],
          privilegedRoles: [{ ...READER, principalId: HOSTILE, roleName: HOSTILE }],
          moreThanNeeded: [HOSTILE],
          gaps: [HOSTILE],
        },
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
