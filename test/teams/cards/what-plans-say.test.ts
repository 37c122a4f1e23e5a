import { describe, expect, test } from '@jest/globals';
import type { RemediationRequest, RequestState } from '../../../src/domain/approval/request.js';
import { CARD_BYTES } from '../../../src/teams/cards/render-card.js';
import { actionsOf, bytesOf, cards, nodesOf, optionOf, readable, REQUESTS, SAMPLES } from './cards-under-test.js';

const { low, high, people, many } = REQUESTS;

const titles = (message: { readonly card: unknown }) =>
  actionsOf(message.card).flatMap(({ type, title }) => (type === 'Action.Execute' ? [title] : []));

/** `low` in another state, with its steps in one. */
function inState(
  state: RequestState,
  step: RemediationRequest['steps'][number]['state'] = 'pending',
): RemediationRequest {
  return { ...low, state, steps: low.steps.map((record) => ({ ...record, state: step })) };
}

describe('the card of a plan', () => {
  const text = readable(cards.request(low));

  test.each([
    ['what it is for', 'Fix for bg-north@contoso.onmicrosoft.com'],
    ['why', 'BG-CA-01 fails: Excluded from every enabled policy'],
    ['whom it reaches', 'The account bg-north@contoso.onmicrosoft.com and two policies.'],
    ['its risk', 'Low, and it can be undone'],
    ['how many approvals it has and needs', '0 of 1'],
    ['who asked and when', 'Alex Wilber on 26 Nov 2026, 14:10 UTC'],
    ['when it expires', '26 Nov 2026, 18:10 UTC'],
    ['each change', '1. Exclude bg-north@contoso.onmicrosoft.com from "CA-07 Require compliant device for admins"'],
    ['the object and the field', 'CA-07 Require compliant device for admins · conditions.users.excludeUsers'],
    ['the value before', 'Before: \nbg-south@contoso.onmicrosoft.com'],
    ['the value after', 'After: \nbg-south@contoso.onmicrosoft.com, bg-north@contoso.onmicrosoft.com'],
    ['who does it', 'Glasswatch (Policy.ReadWrite.ConditionalAccess)'],
    ['how it is undone', 'Undo: \nRemove bg-north@contoso.onmicrosoft.com from the excluded users'],
  ])('says %s', (_, words) => {
    expect(text).toContain(words);
  });

  test('names who has approved, and with which reason', () => {
    const said = readable(cards.request(high));
    expect(said).toContain('1 of 2');
    expect(said).toContain('Approved by Megan Bowen: \nAgreed with the identity team.');
  });

  test('says what people have to do, line by line', () => {
    const said = readable(cards.request({ ...people, state: 'awaitingPeople' }));
    for (const instruction of people.plan.steps[0]?.instructions ?? ['missing']) expect(said).toContain(instruction);
  });

  test.each<[RequestState, string]>([
    ['proposed', '● Waiting for approval'],
    ['approved', '● Approved'],
    ['executing', '● Being carried out'],
    ['succeeded', '✓ Done and verified'],
    ['failed', '✕ Failed'],
    ['uncertain', '? Uncertain: a person must look'],
    ['denied', '✕ Denied'],
    ['expired', '○ Expired'],
    ['withdrawn', '○ Withdrawn'],
    ['stale', '▲ Overtaken by a change'],
    ['awaitingPeople', '● Approved: people carry it out'],
  ])('says its state %s in words', (state, words) => {
    expect(readable(cards.request(inState(state))).split('\n')[0]).toBe(words);
  });

  test.each<[RequestState, readonly string[]]>([
    ['proposed', ['Review', 'Withdraw']],
    ['approved', []],
    ['executing', []],
    ['succeeded', ['Undo…']],
    ['failed', ['Undo…', 'Plan again']],
    ['uncertain', ['Undo…']],
    ['denied', []],
    ['expired', ['Plan again']],
    ['withdrawn', []],
    ['stale', ['Plan again']],
    ['awaitingPeople', ['Undo…']],
  ])('offers in the state %s what can be done then: %j', (state, buttons) => {
    expect(titles(cards.request(inState(state, 'verified')))).toEqual(buttons);
  });

  test('offers no undo where nothing was written', () => {
    expect(titles(cards.request(inState('failed', 'failed')))).toEqual(['Plan again']);
  });

  test('says where to look when nobody knows what became of a change, and only then', () => {
    const where = 'Look at: \nCA-11 Block legacy clients · conditions.users.excludeUsers';
    expect(readable(cards.request(inState('uncertain', 'uncertain')))).toContain(where);
    expect(readable(cards.request(inState('succeeded', 'verified')))).not.toContain('Look at');
  });

  test('says what became of each change, and why where that is not said above', () => {
    const steps = low.steps.map((step) => ({ ...step, state: 'failed' as const, detail: 'Graph refused.' }));
    expect(readable(cards.request({ ...low, state: 'failed', steps }))).toContain('✕ Failed. Graph refused.');
    const told = readable(
      cards.request({ ...low, state: 'failed', steps, outcome: 'Graph refused. Nothing was written.' }),
    );
    expect(told.split('Graph refused.')).toHaveLength(2);
  });

  test('leads to the admin center only', () => {
    const links = (portalUrl: string) => {
      const steps = low.plan.steps.slice(0, 1).map((step) => ({ ...step, portalUrl }));
      return actionsOf(cards.request({ ...low, plan: { ...low.plan, steps } }).card).flatMap(({ url }) => url ?? []);
    };
    expect(links('https://entra.microsoft.com/#view/x')).toEqual(['https://entra.microsoft.com/#view/x']);
    expect(links('https://entra.microsoft.com.evil.example/#view/x')).toEqual([]);
    expect(links(`https://entra.microsoft.com/#view/${'x'.repeat(5_000)}`)).toEqual([]);
  });
});

describe('a plan with twenty changes', () => {
  test.each([
    ['card', cards.request(many)],
    ['confirmation', cards.confirmation(many, 'token')],
  ])('shows each of them before and after in its %s, and fits', (_, message) => {
    const text = readable(message);
    for (const { object, before, after } of many.plan.steps) {
      expect(text).toContain(object.name);
      expect(text).toContain(`${before} → ${after}`);
    }
    expect(bytesOf(message)).toBeLessThan(CARD_BYTES);
  });

  test('can be approved; one with twenty-one cannot, because nobody would see the last', () => {
    const steps = [...many.plan.steps, ...many.plan.steps.slice(0, 1)];
    const larger = { ...many, plan: { ...many.plan, steps } };
    expect(titles(cards.confirmation(many, 'token'))).toEqual(['Approve', 'Deny', 'Back']);
    expect(titles(cards.confirmation(larger, 'token'))).toEqual(['Deny', 'Back']);
    expect(JSON.stringify(cards.confirmation(larger, 'secret-token'))).not.toContain('secret-token');
  });
});

describe('the confirmation', () => {
  const inputs = (message: { readonly card: unknown }) =>
    nodesOf(message.card)
      .filter(({ type }) => type === 'Input.Text')
      .map(({ id, isRequired, maxLength }) => ({ id, isRequired, maxLength }));

  test('repeats every change before and after', () => {
    const text = readable(cards.confirmation(low, 'token'));
    for (const { title, before, after } of low.plan.steps) {
      expect(text).toContain(title);
      expect(text).toContain(`Before: \n${before}`);
      expect(text).toContain(`After: \n${after}`);
    }
  });

  test('asks for a reason, and only for high risk for the name, which it shows', () => {
    const reason = { id: 'reason', isRequired: true, maxLength: 500 };
    expect(inputs(cards.confirmation(low, 'token'))).toEqual([reason]);
    // Not required by the client: denying needs no name.
    expect(inputs(cards.confirmation(high, 'token'))).toEqual([reason, { id: 'typedName', maxLength: 500 }]);
    const text = readable(cards.confirmation(high, 'token'));
    expect(text).toContain('type this name exactly');
    expect(text.split('\n')).toContain('Emergency access: phishing-resistant sign-in');
  });

  test('binds the answer to the plan that is shown, and only the approval to its token', () => {
    const { id: requestId, planDigest } = low;
    expect(
      actionsOf(cards.confirmation(low, 'token').card).flatMap(({ verb, data }) =>
        verb === undefined ? [] : [{ verb, data }],
      ),
    ).toEqual([
      { verb: 'remediation.confirm', data: { requestId, planDigest, token: 'token' } },
      { verb: 'remediation.deny', data: { requestId, planDigest } },
      { verb: 'remediation.show', data: { requestId } },
    ]);
  });

  test('can be left without filling it in', () => {
    const back = actionsOf(cards.confirmation(low, 'token').card).find(({ title }) => title === 'Back');
    expect(back).toMatchObject({ associatedInputs: 'none', fallback: { associatedInputs: 'none' } });
  });
});

describe('the lists', () => {
  test('of fixes starts each plan from its own finding', () => {
    const message = cards.fixes([
      { ...optionOf(low), fingerprint: 'f1' },
      { ...optionOf(people), fingerprint: 'f2' },
    ]);
    expect(actionsOf(message.card).map(({ verb, data }) => ({ verb, data }))).toEqual(
      ['f1', 'f2'].map((fingerprint) => ({ verb: 'remediation.propose', data: { scanId: 'scan', fingerprint } })),
    );
    expect(readable(message)).toContain('2 changes by Glasswatch · low risk');
  });

  test('of approvals opens each plan', () => {
    const message = cards.approvals([low, high]);
    expect(actionsOf(message.card).map(({ verb, data }) => ({ verb, data }))).toEqual(
      [low, high].map(({ id }) => ({ verb: 'remediation.show', data: { requestId: id } })),
    );
    expect(readable(message)).toContain('1 of 2 approvals');
  });

  test('say so when they are empty, and how many are left out when they are long', () => {
    expect(readable(cards.fixes([]))).toContain('Nothing to plan');
    expect(readable(cards.approvals([]))).toContain('No open plan');
    expect(readable(cards.approvals(Array.from({ length: 12 }, () => low)))).toContain('and 4 more');
  });
});

describe('the report', () => {
  const { nonCompliant } = SAMPLES;
  const proposals = (card: unknown) => actionsOf(card).filter(({ verb }) => verb === 'remediation.propose');

  test('offers a fix for each failed finding of its overview, and for nothing else', () => {
    const failed = nonCompliant.findings.filter(({ outcome }) => outcome === 'fail');
    expect(proposals(cards.report(nonCompliant, 0, true).card).map(({ data }) => data)).toEqual(
      failed.map(({ fingerprint }) => ({ scanId: nonCompliant.scan.id, fingerprint })),
    );
  });

  test('offers none where nothing can be fixed', () => {
    expect(proposals(cards.report(nonCompliant, 0).card)).toEqual([]);
  });

  test.each([
    ['fail', true, 1],
    ['fail', false, 0],
    ['error', true, 0],
    ['pass', true, 0],
  ])(
    'shows with a finding of outcome %s, fixes on: %s, so many buttons to fix it: %d',
    (outcome, offersFixes, count) => {
      const finding = nonCompliant.findings.find((candidate) => candidate.outcome === outcome);
      const message = cards.finding(nonCompliant, finding?.fingerprint ?? '', 0, offersFixes);
      expect(proposals(message?.card)).toHaveLength(count);
    },
  );
});

describe('a problem', () => {
  const problem = { code: 'X', what: 'x', next: 'x' };

  test('leads to a scan, to the plan it is about, to the modes, or nowhere', () => {
    expect(titles(cards.problem(problem))).toEqual(['Scan again']);
    expect(titles(cards.problem({ ...problem, leadsTo: { requestId: 'r' } }))).toEqual(['Back to the plan']);
    expect(titles(cards.problem({ ...problem, leadsTo: 'automation' }))).toEqual(['Show automation']);
    expect(titles(cards.problem({ ...problem, leadsTo: 'nowhere' }))).toEqual([]);
  });
});
