import type { CommandInteraction, InteractionWebhook } from 'discord.js';
import { createMemo } from '../memo.ts';
import type { CustomIdInteraction } from './define-button.ts';

/** For how long Discord accepts the webhook of an interaction, less a margin; in milliseconds. */
const WEBHOOK_AGE_MS = 14 * 60_000;
/** Maximum number of interactions whose webhooks are remembered. */
const MAX_WEBHOOKS = 10_000;

/** The webhooks by which replies to interactions, private ones too, can still be changed. */
export interface ReplyWebhooks {
  remember(interaction: CommandInteraction | CustomIdInteraction): void;
  /** The webhook of the interaction with this id; undefined if it is too old or was another process's. */
  find(interactionId: string | undefined): InteractionWebhook | undefined;
}

/** Creates a memory of webhooks. They are of use for minutes, so only this process keeps them. */
export function createReplyWebhooks(now: () => number): ReplyWebhooks {
  const webhooks = createMemo<{ webhook: InteractionWebhook; since: number }>({ entries: MAX_WEBHOOKS });
  return {
    remember: ({ id, webhook }) => void webhooks.set(id, { webhook, since: now() }),
    find(interactionId = '') {
      const found = webhooks.get(interactionId);
      return found && now() - found.since < WEBHOOK_AGE_MS ? found.webhook : undefined;
    },
  };
}
