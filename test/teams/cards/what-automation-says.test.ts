import { describe, expect, test } from '@jest/globals';
import type { RemediationRequest, RequestState } from '../../../src/domain/approval/request.js';
import type { ControlMode } from '../../../src/domain/remediation/plan.js';
import {
  actionsOf,
  AUTOMATIC,
  cards,
  nodesOf,
  OVERVIEW,
  PROPOSED_BY_BOT,
  readable,
  REQUESTS,
  STOP,
} from './cards-under-test.js';

const { low, mode, resume } = REQUESTS;

const verbs = (message: { readonly card: unknown }) => actionsOf(message.card).flatMap(({ verb }) => verb ?? []);
const headingOf = (message: Parameters<typeof readable>[0]) => readable(message).split('\n')[0];

describe('the overview', () => {
  test('says of each control its mode and what that means, the boldest first', () => {
    const text = nodesOf(cards.automation(OVERVIEW).card)
      .map((node) => String(node['text']))
      .filter((one) => /^(BG-|[✓●○] )/.test(one))
      .map((one) => one.trim());
    expect(text).toEqual([
      ...['✓ Automatic fixes are on', '✓ Automatic', 'BG-CA-01'],
      ...['● Approval', 'BG-CA-02', '○ Advisory', 'BG-CA-05'],
    ]);
    expect(readable(cards.automation(OVERVIEW))).toContain('Excluded from every enabled policy');
  });

  test('offers each option by its ID, named by control and mode, and nothing else decides', () => {
    const message = cards.automation(OVERVIEW);
    const [input] = nodesOf(message.card).filter(({ type }) => type === 'Input.ChoiceSet');
    expect(input).toMatchObject({
      id: 'optionId',
      choices: [
        { title: 'BG-CA-05: propose fixes', value: 'o1' },
        { title: 'BG-CA-01: only report', value: 'o2' },
        { title: 'BG-CA-01: propose fixes', value: 'o3' },
        { title: 'BG-CA-02: fix by itself', value: 'o4' },
      ],
    });
    const propose = actionsOf(message.card).find(({ verb }) => verb === 'automation.propose');
    expect(propose).toMatchObject({ data: {} });
  });

  test('lets anybody stop without choosing anything first', () => {
    const stop = actionsOf(cards.automation(OVERVIEW).card).find(({ verb }) => verb === 'automation.stop');
    expect(stop).toMatchObject({ associatedInputs: 'none', fallback: { associatedInputs: 'none' } });
  });

  test('offers to stop while nothing is stopped, and to resume while it is', () => {
    expect(verbs(cards.automation(OVERVIEW))).toEqual(['automation.stop', 'automation.propose']);
    expect(verbs(cards.automation({ ...OVERVIEW, stopped: STOP }))).toEqual([
      'automation.resume',
      'automation.propose',
    ]);
  });

  test('says who stopped and when, and does not call automatic fixes on then', () => {
    const text = readable(cards.automation({ ...OVERVIEW, stopped: STOP, heldBack: 'Adele Vance has stopped it.' }));
    expect(text.split('\n')[0]).toBe('■ Writing is stopped');
    expect(text).toContain('Stopped by Adele Vance on 26 Nov 2026, 14:30 UTC.');
    expect(text).not.toContain('fixes are on');
  });

  test('says why automatic fixes are held back', () => {
    const text = readable(cards.automation({ ...OVERVIEW, heldBack: 'Three fixes in a row have failed.' }));
    expect(text.split('\n')[0]).toBe('▲ Automatic fixes are held back');
    expect(text).toContain('Three fixes in a row have failed.');
  });

  test('says that automatic fixes are off where no control has that mode', () => {
    const controls = OVERVIEW.controls.filter((control) => control.mode !== 'automatic');
    expect(headingOf(cards.automation({ ...OVERVIEW, controls }))).toBe('○ Automatic fixes are off');
    const blocked = readable(cards.automation({ ...OVERVIEW, controls, heldBack: 'There is no remediator identity.' }));
    expect(blocked).toMatch(/^○ Automatic fixes are off\n/);
    expect(blocked).toContain('There is no remediator identity.');
  });

  test('says how many fixes there were of how many there may be', () => {
    expect(readable(cards.automation(OVERVIEW))).toContain('2 of at most 5');
  });

  test('without a control says so, and offers nothing to choose', () => {
    const message = cards.automation({ ...OVERVIEW, controls: [] });
    expect(readable(message)).toContain('There is no control');
    expect(nodesOf(message.card).some(({ type }) => type === 'Input.ChoiceSet')).toBe(false);
  });
});

describe('the answer to a stop', () => {
  test('says who stopped, what that means, and how it goes on', () => {
    const text = readable(cards.stopped({ kind: 'stopped', stop: STOP }));
    expect(text).toContain('Stopped by Adele Vance on 26 Nov 2026, 14:30 UTC.');
    expect(text).toContain('nothing is written to the tenant, approved or not. Scans and alerts go on.');
    expect(text).toContain('a colleague has to approve it');
    expect(verbs(cards.stopped({ kind: 'stopped', stop: STOP }))).toEqual(['automation.resume', 'automation.show']);
  });

  test('says when somebody was faster', () => {
    expect(headingOf(cards.stopped({ kind: 'alreadyStopped', stop: STOP }))).toBe('■ Writing was stopped already');
  });
});

describe('the plan of a setting', () => {
  const setTo = (to: ControlMode): RemediationRequest => {
    const change = { kind: 'setControlMode', controlId: 'BG-CA-01', mode: to } as const;
    return { ...mode, plan: { ...mode.plan, steps: mode.plan.steps.map((step) => ({ ...step, change })) } };
  };

  test.each<[ControlMode, string]>([
    ['automatic', 'Let the bot fix BG-CA-01 by itself'],
    ['approval', 'Let the bot propose fixes for BG-CA-01'],
    ['advisory', 'Let the bot only report BG-CA-01'],
  ])('to %s is headed "%s", in the list of approvals too', (to, words) => {
    expect(readable(cards.request(setTo(to)))).toContain(words);
    expect(readable(cards.confirmation(setTo(to), 'token'))).toContain(words);
    expect(readable(cards.approvals([setTo(to)]))).toContain(words);
  });

  test('to resume is headed by that, and names no control', () => {
    const text = readable(cards.request(resume));
    expect(text).toContain('Let the bot write to the tenant again');
    expect(text).not.toContain('Control: ');
    expect(readable(cards.approvals([resume]))).toContain('\nlow risk');
  });

  test('does not say that a control fails or that the tenant is written to, as a fix does', () => {
    const text = readable(cards.request(mode));
    expect(text).toContain('Control: \nBG-CA-01: Excluded from every enabled policy');
    expect(text).toContain('in its own settings; the tenant is not touched');
    expect(text).not.toContain('fails');
    expect(readable(cards.request(low))).toContain('Why: \nBG-CA-01 fails');
  });

  test('that is done says that it holds, not that the tenant was read back', () => {
    const done = { ...mode, state: 'succeeded' as const };
    expect(readable(cards.request(done))).toContain('It holds from now on.');
    expect(readable(cards.request(done))).not.toContain('read back from the tenant');
    expect(cards.request(done).summary).toBe('Mode of BG-CA-01: done');
  });

  test('to automatic asks for the typed name; to less does not', () => {
    const names = (request: RemediationRequest) =>
      nodesOf(cards.confirmation(request, 'token').card).filter(({ id }) => id === 'typedName').length;
    expect(names(mode)).toBe(1);
    expect(names({ ...mode, plan: { ...mode.plan, risk: 'low' } })).toBe(0);
  });
});

describe('the card of a fix that nobody was asked about', () => {
  const inState = (state: RequestState): RemediationRequest => ({
    ...AUTOMATIC,
    state,
    steps: AUTOMATIC.steps.map((step) => ({ ...step, state: 'verified' as const })),
  });

  test('is a notice: fixed by itself, before and after, and the way back', () => {
    const message = cards.request(inState('succeeded'));
    const text = readable(message);
    expect(text.split('\n')[0]).toBe('✓ Fixed by itself');
    expect(text).toContain('Before: \nnobody');
    expect(text).toContain('After: \nbg-north@contoso.onmicrosoft.com');
    expect(text).toContain('Allowed by: \nthe automatic mode of BG-CA-01');
    expect(verbs(message)).toEqual(['remediation.rollback']);
    expect(message.summary).toBe('Fix of BG-CA-01: fixed by itself');
  });

  test.each<RequestState>(['proposed', 'approved', 'executing', 'succeeded', 'failed', 'uncertain', 'stale'])(
    'offers no review in the state %s, and counts no approvals',
    (state) => {
      const message = cards.request(inState(state));
      expect(verbs(message)).not.toContain('remediation.review');
      expect(verbs(message)).not.toContain('remediation.withdraw');
      expect(readable(message)).not.toContain('Approvals');
    },
  );

  test('offers no undo where nothing was written', () => {
    expect(verbs(cards.request({ ...AUTOMATIC, state: 'failed' }))).toEqual(['remediation.replan']);
  });

  test('is in the list of open plans without approvals to wait for', () => {
    const text = readable(cards.approvals([AUTOMATIC]));
    expect(text).toContain('● Being fixed by itself');
    expect(text).toContain('Allowed by the automatic mode of BG-CA-01');
    expect(text).not.toMatch(/0 of 1|expires/);
    expect(readable(cards.approvals([low]))).toMatch(/0 of 1 approvals · expires/);
  });
});

describe('the card of a plan that the bot proposed', () => {
  test('says so and why, and is reviewed as any other', () => {
    const message = cards.request(PROPOSED_BY_BOT);
    expect(readable(message)).toContain('Proposed by: \nGlasswatch, as the mode of BG-CA-01 allows');
    expect(readable(message)).not.toContain('Asked for by');
    expect(readable(cards.approvals([PROPOSED_BY_BOT]))).toContain(
      'Proposed by Glasswatch, as the mode of BG-CA-01 allows',
    );
  });

  test('cannot be withdrawn by anybody; one that a person asked for can', () => {
    expect(verbs(cards.request(PROPOSED_BY_BOT))).toEqual(['remediation.review']);
    expect(verbs(cards.request(low))).toEqual(['remediation.review', 'remediation.withdraw']);
  });

  test('by a person who calls themselves Glasswatch still is that person’s', () => {
    const text = readable(cards.request({ ...low, requesterName: 'Glasswatch' }));
    expect(text).toContain('Asked for by: \nGlasswatch on');
    expect(text).not.toContain('the mode of');
  });
});

test('a stale plan shows a difference of 300 characters whole', () => {
  const outcome = `It has changed: ${'users.excludeUsers: +1 (svc@contoso.com); '.repeat(7)}`.slice(0, 300).trim();
  expect(readable(cards.request({ ...low, state: 'stale', outcome }))).toContain(outcome);
  expect(verbs(cards.request({ ...low, state: 'stale', outcome }))).toEqual(['remediation.replan']);
});

test('the head of the audit log can be copied whole, and says how it is checked', () => {
  const hash = '9f3c2ab17de04c58'.repeat(4);
  const { card, summary } = cards.auditHead({ seq: 1284, hash });
  const texts = nodesOf(card).map(({ text }) => text);
  expect(texts).toContain(hash);
  expect(texts).toContain(`npm run audit -- verify --head 1284:${hash}`);
  expect(summary).toBe('Audit log head, for the record');
});
