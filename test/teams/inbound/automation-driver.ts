import type { RemediationRequest } from '../../../src/domain/approval/request.js';
import type { Automation, AutomationOverview } from '../../../src/workflows/automation.js';
import { REQUEST } from './remediation-driver.js';

/** An `Automation` in the test's hands: it keeps what it was asked, and answers what the test says. */

export interface AutomationCall {
  readonly what: keyof Automation;
  readonly input: unknown;
}

export interface AutomationDriver {
  readonly automation: Automation;
  readonly calls: readonly AutomationCall[];
}

export const STOP = { byName: 'Alex', at: '2026-03-02T09:00:00.000Z' };

const OVERVIEW: AutomationOverview = {
  controls: [
    {
      controlId: 'BG-CA-01',
      mode: 'approval',
      options: [
        { id: 'option-1', mode: 'advisory' },
        { id: 'option-2', mode: 'automatic' },
      ],
    },
  ],
  stopped: null,
  heldBack: null,
  fixesInLastHour: 0,
  maxFixesPerHour: 5,
};

/** What a proposed mode looks like to the chat. */
export const MODE_REQUEST: RemediationRequest = {
  ...REQUEST,
  plan: {
    ...REQUEST.plan,
    purpose: 'setting',
    steps: REQUEST.plan.steps.slice(0, 1).map((step) => ({
      ...step,
      fixId: 'setting',
      change: { kind: 'setControlMode', controlId: 'BG-CA-01', mode: 'automatic' },
    })),
  },
};

export const RESUME_REQUEST: RemediationRequest = {
  ...MODE_REQUEST,
  plan: {
    ...MODE_REQUEST.plan,
    controlId: '',
    steps: MODE_REQUEST.plan.steps.map((step) => ({ ...step, change: { kind: 'resumeWriting' } })),
  },
};

/** An automation where everything is allowed, except what `answers` says otherwise. */
export function createAutomationDriver(answers: Partial<Automation> = {}): AutomationDriver {
  const calls: AutomationCall[] = [];
  const chosen: Automation = {
    overview: () => Promise.resolve(OVERVIEW),
    proposeMode: () => Promise.resolve({ kind: 'proposed', request: MODE_REQUEST }),
    stop: () => Promise.resolve({ kind: 'stopped', stop: STOP }),
    proposeResume: () => Promise.resolve({ kind: 'proposed', request: RESUME_REQUEST }),
    ...answers,
  };
  const noted =
    <I, O>(what: keyof Automation, act: (input: I) => O) =>
    (input: I): O => {
      calls.push({ what, input });
      return act(input);
    };
  return {
    calls,
    automation: {
      overview: () => chosen.overview(),
      proposeMode: noted('proposeMode', (input) => chosen.proposeMode(input)),
      stop: noted('stop', (input) => chosen.stop(input)),
      proposeResume: noted('proposeResume', (input) => chosen.proposeResume(input)),
    },
  };
}
