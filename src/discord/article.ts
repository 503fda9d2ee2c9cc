import type { ChatInputCommandInteraction } from 'discord.js';
import type { StoredArticle } from '../article/article.ts';
import type { Library } from '../article/library.ts';
import { UserError } from '../errors.ts';
import type { House } from '../house.ts';

/** The article that a button stands for. Throws a UserError if it was removed since. */
export async function articleFor(id: string | undefined, library: Library): Promise<StoredArticle> {
  const article = id === undefined ? undefined : await library.get(id);
  if (!article) throw new UserError('This article is no longer in the library. `/articles` shows what there is.');
  return article;
}

/** The article that a command is about: the one named, else the one that this thread, post or direct message is about. */
export async function articleAsked(
  interaction: { options: Pick<ChatInputCommandInteraction['options'], 'getString'>; channelId: string },
  house: House,
): Promise<StoredArticle> {
  const named = interaction.options.getString('article');
  const article = named === null ? await articleHere(interaction.channelId, house) : await house.library.find(named);
  if (article) return article;
  throw new UserError(
    'Which article? Choose one in `article`. In a thread, a post or a direct message with me that `/discuss` opened, it need not be said.',
  );
}

/** The article that a channel is pinned to, or undefined where it is pinned to none. Throws a UserError if that article was removed. */
export async function articleHere(
  channelId: string,
  house: Pick<House, 'threads' | 'library'>,
): Promise<StoredArticle | undefined> {
  const pinned = await house.threads.get(channelId);
  if (!pinned) return undefined;
  const article = await house.library.get(pinned.articleId);
  if (!article)
    throw new UserError('The article that this was opened for is no longer in the library. `/articles` shows what there is.');
  return article;
}
