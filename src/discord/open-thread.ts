import {
  type AnyThreadChannel,
  ChannelFlags,
  ChannelType,
  DiscordAPIError,
  type ForumChannel,
  type Message,
  RESTJSONErrorCodes,
} from 'discord.js';
import { UserError } from '../errors.ts';
import { defineMessage } from '../i18n/define-message.ts';
import { createMessage, mentionChannel } from '../i18n/template-values.ts';
import { t } from '../i18n/translate.ts';
import { formatTimestamp } from '../scheduling/clock.ts';
import { hasErrorCode } from './api-errors.ts';
import type { Services } from './context.ts';
import type { RepliableInteraction } from './exchange.ts';
import { explainRefusal, neededPermissions } from './permissions.ts';
import { formatChannelMention, renderMessage } from './render/text.ts';
import { toEphemeralBody, toMessageBody } from './reply-body.ts';
import { Uncertain } from './rest-request.ts';
import type { Reply } from './types.ts';

/** How long an article's thread stays open without a message (minutes): a week. Writing reopens it. */
const THREAD_ARCHIVE_MINUTES = 10_080;

const POST_UNCERTAIN = defineMessage('Discord didn’t say whether it opened the post. Please try again.');

type ForumPost = NonNullable<Reply['post']>;

/** Opens a post in a forum and records it. Throws a UserError that says why it could not be opened. */
export async function openForumPost(
  interaction: RepliableInteraction,
  wanted: ForumPost,
  services: Services,
): Promise<Reply> {
  try {
    const forum = await interaction.client.channels.fetch(wanted.forumId);
    if (forum?.type !== ChannelType.GuildForum || forum.guildId !== interaction.guildId)
      throw new UserError(
        'This is no longer a forum. Choose another one, or leave out `forum` to open a thread here.',
      );
    const post = await createPost(forum, wanted, interaction, services);
    // a post has no id before it exists, so it is recorded a moment later
    await recordThread(post.id, wanted.articleId, interaction, services);
    return {
      content: t('I opened a post about it: {{channel}}', { channel: formatChannelMention(post.id) }),
    };
  } catch (error) {
    if (!(error instanceof DiscordAPIError)) throw error;
    services.log.warn({ err: error, interaction: interaction.id }, 'a post could not be opened');
    throw await explainUnopenedPost(error, wanted, interaction);
  }
}

async function createPost(
  forum: ForumChannel,
  { name, firstMessage }: ForumPost,
  interaction: RepliableInteraction,
  services: Services,
): Promise<AnyThreadChannel> {
  const needsTag = forum.flags.has(ChannelFlags.RequireTag);
  const appliedTags = needsTag ? forum.availableTags.slice(0, 1).map(({ id }) => id) : [];
  const wanted = {
    name,
    autoArchiveDuration: THREAD_ARCHIVE_MINUTES,
    appliedTags,
    message: toMessageBody(firstMessage),
  };
  return forum.threads.create(wanted).catch(async error => {
    const opened = await findCreatedPost(forum, name, interaction, services);
    if (opened) return opened;
    throw error instanceof Uncertain ? new UserError(POST_UNCERTAIN, {}, { cause: error }) : error;
  });
}

/** Finds a post that Discord opened without confirming it. */
async function findCreatedPost(
  forum: ForumChannel,
  name: string,
  { id, client }: RepliableInteraction,
  services: Services,
): Promise<AnyThreadChannel | undefined> {
  const { threads } = await forum.threads.fetchActive();
  for (const post of threads.values()) {
    const isOurs = post.ownerId === client.user.id && post.name === name && BigInt(post.id) > BigInt(id);
    if (isOurs && !(await services.threads.get(post.id))) return post;
  }
  return undefined;
}

async function explainUnopenedPost(
  error: DiscordAPIError,
  { forumId }: ForumPost,
  { client }: RepliableInteraction,
): Promise<UserError> {
  const missing = await explainRefusal(error, client, forumId, neededPermissions.post);
  return new UserError(
    'I couldn’t open a post in {{channel}}. {{lack}} Leave out `forum` to open a thread here.',
    {
      channel: mentionChannel(forumId),
      lack: missing ?? createMessage('Discord says: {{message}}.', { message: error.message }),
    },
  );
}

/**
 * Opens a thread on the reply to an interaction. The thread has the message's id, so it is recorded before it
 * exists, and a crash in between loses nothing. If it cannot be opened, the member is told why.
 */
export async function openThread(
  interaction: RepliableInteraction,
  { name, articleId, firstMessage }: NonNullable<Reply['thread']>,
  services: Services,
): Promise<void> {
  const message: Message = await interaction.fetchReply();
  await recordThread(message.id, articleId, interaction, services);
  try {
    const thread = await message
      .startThread({ name, autoArchiveDuration: THREAD_ARCHIVE_MINUTES })
      .catch(error => findCreatedThread(error, message));
    await thread.send({ ...toMessageBody(firstMessage), nonce: thread.id, enforceNonce: true });
  } catch (error) {
    const notice = await explainUnopenedThread(error, message);
    services.log.warn({ err: error, interaction: interaction.id }, 'a thread could not be opened');
    await interaction.followUp(toEphemeralBody({ content: notice }));
  }
}

async function recordThread(
  threadId: string,
  articleId: string,
  { guildId, user }: RepliableInteraction,
  { threads, clock }: Services,
): Promise<void> {
  await threads.open({
    threadId,
    serverId: guildId,
    articleId,
    openedBy: user.id,
    openedAt: formatTimestamp(clock),
  });
}

/** Finds the thread on a message if Discord opened it and the response was lost; rethrows other errors. */
async function findCreatedThread(error: unknown, { id, client }: Message): Promise<AnyThreadChannel> {
  if (!hasErrorCode(error, RESTJSONErrorCodes.ThreadAlreadyCreatedForMessage)) throw error;
  const thread = await client.channels.fetch(id);
  if (!thread?.isThread()) throw error;
  return thread;
}

async function explainUnopenedThread(error: unknown, { client, channelId }: Message) {
  const discordReason =
    error instanceof DiscordAPIError
      ? createMessage('Discord says: {{message}}.', { message: error.message })
      : createMessage('Discord did not answer.');
  const missing = await explainRefusal(error, client, channelId, neededPermissions.thread);
  return renderMessage(
    createMessage('I couldn’t open a thread here. {{lack}} Please try again.', {
      lack: missing ?? discordReason,
    }),
  );
}
