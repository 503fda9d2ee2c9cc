import { DiscordAPIError } from 'discord.js';
import type { Logger } from 'pino';
import type { ReplyState } from './pending-replies.ts';

/** Shows a reply in its current state. */
export type ShowState = (state: ReplyState) => Promise<unknown>;

/**
 * Shows states of a reply with `show`, until Discord refuses one: it would refuse the others too, and it counts
 * refusals. None of them needs to succeed, because the next state or the answer follows, which reports its own
 * error.
 */
export function createStateDisplay(show: ShowState, log: Logger): ShowState {
  let isRefused = false;
  return async state => {
    if (isRefused) return;
    await show(state).catch((error: unknown) => {
      isRefused = error instanceof DiscordAPIError;
      log.debug({ err: error }, 'a state of an answer could not be shown');
    });
  };
}
