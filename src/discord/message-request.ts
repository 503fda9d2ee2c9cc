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
  const channelKind = channelKindOf(message);
  const thread = channelKind === 'channel' ? undefined : await findArticleThread(message, services);
  const text = removeMention(message);
  const isMentioned = mentionsBot(message);
  const isAddressed = isMentioned || channelKind === 'direct message';
  if (!isAddressed && !(thread && text)) return undefined;
  const intent =
    text && channelKind !== 'channel'
      ? await detectMessageIntent(message, text, { thread, services })
      : 'question';
  if (intent === 'talk' || (intent === 'greeting' && !isAddressed)) return undefined;
  return { channelKind, isMentioned, thread, text, intent };
}

/** Whether a message asks something; whether it speaks of the thread's article is looked up there. */
async function detectMessageIntent(
  message: Message,
  text: string,
  { thread, services }: { thread: ArticleThread | undefined; services: Services },
): Promise<Intent> {
  const library = services.library.forServer(message.guildId);
  const article = thread ? await library.get(thread.articleId) : undefined;
  return await detectIntent(text, {
    addressee: addresseeOf(message),
    article: article ?? null,
    isTranslated: services.translates,
  });
}

function addresseeOf(message: Message): Addressee {
  const { mentions, client, guildId } = message;
  if (mentionsBot(message) || guildId === null) return 'bot';
  const others = mentions.users.some(({ id }) => id !== client.user.id);
  const isReplyToOther = mentions.repliedUser !== null && mentions.repliedUser.id !== client.user.id;
  return others || isReplyToOther ? 'member' : 'all';
}

async function findArticleThread(message: Message, services: Services): Promise<ArticleThread | undefined> {
  return (await services.threads.get(message.channelId)) ?? (await recordForumPost(message, services));
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

function channelKindOf({ channel }: Message): ChannelKind {
  if (channel.isDMBased()) return 'direct message';
  return channel.isThread() ? 'thread' : 'channel';
}

function mentionsBot(message: Message): boolean {
  return message.mentions.users.has(message.client.user.id);
}

function removeMention(message: Message): string {
  return message.content.replaceAll(new RegExp(`<@!?${message.client.user.id}>`, 'g'), ' ').trim();
}
