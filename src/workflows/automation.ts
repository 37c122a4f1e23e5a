import type { ControlMode } from '../domain/remediation/plan.js';
import type { WritingStop } from './ports.js';
import type { Person, ProposeResult } from './remediation.js';

/** What a chat can ask about what the bot does by itself: look, propose another mode, stop everything, go on again. */

/** One control whose findings the bot can answer, and what it does about them. */
export interface ControlModeView {
  readonly controlId: string;
  readonly mode: ControlMode;
  /** The modes it can be given instead, each with the ID of the option to choose. */
  readonly options: readonly ModeOption[];
}

/** `id` is opaque to cards: what it stands for is looked up here again. */
export interface ModeOption {
  readonly id: string;
  readonly mode: ControlMode;
}

export interface AutomationOverview {
  readonly controls: readonly ControlModeView[];
  /** Null: nobody has stopped the bot. */
  readonly stopped: WritingStop | null;
  /** Why the bot fixes nothing by itself at the moment although a mode allows it, in a sentence; null when nothing is in the way. */
  readonly heldBack: string | null;
  /** Fixes of the last hour that nobody was asked about, and how many there may be. */
  readonly fixesInLastHour: number;
  readonly maxFixesPerHour: number;
}

export type StopResult =
  | { readonly kind: 'stopped'; readonly stop: WritingStop }
  | { readonly kind: 'alreadyStopped'; readonly stop: WritingStop };

export type ModeProposal = ProposeResult | { readonly kind: 'unknownOption' };

export interface Automation {
  overview(): Promise<AutomationOverview>;
  /** Proposes another mode for a control; it holds once other people have approved it. */
  proposeMode(input: { readonly optionId: string; readonly person: Person }): Promise<ModeProposal>;
  /** At once, by anybody: from now on nothing is written to the tenant, approved or not. */
  stop(input: { readonly person: Person }): Promise<StopResult>;
  /** Proposes to write again; refused with `PLAN_NOTHING_TO_FIX` when nothing is stopped. */
  proposeResume(input: { readonly person: Person }): Promise<ProposeResult>;
}
