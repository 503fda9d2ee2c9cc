import {
  type ChatInputCommandInteraction,
  type MessageContextMenuCommandInteraction,
  RESTJSONErrorCodes,
} from 'discord.js';
import { trackWait } from '../observability/waits.ts';
import { hasErrorCode } from './api-errors.ts';
import type { CommandTable } from './command-table.ts';
import type { Services } from './context.ts';
import type { CustomIdInteraction } from './define-button.ts';
import { Elsewhere } from './message-claims.ts';
import type { PendingReplies, ReplyTimings } from './pending-replies.ts';
import { type DelayCause, type PerceivedLatency, REPLY_DEADLINE_MS } from './perceived-latency.ts';
import type { ReplyWebhooks } from './reply-webhooks.ts';

/** An interaction that is answered with a message. */
export type RepliableInteraction =
  | ChatInputCommandInteraction
  | MessageContextMenuCommandInteraction
  | CustomIdInteraction;

/** What is needed to answer interactions. */
export interface ExchangeDependencies {
  readonly table: CommandTable;
  readonly services: Services;
  readonly pendingReplies: PendingReplies;
  readonly pace: ReplyTimings;
  readonly replyWebhooks: ReplyWebhooks;
}

/** The answering of one interaction: what it needs, and how far it has got. */
export interface Exchange extends ExchangeDependencies {
  readonly latency: PerceivedLatency;
  /** Milliseconds until Discord had the first reply; null until then. */
  repliedAfter: number | null;
  /** Why the reply is or was late; null while it is not. */
  lateCause: DelayCause | null;
}

/** Sends the first reply and records when Discord had it. Throws `Elsewhere` if another process replied. */
export async function sendFirst<Sent>(exchange: Exchange, send: () => Promise<Sent>): Promise<Sent> {
  // a reply that Discord accepts was in time if it was sent in time, however late this process learns of it
  noteLateness(exchange);
  try {
    const sent = await trackWait('discord', send);
    exchange.repliedAfter ??= exchange.latency.elapsed();
    return sent;
  } catch (error) {
    if (hasErrorCode(error, RESTJSONErrorCodes.InteractionHasAlreadyBeenAcknowledged)) throw new Elsewhere();
    noteLateness(exchange);
    throw error;
  }
}

function noteLateness(exchange: Exchange): void {
  if (exchange.latency.elapsed() > REPLY_DEADLINE_MS) exchange.lateCause ??= exchange.latency.cause();
}
