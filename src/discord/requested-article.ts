import type { ChatInputCommandInteraction } from 'discord.js';
import type { StoredArticle } from '../articles/article.ts';
import type { Library } from '../articles/library.ts';
import { UserError } from '../errors.ts';
import { t } from '../i18n/translate.ts';
import { findCandidates } from './article-candidates.ts';
import type { Context } from './context.ts';
import { renderArticleChoice } from './render/article-choice.ts';
import type { Reply } from './types.ts';

/** The article that a button stands for. Throws a UserError if it was removed since. */
export async function getArticle(id: string | undefined, library: Library): Promise<StoredArticle> {
  const article = id === undefined ? undefined : await library.get(id);
  if (!article)
    throw new UserError('This article is no longer in the library. `/articles` lists what I have.');
  return article;
}

/**
 * The article that a command is about: the one named, else the one that this thread, post or direct message
 * is about; undefined where that is none. Throws a UserError for a name that no article has.
 */
export async function resolveArticle(
  interaction: { options: Pick<ChatInputCommandInteraction['options'], 'getString'>; channelId: string },
  context: Context,
): Promise<StoredArticle | undefined> {
  const typed = interaction.options.getString('article');
  return typed === null ? getPinnedArticle(interaction.channelId, context) : context.library.find(typed);
}

/**
 * Asks which article a command is about, so that nothing of it must be written again. `to` is where the
 * choice goes.
 */
export async function askForArticle(
  { to, text = '' }: { to: string; text?: string },
  context: Context,
): Promise<Reply> {
  const candidates = await findCandidates(text, context.library);
  if (candidates.length === 0)
    throw new UserError('There are no articles yet. An editor can add one with `/library add`.');
  const about = t('Which article? Choose it here, or name it in `article` next time.');
  return renderArticleChoice(candidates, { about, to, ...(text !== '' && { text }) });
}

/**
 * The article that a channel is pinned to, or undefined where it is pinned to none. Throws a UserError if
 * that article was removed.
 */
export async function getPinnedArticle(
  channelId: string,
  context: Pick<Context, 'threads' | 'library'>,
): Promise<StoredArticle | undefined> {
  const pinned = await context.threads.get(channelId);
  if (!pinned) return undefined;
  const article = await context.library.get(pinned.articleId);
  if (!article)
    throw new UserError(
      'The article this was opened for is no longer in the library. `/articles` lists what I have.',
    );
  return article;
}
