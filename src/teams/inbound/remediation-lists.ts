import type { CardMessage } from '../card-renderer.js';
import { NOT_CONFIGURED } from './remediation-problems.js';
import type { TurnDependencies } from './turn.js';

/** The commands of remediation. Both only look; everything else starts from a button of their cards. */

/** What of the latest scan can be planned now. */
export async function listFixes({ cards, remediation }: TurnDependencies): Promise<CardMessage> {
  return remediation === null ? cards.problem(NOT_CONFIGURED) : cards.fixes(await remediation.listFixes());
}

/** The requests that are under way. */
export async function listApprovals({ cards, remediation }: TurnDependencies): Promise<CardMessage> {
  return remediation === null ? cards.problem(NOT_CONFIGURED) : cards.approvals(await remediation.listOpen());
}
