import { ComponentType, type Message, MessageFlags, PermissionFlagsBits } from 'discord.js';
import type { APIMessageTopLevelComponent } from 'discord-api-types/v10';
import { UserError } from '../errors.ts';
import { t } from '../i18n/translate.ts';
import { startTimer } from '../scheduling/clock.ts';
import { attachImage } from './chart-image.ts';
import { type CustomIdInteraction, isMessageBound, type MessageBoundInteraction } from './define-button.ts';
import { type Exchange, type RepliableInteraction, sendFirst } from './exchange.ts';
import { describeInteraction } from './interaction-names.ts';
import { openForumPost, openThread } from './open-thread.ts';
import type { PendingReply, ReplyState } from './pending-replies.ts';
import { escapeMarkdown } from './render/text.ts';
import {
  explainError,
  explainRefusedContent,
  type ReplyOutcome,
  toEditBody,
  toEphemeralBody,
  toMessageBody,
  toProgressBody,
  toUnchangedBody,
} from './reply-body.ts';
import { postAnnouncement, replaceMessage } from './side-messages.ts';
import { createStateDisplay, type ShowState } from './state-display.ts';
import type { Card, Reply } from './types.ts';

/** Makes a reply and reports its progress to `pending`. */
export type CreateReply = (pending: PendingReply) => Promise<Reply>;

/** A finished reply, or the sentence that says why there is none. */
interface FinishedReply {
  readonly reply: Reply;
  readonly outcome: ReplyOutcome;
}

/** A reply that is being made. */
interface StartedReply {
  /** The reply, if it was ready soon. */
  readonly early: FinishedReply | undefined;
  /** Waits for the reply, showing its states until then. */
  readonly waitForReply: (show: ShowState) => Promise<FinishedReply>;
}

/**
 * Sends what `createReply` returns: at once if it is ready soon, otherwise after a deferral and then as it
 * grows.
 */
export async function respond(
  interaction: RepliableInteraction,
  exchange: Exchange,
  { ephemeral: isPrivate, createReply }: { ephemeral: boolean; createReply: CreateReply },
): Promise<ReplyOutcome> {
  const ephemeral = isPrivate || isInLockedThread(interaction);
  const { early, waitForReply } = await startReply(interaction, exchange, createReply);
  // opening a post comes before the reply, and may take longer than Discord waits
  const isDeferred = !early || early.reply.post !== undefined;
  if (isDeferred)
    await sendFirst(exchange, () =>
      interaction.deferReply(ephemeral ? { flags: MessageFlags.Ephemeral } : {}),
    );
  const finished = early ?? (await waitForReply(({ reply }) => interaction.editReply(toMessageBody(reply))));
  const opened = await openPost(finished, interaction, exchange);
  const { reply, outcome } = await sendFinished(opened, interaction, exchange, async sent => {
    if (isDeferred) await interaction.editReply(toMessageBody(sent.reply));
    else if (sent.outcome === 'answered' && !ephemeral)
      await sendFirst(exchange, () => interaction.reply(toMessageBody(sent.reply)));
    else await sendEphemeral(interaction, exchange, sent.reply);
  });
  if (reply.thread) await openThread(interaction, reply.thread, exchange.services);
  if (reply.announcement) await postAnnouncement(interaction, reply.announcement, exchange.services);
  return outcome;
}

/**
 * Whether the interaction is in a locked thread, where Discord refuses every answer but a private one from
 * whoever may not manage threads.
 */
const isInLockedThread = ({ channel, appPermissions }: RepliableInteraction): boolean =>
  channel?.isThread() === true &&
  channel.locked === true &&
  !appPermissions.has(PermissionFlagsBits.ManageThreads);

/**
 * Opens the post that a reply asks for and returns the reply that links to it; without a post, the reply
 * itself.
 */
async function openPost(
  finished: FinishedReply,
  interaction: RepliableInteraction,
  exchange: Exchange,
): Promise<FinishedReply> {
  const { post } = finished.reply;
  if (!post) return finished;
  return finishReply(openForumPost(interaction, post, exchange.services), interaction, exchange);
}

/**
 * Replaces the message whose button was pressed with what `createReply` returns. A failure is shown to the
 * member alone.
 */
export async function updateMessage(
  interaction: CustomIdInteraction,
  exchange: Exchange,
  createReply: CreateReply,
): Promise<ReplyOutcome> {
  const { early, waitForReply } = await startReply(interaction, exchange, createReply);
  const { reply, outcome } = early
    ? await sendFinished(early, interaction, exchange, finished =>
        sendUpdate(finished, interaction, exchange),
      )
    : await followUpdate(waitForReply, interaction, exchange);
  if (reply.replacement) await replaceMessage(interaction, reply.replacement, exchange.services);
  if (reply.announcement) await postAnnouncement(interaction, reply.announcement, exchange.services);
  return outcome;
}

/** Updates a message with a reply that was ready soon, as the first response to a press. */
async function sendUpdate(
  { reply, outcome }: FinishedReply,
  interaction: CustomIdInteraction,
  exchange: Exchange,
): Promise<void> {
  if (outcome === 'answered' && isMessageBound(interaction))
    await sendFirst(exchange, () => interaction.update(toEditBody(reply, interaction.message)));
  else await sendEphemeral(interaction, exchange, reply);
}

/**
 * Updates a message with a reply that takes a while. The old answer stays until there is a part of the new
 * one.
 */
async function followUpdate(
  waitForReply: StartedReply['waitForReply'],
  interaction: CustomIdInteraction,
  exchange: Exchange,
): Promise<FinishedReply> {
  await sendFirst(exchange, () => interaction.deferUpdate());
  const before = interaction.message;
  let isChanged = false;
  const finished = await waitForReply(({ reply, hasContent }) => {
    isChanged = true;
    return interaction.editReply(
      hasContent || !before ? toEditBody(reply, before) : toProgressBody(reply, before),
    );
  });
  return sendFinished(finished, interaction, exchange, async ({ reply, outcome }) => {
    if (outcome === 'answered') await interaction.editReply(toEditBody(reply, before));
    else {
      if (isChanged && before) await interaction.editReply(toUnchangedBody(before));
      await interaction.followUp(toEphemeralBody(reply));
    }
  });
}

/**
 * Sends what `createReply` returns to the member alone, below the private message with the menu, which gets
 * `components`: Discord lets a private message be changed with the first reply to a choice in it, and in no
 * other way.
 */
export async function respondBelow(
  interaction: MessageBoundInteraction,
  exchange: Exchange,
  { components, createReply }: { components: APIMessageTopLevelComponent[]; createReply: CreateReply },
): Promise<ReplyOutcome> {
  const { early, waitForReply } = await startReply(interaction, exchange, createReply);
  await sendFirst(exchange, () => interaction.update({ components }));
  let sent: Message | undefined;
  const show = async ({ reply }: Pick<ReplyState, 'reply'>) => {
    if (sent) await interaction.webhook.editMessage(sent, toMessageBody(reply));
    else sent = await interaction.followUp(toEphemeralBody(reply));
  };
  const finished = early ?? (await waitForReply(show));
  return (await sendFinished(finished, interaction, exchange, show)).outcome;
}

/** Tells the member alone why there is no reply. */
export async function sendRefusal(
  interaction: RepliableInteraction,
  exchange: Exchange,
  error: unknown,
): Promise<ReplyOutcome> {
  const failure = explainFailure(error, interaction, exchange);
  const { outcome } = await sendFinished(failure, interaction, exchange, ({ reply }) =>
    sendEphemeral(interaction, exchange, reply),
  );
  return outcome;
}

/** Sends a reply with `send`, or a sentence in its place if Discord refuses its content. Returns what was sent. */
async function sendFinished(
  finished: FinishedReply,
  interaction: RepliableInteraction,
  { services }: Exchange,
  send: (finished: FinishedReply) => Promise<void>,
): Promise<FinishedReply> {
  try {
    await send(finished);
    return finished;
  } catch (error) {
    const logFields = { interaction: interaction.id, ...describeInteraction(interaction) };
    const reply = explainRefusedContent(error, services.log, logFields);
    if (!reply) throw error;
    const refused = { reply, outcome: 'failed' } as const;
    await send(refused);
    return refused;
  }
}

async function sendEphemeral(
  interaction: RepliableInteraction,
  exchange: Exchange,
  reply: Reply,
): Promise<void> {
  await sendFirst(exchange, () => interaction.reply(toEphemeralBody(reply)));
}

/**
 * Starts to make a reply, and waits until it is ready, is known to take a while, or takes too long for the
 * first reply.
 */
async function startReply(
  interaction: RepliableInteraction,
  exchange: Exchange,
  createReply: CreateReply,
): Promise<StartedReply> {
  const { log } = exchange.services;
  const pending = exchange.pendingReplies.start(interaction.id, interaction.user.id);
  const mayAttach = interaction.appPermissions.has(PermissionFlagsBits.AttachFiles);
  const made = createReply(pending).then(reply => attachImage(reply, { mayAttach, log }));
  const timeout = startTimer(exchange.pace.firstReply);
  const settled = made.then(
    () => true,
    () => true,
  );
  const isReady = await Promise.race([settled, pending.takesLong, timeout.elapsed]);
  timeout.cancel();
  return {
    early: isReady ? await finishReply(made, interaction, exchange) : undefined,
    waitForReply: show =>
      finishReply(pending.waitFor(made, createStateDisplay(show, log)), interaction, exchange),
  };
}

/** The one place that catches errors: a reply, or the sentence that says why there is none. */
function finishReply(
  made: Promise<Reply>,
  interaction: RepliableInteraction,
  exchange: Exchange,
): Promise<FinishedReply> {
  return made.then(
    reply => ({ reply, outcome: 'answered' }),
    (error: unknown) => explainFailure(error, interaction, exchange),
  );
}

/** Turns an error on the way to a reply into a sentence for the reader. */
function explainFailure(
  error: unknown,
  interaction: RepliableInteraction,
  { services }: Exchange,
): FinishedReply {
  const reply = explainError(error, services.log, {
    interaction: interaction.id,
    ...describeInteraction(interaction),
  });
  return {
    reply: { ...reply, cards: returnLongTexts(interaction) },
    outcome: error instanceof UserError ? 'refused' : 'failed',
  };
}

/**
 * How many characters make a text one that nobody would like to type again, and how many are returned in all.
 */
const LONG_TEXT = 100;
const MAX_RETURNED = 3_000;

/** The long texts of a refused form: Discord closes the form, and they would be lost. */
function returnLongTexts(interaction: RepliableInteraction): readonly Card[] {
  if (!interaction.isModalSubmit()) return [];
  const texts = interaction.fields.fields
    .map(field => (field.type === ComponentType.TextInput ? field.value : ''))
    // the value of a text field need not be a string
    .filter(text => typeof text === 'string' && text.length >= LONG_TEXT);
  return texts.map(text => ({
    title: t('What you wrote'),
    description: escapeMarkdown(text, Math.floor(MAX_RETURNED / texts.length)),
  }));
}
