import type { AutocompleteInteraction } from 'discord.js';
import type { StoredArticle } from '../articles/article.ts';
import { UserError } from '../errors.ts';
import { t } from '../i18n/translate.ts';
import { createChoice, MAX_CHOICES } from './choices.ts';
import { articleOption } from './command-options.ts';
import type { Context } from './context.ts';
import { toLabel } from './render/text.ts';
import type { Choice } from './types.ts';

/** The option that names one of a server's own articles. */
export const ownArticleOption = {
  ...articleOption,
  description: 'One of this server’s own articles: start typing its headline',
} as const;

/** A server's own article with its versions' ids. Throws a UserError if it belongs to all servers. */
export async function findOwnArticle(
  named: string,
  { library }: Context,
): Promise<{ article: StoredArticle; versions: string[] }> {
  const article = await library.find(named);
  const versions = await library.listVersions(article.id);
  if (versions.length === 0)
    throw new UserError(
      '“{{headline}}” belongs to all servers, so only the operator can change, remove or export it.',
      { headline: article.headline },
    );
  return { article, versions };
}

/**
 * Suggests the server's own articles whose headlines match what was typed. If there are none, suggests those of
 * all servers, marked as such: choosing one is answered with the reason why it cannot be changed here.
 */
export async function suggestOwnArticles(
  { options }: AutocompleteInteraction,
  { library }: Context,
): Promise<Choice[]> {
  const typed = options.getFocused();
  const entries = await library.suggest(typed, MAX_CHOICES, { ownOnly: true });
  if (entries.length > 0) return entries.map(({ headline, id }) => createChoice(headline, id));
  const owner = t('of all servers');
  const shared = await library.suggest(typed, MAX_CHOICES);
  return shared.map(({ headline, id }) => ({
    name: `${toLabel(headline, 97 - owner.length)} · ${owner}`,
    value: id,
  }));
}

/** Suggestions for the last of the tags being typed: to remove, the article's own; else all in use. */
export async function suggestTags(
  { options }: AutocompleteInteraction,
  { library }: Context,
): Promise<Choice[]> {
  const { name: option, value: typed } = options.getFocused(true);
  const before = option === 'tag' ? '' : typed.slice(0, typed.lastIndexOf(',') + 1);
  const begun = typed.slice(before.length).trim().toLowerCase();
  const tags =
    option === 'remove'
      ? await library.getTags(options.getString('article') ?? '')
      : (await library.listTags()).map(({ tag }) => tag);
  return tags
    .filter(tag => tag.startsWith(begun))
    .map(tag => `${before}${before ? ' ' : ''}${tag}`)
    .filter(value => value.length <= 100)
    .map(value => ({ name: value, value }));
}

/** Suggestions for the article whose tags are changed, or for those tags. */
export async function suggestArticleOrTags(
  interaction: AutocompleteInteraction,
  context: Context,
): Promise<Choice[]> {
  const { name } = interaction.options.getFocused(true);
  return name === ownArticleOption.name
    ? suggestOwnArticles(interaction, context)
    : suggestTags(interaction, context);
}
