import type { Message } from 'discord.js';
import { UserError } from '../errors.ts';
import { createMessage, formatInEnglish } from '../i18n/template-values.ts';
import { trackWait } from '../observability/waits.ts';
import type { Services } from './context.ts';
import type { Claims } from './message-claims.ts';
import type { ChannelKind } from './message-request.ts';
import type { PendingReplies } from './pending-replies.ts';
import type { DelayCause, PerceivedLatency } from './perceived-latency.ts';
import { explainRefusal, isGone, neededPermissions } from './permissions.ts';
import { renderMessage } from './render/text.ts';
import {
  explainError,
  explainRefusedContent,
  type ReplyOutcome,
  toEditBody,
  toMessageBody,
} from './reply-body.ts';
import type { CreateReply } from './respond.ts';
import { createStateDisplay } from './state-display.ts';
import type { Reply } from './types.ts';

/** How long an answer may take before "typing…" is shown, in milliseconds. */
const TYPING_DELAY_MS = 400;

/**
 * How often "typing…" is renewed, in milliseconds: Discord shows it for ten seconds, or until a message
 * arrives.
 */
const TYPING_INTERVAL_MS = 8_000;

/** What is needed to send replies to messages while they are being made. */
export interface MessageDelivery {
  readonly pendingReplies: PendingReplies;
  readonly claims: Claims;
  /** How long the member has waited. */
  readonly latency: PerceivedLatency;
  /** Set if the message was written before this process could receive it. */
  readonly missed?: MissedMessage | undefined;
}

/** A message that was written before this process could receive it. */
export interface MissedMessage {
  /** The reply of an earlier process so far; the answer replaces it. */
  readonly reply: Message | undefined;
}

/** A message that is being answered. */
interface ReplyTarget {
  readonly message: Message;
  readonly channelKind: ChannelKind;
}

/**
 * Sends what `createReply` returns as a reply to a message, which grows from its first finished part on,
 * unless another process answers. Logs one line, with nothing of what was written.
 */
export async function sendReply(
  target: ReplyTarget,
  createReply: CreateReply,
  services: Services,
  { pendingReplies, claims, latency, missed }: MessageDelivery,
): Promise<void> {
  const { message } = target;
  const { log } = services;
  const pending = pendingReplies.start(message.id, message.author.id);
  const replyPromise = createReply(pending);
  // if another process answers, the outcome here does not matter
  replyPromise.catch(() => undefined);
  if (!(await trackWait('database', () => claims.claim(message.id, message.channelId)))) return;
  const typing = startTyping(message);
  const growing = createGrowingMessage(message, missed?.reply, latency);
  const show = async (reply: Reply) => {
    typing.pause();
    await growing.sendOrEdit(reply);
  };
  let outcome: ReplyOutcome = 'answered';
  const explainFailure = (error: unknown) => {
    outcome = error instanceof UserError ? 'refused' : 'failed';
    return explainError(error, log, { message: message.id, what: 'thread' });
  };
  const record = (finalOutcome: ReplyOutcome | 'unanswered', cause: DelayCause | null) =>
    recordOutcome(target, services, {
      outcome: finalOutcome,
      cause,
      firstReply: growing.repliedAfter(),
      whole: latency.elapsed(),
    });
  try {
    const showState = createStateDisplay(({ reply }) => show(reply), log);
    const reply = await pending.waitFor(replyPromise, showState).catch(explainFailure).finally(typing.stop);
    const send = (sent: Reply) => trackWait('discord', () => show(sent));
    await send(reply)
      .catch((error: unknown) => {
        const instead = explainRefusedContent(error, log, { message: message.id, what: 'thread' });
        if (!instead) throw error;
        outcome = 'failed';
        return send(instead);
      })
      .catch((error: unknown) => explainUnsent(error, target, services));
    await claims.settle(message.id);
    record(outcome, null);
  } catch (error) {
    record('unanswered', latency.cause());
    throw error;
  }
}

/** A reply to a message that is sent once and then edited; `earlier` is one that exists already. */
function createGrowingMessage(message: Message, earlier: Message | undefined, latency: PerceivedLatency) {
  let sent = earlier;
  let repliedAfter: number | null = null;
  return {
    async sendOrEdit(reply: Reply): Promise<void> {
      if (sent) await sent.edit(toEditBody(reply, sent));
      else
        sent = await message.reply({
          ...toMessageBody(reply),
          failIfNotExists: false,
          nonce: message.id,
          enforceNonce: true,
        });
      repliedAfter ??= latency.elapsed();
    },
    /** Milliseconds until the member had the first part of it; null until then. */
    repliedAfter: () => repliedAfter,
  };
}

/** The outcome of a message that was answered; times in milliseconds. */
interface MessageOutcome {
  readonly outcome: ReplyOutcome | 'unanswered';
  readonly cause: DelayCause | null;
  readonly firstReply: number | null;
  readonly whole: number;
}

function recordOutcome(
  { message, channelKind }: ReplyTarget,
  { log, observe }: Services,
  { outcome, cause, firstReply, whole }: MessageOutcome,
): void {
  const why = cause === null ? {} : { cause };
  const milliseconds = Math.round(whole);
  log.info({ place: channelKind, outcome, ...why, milliseconds, message: message.id }, 'message');
  observe({ kind: 'message', place: channelKind, outcome, cause, firstReply, whole });
}

/**
 * Handles an answer that could not be sent. If the bot may not write in the channel, the member is told in a
 * direct message, provided they accept those. If the channel is gone (a deleted thread, a server that the bot
 * left), there is nothing to say. Throws any other error again.
 */
async function explainUnsent(
  error: unknown,
  { message, channelKind }: ReplyTarget,
  { log }: Services,
): Promise<void> {
  const isLeft = message.guildId !== null && !message.client.guilds.cache.has(message.guildId);
  if (isLeft || isGone(error)) {
    const { code } = error as { code?: unknown };
    log.info({ message: message.id, channel: message.channelId, code }, 'an answer has no place any more');
    return;
  }
  const wanted = channelKind === 'thread' ? neededPermissions.answerInThread : neededPermissions.answer;
  const missing = await explainRefusal(error, message.client, message.channelId, wanted);
  if (missing === undefined) throw error;
  log.warn(
    { message: message.id, channel: message.channelId, lack: formatInEnglish(missing) },
    'an answer could not be given',
  );
  const notice = renderMessage(
    createMessage('I couldn’t answer you. {{lack}} Someone who manages the server can grant it.', {
      lack: missing,
    }),
  );
  await message.author
    .send(toMessageBody({ content: notice }))
    .catch(reason => log.info({ err: reason, message: message.id }, 'nor could the member be told'));
}

/** Shows "typing…" for an answer that takes a while. */
function startTyping(message: Message) {
  const first = setTimeout(() => void showTyping(message), TYPING_DELAY_MS);
  const interval = setInterval(() => void showTyping(message), TYPING_INTERVAL_MS);
  const pause = () => clearInterval(interval);
  const stop = () => {
    clearTimeout(first);
    pause();
  };
  return { pause, stop };
}

async function showTyping({ channel }: Message): Promise<void> {
  // A missing "typing…" is no reason to fail: the answer follows.
  if (channel?.isSendable()) await channel.sendTyping().catch(() => undefined);
}
