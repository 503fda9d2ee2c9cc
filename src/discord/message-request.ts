import { ChannelType, type Message } from 'discord.js';
import { formatTimestamp } from '../scheduling/clock.ts';
import type { ArticleThread } from '../storage/stores/threads.ts';
import type { Services } from './context.ts';
import { type Addressee, detectIntent, type Intent } from './intent.ts';
import { findArticles } from './message-content.ts';
import { isGone } from './permissions.ts';

/** Where a message was written; a post in a forum counts as a thread. */
export type ChannelKind = 'thread' | 'direct message' | 'channel';

/** What a message asks of the bot. */
export interface MessageRequest {
  readonly channelKind: ChannelKind;
  readonly isMentioned: boolean;
  /** The thread, post or direct message channel in which it was written, if that is pinned to an article. */
  readonly thread: ArticleThread | undefined;
  /** The message's text without the mention of the bot; may be empty. */
  readonly text: string;
  readonly intent: Exclude<Intent, 'talk'>;
}

/**
 * Reads what a message asks of the bot: in direct messages, and in a thread or post that is pinned to an
 * article, every question; elsewhere every message that mentions it. Undefined if it asks nothing.
 */
export async function readMessageRequest(
  message: Message,
  services: Services,
): Promise<MessageRequest | undefined> {
  const { channelKind, isMentioned, addressee, text } = readMessage(message);
  const thread =
    channelKind === 'channel'
      ? undefined
      : ((await services.threads.get(message.channelId)) ?? (await recordForumPost(message, services)));
  const isAddressed = isMentioned || channelKind === 'direct message';
  if (!isAddressed && !(thread && text)) return undefined;
  if (!text || channelKind === 'channel')
    return { channelKind, isMentioned, thread, text, intent: 'question' };
  const library = services.library.forServer(message.guildId);
  const article = (thread && (await library.get(thread.articleId))) ?? null;
  // detecting the intent checks whether the text is about the thread's article
  const intent = await detectIntent(text, { addressee, article, isTranslated: services.translates });
  if (intent === 'talk' || (intent === 'greeting' && !isAddressed)) return undefined;
  return { channelKind, isMentioned, thread, text, intent };
}

interface ReadMessage extends Pick<MessageRequest, 'channelKind' | 'isMentioned' | 'text'> {
  readonly addressee: Addressee;
}

/** What a message itself shows, before anything is looked up. */
function readMessage({ channel, mentions, client, guildId, content }: Message): ReadMessage {
  const { id: botId } = client.user;
  const isMentioned = mentions.users.has(botId);
  const { repliedUser } = mentions;
  const isToOther =
    mentions.users.some(({ id }) => id !== botId) || (repliedUser !== null && repliedUser.id !== botId);
  return {
    channelKind: channel.isDMBased() ? 'direct message' : channel.isThread() ? 'thread' : 'channel',
    isMentioned,
    addressee: isMentioned || guildId === null ? 'bot' : isToOther ? 'member' : 'all',
    text: content.replaceAll(new RegExp(`<@!?${botId}>`, 'g'), ' ').trim(),
  };
}

/**
 * Records a post of ours that is missing from the database because the process ended just after opening it.
 * Its first message shows which article it is about.
 */
async function recordForumPost(
  { channel, client, guildId }: Message,
  { library, threads, clock }: Services,
): Promise<ArticleThread | undefined> {
  // the channel may have been deleted in the meantime
  const isForumPost = channel?.isThread() && channel.parent?.type === ChannelType.GuildForum;
  if (!isForumPost || channel.ownerId !== client.user.id) return undefined;
  const first = await channel.fetchStarterMessage().catch(error => {
    if (!isGone(error)) throw error;
  });
  const [article] = first ? await findArticles(first, library.forServer(guildId)) : [];
  if (!article) return undefined;
  const thread = {
    threadId: channel.id,
    serverId: guildId,
    articleId: article.id,
    openedBy: '',
    openedAt: formatTimestamp(clock),
  };
  await threads.open(thread);
  return thread;
}
