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
  /** The thread or post that it was written in, where that is pinned to an article. */
  readonly thread: ArticleThread | undefined;
  /** Its text without the mention of the bot; may be empty. */
  readonly text: string;
  readonly intent: Exclude<Intent, 'talk'>;
}

/**
 * What a message asks of the bot: every question in a thread or post that is pinned to an article and in
 * direct messages, elsewhere what mentions it. Undefined where it asks nothing.
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
  // whether it speaks of the thread's article is looked up there
  const intent = await detectIntent(text, { addressee, article, isTranslated: services.translates });
  if (intent === 'talk' || (intent === 'greeting' && !isAddressed)) return undefined;
  return { channelKind, isMentioned, thread, text, intent };
}

interface ReadMessage extends Pick<MessageRequest, 'channelKind' | 'isMentioned' | 'text'> {
  readonly addressee: Addressee;
}

/** What a message says of itself, before anything is looked up. */
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
 * A post of ours that is not on record, because the process ended when it was just opened: its first message
 * shows what it is about. It is put on record now.
 */
async function recordForumPost(
  { channel, client, guildId }: Message,
  { library, threads, clock }: Services,
): Promise<ArticleThread | undefined> {
  // it may have been deleted meanwhile
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
