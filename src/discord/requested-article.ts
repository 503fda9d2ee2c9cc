import type { ChatInputCommandInteraction } from 'discord.js';
import type { StoredArticle } from '../articles/article.ts';
import { AmbiguousName, type Library } from '../articles/library.ts';
import { UserError } from '../errors.ts';
import { defineMessage } from '../i18n/define-message.ts';
import { t } from '../i18n/translate.ts';
import type { ArticleThread } from '../storage/stores/threads.ts';
import { findCandidates } from './article-candidates.ts';
import { MAX_MENU_OPTIONS } from './components.ts';
import type { Context } from './context.ts';
import { renderArticleChoice } from './render/article-choice.ts';
import { escapeLine } from './render/text.ts';
import type { Reply } from './types.ts';

/** The article that a button refers to. Throws a UserError if it has been removed. */
export async function getArticle(id: string | undefined, library: Library): Promise<StoredArticle> {
  const article = id === undefined ? undefined : await library.get(id);
  if (!article)
    throw new UserError('This article is no longer in the library. `/articles` lists what I have.');
  return article;
}

type ArticleInteraction = {
  readonly options: Pick<ChatInputCommandInteraction['options'], 'getString'>;
  readonly channelId: string;
};

/**
 * The article that a command is about: the one named, else the one that this thread, post or direct message
 * channel is about. Undefined if the member must be asked (`askForArticle`), because there is none or the
 * name may mean several. Throws a UserError for a name that no article has.
 */
export async function resolveArticle(
  interaction: ArticleInteraction,
  context: Context,
): Promise<StoredArticle | undefined> {
  const typed = interaction.options.getString('article');
  if (typed === null) return getPinnedArticle(interaction.channelId, context);
  try {
    return await context.library.find(typed);
  } catch (error) {
    // a menu asks which of them is meant
    if (error instanceof AmbiguousName) return undefined;
    throw error;
  }
}

const SEVERAL = defineMessage('“{{named}}” could be one of these. Choose the one you mean.');
const SOME_WORDS = defineMessage(
  'No article has all the words of “{{named}}”. These have some of them. Choose one if you mean it.',
);

/**
 * Asks which article a command is about, so that nothing has to be typed again. Offers the articles that the
 * typed name may mean, else those that the text may be about. `to` is the custom id that receives the choice.
 */
export async function askForArticle(
  { options }: Pick<ArticleInteraction, 'options'>,
  { to, text = '' }: { to: string; text?: string },
  context: Context,
): Promise<Reply> {
  const named = options.getString('article')?.trim() ?? '';
  const shown = text !== '' && { text };
  if (named !== '') {
    const matches = await context.library.match(named, MAX_MENU_OPTIONS);
    const about = t(matches.every(({ kind }) => kind === 'some') ? SOME_WORDS : SEVERAL, {
      named: escapeLine(named, 100),
    });
    return renderArticleChoice(
      matches.map(({ entry }) => entry),
      { about, to, ...shown },
    );
  }
  const candidates = await findCandidates(text, context.library);
  if (candidates.length === 0)
    throw new UserError('There are no articles yet. An editor can add one with `/library add`.');
  const about = t('Which article? Choose it here, or name it in `article` next time.');
  return renderArticleChoice(candidates, { about, to, ...shown });
}

/** The article pinned to a channel, if any. Throws a UserError if that article has been removed. */
export async function getPinnedArticle(
  channelId: string,
  context: Pick<Context, 'threads' | 'library'>,
): Promise<StoredArticle | undefined> {
  const pinned = await context.threads.get(channelId);
  return pinned && getArticleOf(pinned, context.library);
}

/** The article that a place was opened for. Throws a UserError if it has been removed. */
export async function getArticleOf(
  { articleId }: Pick<ArticleThread, 'articleId'>,
  library: Library,
): Promise<StoredArticle> {
  const article = await library.get(articleId);
  if (!article)
    throw new UserError(
      'The article this was opened for is no longer in the library. `/articles` lists what I have.',
    );
  return article;
}
