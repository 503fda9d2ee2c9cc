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
  type ReplyOutcome,
  toEditBody,
  toEphemeralBody,
  toMessageBody,
  toProgressBody,
  toUnchangedBody,
} from './reply-body.ts';
import { postAnnouncement, replaceMessage } from './side-messages.ts';
import type { Card, Reply } from './types.ts';

/** Makes a reply, whose progress is shown while it is made. */
export type CreateReply = (pending: PendingReply) => Promise<Reply>;

/** A reply that is made, or the sentence that says why it is not. */
interface FinishedReply {
  readonly reply: Reply;
  readonly outcome: ReplyOutcome;
}

/** Shows a reply as it stands. */
type ShowState = (state: ReplyState) => Promise<unknown>;

/** A reply that is being made. */
interface StartedReply {
  /** What was ready soon. */
  readonly early: FinishedReply | undefined;
  /** Waits for the rest while its states are shown. */
  readonly waitForReply: (show: ShowState) => Promise<FinishedReply>;
}

/**
 * Sends what `createReply` returns: at once if it is ready soon, else after a deferral, and then as it grows.
 */
export async function respond(
  interaction: RepliableInteraction,
  exchange: Exchange,
  { ephemeral, createReply }: { ephemeral: boolean; createReply: CreateReply },
): Promise<ReplyOutcome> {
  const { early, waitForReply } = await startReply(interaction, exchange, createReply);
  // a post is opened before there is something to say, and that may take longer than Discord waits
  const isDeferred = !early || early.reply.post !== undefined;
  if (isDeferred)
    await sendFirst(exchange, () =>
      interaction.deferReply(ephemeral ? { flags: MessageFlags.Ephemeral } : {}),
    );
  const finished = early ?? (await waitForReply(({ reply }) => interaction.editReply(toMessageBody(reply))));
  const { reply, outcome } = await openPost(finished, interaction, exchange);
  if (isDeferred) await interaction.editReply(toMessageBody(reply));
  else if (outcome === 'answered')
    await sendFirst(exchange, () =>
      interaction.reply(ephemeral ? toEphemeralBody(reply) : toMessageBody(reply)),
    );
  else await sendEphemeral(interaction, exchange, reply);
  if (reply.thread) await openThread(interaction, reply.thread, exchange.services);
  if (reply.announcement) await postAnnouncement(interaction, reply.announcement, exchange.services);
  return outcome;
}

/** The post that a reply asks for, if it does. */
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
 * Puts what `createReply` returns in place of the message whose button was pressed; a failure goes to the
 * member alone.
 */
export async function updateMessage(
  interaction: CustomIdInteraction,
  exchange: Exchange,
  createReply: CreateReply,
): Promise<ReplyOutcome> {
  const { early, waitForReply } = await startReply(interaction, exchange, createReply);
  const { reply, outcome } = early
    ? await sendUpdate(early, interaction, exchange)
    : await followUpdate(waitForReply, interaction, exchange);
  if (reply.replacement) await replaceMessage(interaction, reply.replacement, exchange.services);
  if (reply.announcement) await postAnnouncement(interaction, reply.announcement, exchange.services);
  return outcome;
}

/** The update of a message that was ready soon, as the first reply to a press. */
async function sendUpdate(
  finished: FinishedReply,
  interaction: CustomIdInteraction,
  exchange: Exchange,
): Promise<FinishedReply> {
  const { reply, outcome } = finished;
  if (outcome === 'answered' && isMessageBound(interaction))
    await sendFirst(exchange, () => interaction.update(toEditBody(reply, interaction.message)));
  else await sendEphemeral(interaction, exchange, reply);
  return finished;
}

/**
 * The update of a message that takes its time: the old answer stays until there is something of the new one.
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
  if (finished.outcome === 'answered') await interaction.editReply(toEditBody(finished.reply, before));
  else {
    if (isChanged && before) await interaction.editReply(toUnchangedBody(before));
    await interaction.followUp(toEphemeralBody(finished.reply));
  }
  return finished;
}

/**
 * Sends what `createReply` returns to the member alone, below the private message in which it was chosen, which gets these
 * components: Discord lets a private message be changed with the first reply to a choice in it, and no other way.
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
  const { reply, outcome } = early ?? (await waitForReply(show));
  await show({ reply });
  return outcome;
}

/** Tells the member alone why there is no reply. */
export async function sendRefusal(
  interaction: RepliableInteraction,
  exchange: Exchange,
  error: unknown,
): Promise<ReplyOutcome> {
  const { reply, outcome } = explainFailure(error, interaction, exchange);
  await sendEphemeral(interaction, exchange, reply);
  return outcome;
}

async function sendEphemeral(
  interaction: RepliableInteraction,
  exchange: Exchange,
  reply: Reply,
): Promise<void> {
  await sendFirst(exchange, () => interaction.reply(toEphemeralBody(reply)));
}

/** Begins to make a reply, and waits for it until it is known to take long. */
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
  // the next state or the answer follows
  const logUnshown = (error: unknown) =>
    log.warn({ err: error, interaction: interaction.id }, 'a state of an answer could not be shown');
  return {
    early: isReady ? await finishReply(made, interaction, exchange) : undefined,
    waitForReply: show =>
      finishReply(
        pending.waitFor(made, state => show(state).catch(logUnshown)),
        interaction,
        exchange,
      ),
  };
}

/** The one catch: a reply, or the sentence that says why there is none. */
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

/** Whatever is thrown on the way to a reply becomes a sentence for the reader. */
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

/** Characters of a text that nobody would like to write again, and of all that are given back. */
const LONG_TEXT = 100;
const MAX_RETURNED = 3_000;

/** The long texts of a form that is refused: Discord closes it, and they would be lost. */
function returnLongTexts(interaction: RepliableInteraction): readonly Card[] {
  if (!interaction.isModalSubmit()) return [];
  const texts = interaction.fields.fields
    .map(field => (field.type === ComponentType.TextInput ? field.value : ''))
    // what is sent for a text need not be one
    .filter(text => typeof text === 'string' && text.length >= LONG_TEXT);
  return texts.map(text => ({
    title: t('What you wrote'),
    description: escapeMarkdown(text, Math.floor(MAX_RETURNED / texts.length)),
  }));
}
