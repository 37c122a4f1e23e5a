import type { ConversationReference } from 'botbuilder';
import type { Clock } from '../../workflows/ports.js';
import type { Background } from '../background.js';
import type { Logger, Wait } from '../bot-options.js';
import type { CardMessage } from '../card-renderer.js';
import type { CardSender } from './card-sender.js';

/**
 * One message that is edited while something goes on: at most one edit in a while, the newest state wins, and the last
 * word is never overtaken by an earlier one.
 */

/** Well under the seven messages a second that Teams allows a bot in one conversation. */
const EDIT_INTERVAL_MS = 1_500;

export interface LiveCard {
  /** Shows a passing state, now or when the interval has passed. A newer one replaces it. */
  show(message: CardMessage): void;
  /** Shows the final state in the same message, or in a new one where that message is gone. */
  finish(message: CardMessage): Promise<void>;
}

export interface LiveCardPlace {
  readonly reference: ConversationReference;
  /** Undefined: there is no message to edit, so only the final state is sent. */
  readonly activityId: string | undefined;
  /** When the message was last sent or edited, in milliseconds since the epoch; undefined: not by us. */
  readonly shownAt: number | undefined;
}

export interface LiveCardDependencies {
  readonly sender: CardSender;
  readonly background: Background;
  readonly clock: Clock;
  readonly wait: Wait;
  readonly logger: Logger;
}

export function createLiveCard(deps: LiveCardDependencies, place: LiveCardPlace): LiveCard {
  const { sender, background, clock, wait, logger } = deps;
  const { reference, activityId } = place;
  const finished = new AbortController();
  let nextEditAt = place.shownAt === undefined ? -Infinity : place.shownAt + EDIT_INTERVAL_MS;
  let pending: CardMessage | undefined;
  let editing: Promise<void> | undefined;

  /** The newest state, unless the final one has taken over. Whoever takes it edits the message now. */
  function takePending(): CardMessage | undefined {
    const message = finished.signal.aborted ? undefined : pending;
    pending = undefined;
    if (message) nextEditAt = clock.now() + EDIT_INTERVAL_MS;
    else editing = undefined;
    return message;
  }

  async function edit(id: string): Promise<void> {
    for (;;) {
      const delay = pending === undefined ? 0 : nextEditAt - clock.now();
      if (delay > 0) await wait(delay, finished.signal);
      const message = takePending();
      if (message === undefined) return;
      const delivery = await sender.update(reference, id, message, 'once');
      if (!delivery.ok) logger.warn('progress edit not delivered', { code: delivery.code, ...delivery.cause });
    }
  }

  async function deliverLast(message: CardMessage): Promise<void> {
    const edited = activityId === undefined ? undefined : await sender.update(reference, activityId, message);
    if (edited?.ok) return;
    const gone = edited === undefined || edited.code === 'CONNECTOR_GONE';
    const delivery = gone ? await sender.send(reference, message) : edited;
    if (!delivery.ok) logger.error('result card not delivered', { code: delivery.code, ...delivery.cause });
  }

  return {
    show(message) {
      if (activityId === undefined || finished.signal.aborted) return;
      pending = message;
      editing ??= background.run('progress edits', () => edit(activityId));
    },
    async finish(message) {
      finished.abort();
      await editing;
      await deliverLast(message);
    },
  };
}
