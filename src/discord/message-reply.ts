import type { Message } from 'discord.js';
import type { Logger } from 'pino';
import { UserError } from '../errors.ts';
import { createMessage, formatInEnglish } from '../i18n/template-values.ts';
import { trackWait } from '../observability/waits.ts';
import type { Services } from './context.ts';
import type { Claims } from './message-claims.ts';
import type { ChannelKind } from './message-request.ts';
import type { PendingReplies, ReplyState } from './pending-replies.ts';
import type { DelayCause, PerceivedLatency } from './perceived-latency.ts';
import { explainRefusal, isGone, neededPermissions } from './permissions.ts';
import { renderMessage } from './render/text.ts';
import { explainError, type ReplyOutcome, toEditBody, toMessageBody } from './reply-body.ts';
import type { CreateReply } from './respond.ts';
import type { Reply } from './types.ts';

/** "Typing…" is shown when an answer takes longer than this (milliseconds). */
const TYPING_DELAY_MS = 400;

/** Discord shows "typing…" for ten seconds, or until a message comes. */
const TYPING_INTERVAL_MS = 8_000;

/** How replies to messages are sent while they are being made. */
export interface MessageDelivery {
  readonly pendingReplies: PendingReplies;
  readonly claims: Claims;
  /** How long the member has waited. */
  readonly latency: PerceivedLatency;
  /** Where it was written before this process could hear it. */
  readonly missed?: MissedMessage | undefined;
}

/** A message that was written before a process could hear it. */
export interface MissedMessage {
  /** What an earlier process has replied so far; the answer takes its place. */
  readonly reply: Message | undefined;
}

/** A message that is being answered. */
interface ReplyTarget {
  readonly message: Message;
  readonly channelKind: ChannelKind;
}

/**
 * Sends what `createReply` returns as a reply to a message, which grows from its first finished part on;
 * unless another process does. It leaves one line in the log, with nothing of what was written.
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
  // who does not answer does not hear how it ended
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
    const showState = ({ reply }: ReplyState) =>
      show(reply).catch(error => logUnshownState(error, message, log));
    const reply = await pending.waitFor(replyPromise, showState).catch(explainFailure).finally(typing.stop);
    await trackWait('discord', () => show(reply)).catch(error => explainUnsent(error, target, services));
    await claims.settle(message.id);
    record(outcome, null);
  } catch (error) {
    record('unanswered', latency.cause());
    throw error;
  }
}

/** A reply to a message that is sent once and then edited; `earlier` is one that stands there already. */
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
    /** After how long (milliseconds) there was something of it; null until then. */
    repliedAfter: () => repliedAfter,
  };
}

function logUnshownState(error: unknown, { id }: Message, log: Logger): void {
  // that nothing is left is said once, at the end
  if (!isGone(error)) log.warn({ err: error, message: id }, 'a state of an answer could not be shown');
}

/** What became of a message that was answered; times in milliseconds. */
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
 * Where the bot may not write it cannot say so: whoever asked is told directly, if they let themselves be.
 * Where the channel is gone meanwhile (a thread that was deleted, a server that the bot left) there is
 * nothing to say.
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

/** Shows "typing…" where an answer takes its time. */
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
