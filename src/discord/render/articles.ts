import { z } from 'zod';
import { type Markdown, t } from '../../i18n/translate.ts';
import type { LibraryEntry } from '../../storage/stores/articles.ts';
import { createButton, createMenuRows, createRows } from '../components.ts';
import { CHOICE_PLACEHOLDER, createCustomId, PageNumber } from '../custom-id.ts';
import type { Reply } from '../types.ts';
import { createReadingMenu } from './article-choice.ts';
import { createPageButtons, formatCount, formatPage } from './frame.ts';
import { escapeLine, formatTimestampMention, joinText, md, preventBreaks, toLabel } from './text.ts';

/** A page of the article list with its search text. Slashes split the text into several values. */
export const articlesButton = { key: 'articles', values: z.tuple([PageNumber], z.string()) };

/** A page of the articles with one tag. */
export const taggedButton = {
  key: 'articles/tag',
  values: z.object({ page: PageNumber, tag: z.string().min(1) }),
};

/** Articles per page of a list. */
export const ARTICLES_PER_PAGE = 10;

interface ArticleListing {
  readonly entries: readonly LibraryEntry[];
  /** If nothing was found: articles whose headlines resemble the search text. */
  readonly similar: readonly LibraryEntry[];
  readonly more: boolean;
  /** Total number of articles in the library. */
  readonly stored: number;
  /** The search text, or an empty string. */
  readonly search: string;
  /** The tag that the list is filtered by, or null. */
  readonly tag: string | null;
  /** All tags, most used first. */
  readonly tags: readonly { readonly tag: string; readonly articles: number }[];
  readonly page: number;
}

/** How many articles the list goes through: those with the tag, or the whole library. */
const countArticles = ({ stored, tag, tags }: ArticleListing): number =>
  tags.find(known => known.tag === tag)?.articles ?? stored;

/** How many articles there are, in which order, and which page of them this is; a search is not counted. */
function formatPlace(listing: ArticleListing): Markdown {
  const { page, more, search } = listing;
  const count = countArticles(listing);
  const articles = formatCount(count, 'article');
  const searched = page > 0 || more ? [t('page {{page}}', { page: page + 1 })] : [];
  const listed = [t('newest first'), ...formatPage({ at: page, of: Math.ceil(count / ARTICLES_PER_PAGE) })];
  return joinText([formatSearched(articles, listing), ...(search ? searched : listed)], ' · ');
}

/** Whether that many are listed, or were searched for those that are. */
function formatSearched(articles: Markdown, { search, tag }: ArticleListing): Markdown {
  if (search) return t('{{articles}} searched', { articles });
  return tag === null ? t('{{articles}} in the library', { articles }) : articles;
}

/** A page of the library with a menu to read one of its articles and the page buttons. */
export function renderArticles(listing: ArticleListing): Reply {
  const entries = listing.entries.length > 0 ? listing.entries : listing.similar;
  return {
    cards: [
      {
        title: formatTitle(listing),
        origin: formatPlace(listing),
        description:
          entries.length > 0
            ? joinText([...formatSimilar(listing), ...entries.map(formatEntry)], '\n\n')
            : describeEmpty(listing),
      },
    ],
    components: [
      ...createReadingMenu(entries),
      ...createTagMenu(listing),
      ...createArticlePageButtons(listing),
    ],
  };
}

function formatTitle({ search, tag }: ArticleListing): Markdown {
  if (tag !== null) return t('Articles: {{tag}}', { tag: escapeLine(tag, 60) });
  return search ? t('Articles about “{{search}}”', { search: escapeLine(search, 120) }) : t('Articles');
}

function formatEntry(entry: LibraryEntry): Markdown {
  const parts = [
    t('added {{time}}', { time: formatTimestampMention(Date.parse(entry.addedAt), 'R') }),
    ...(entry.comments > 0 ? [formatCount(entry.comments, 'comment')] : []),
    ...(entry.version > 1 ? [t('version {{version}}', { version: entry.version })] : []),
  ].map(preventBreaks);
  const tags = entry.tags.map(tag => preventBreaks(md`#${escapeLine(tag, 40)}`));
  return md`**${escapeLine(entry.headline, 160)}**\n-# ${joinText([...parts, joinText(tags, ', ')], ' · ')}`;
}

function formatSimilar({ similar }: ArticleListing): Markdown[] {
  return similar.length > 0
    ? [t('I don’t have an article with those words. These headlines are close:')]
    : [];
}

function describeEmpty({ search, tag, page }: ArticleListing): Markdown {
  if (page > 0) return t('There are no more articles.');
  if (tag !== null) return t('No article has this tag.');
  if (search)
    return t(
      'I don’t have an article about that. Try fewer or other words, or `/articles` on its own for the whole list.',
    );
  return t('There are no articles yet. An editor can add one with `/library add`.');
}

function createTagMenu({ tags, tag: chosen }: ArticleListing) {
  const options = tags.map(({ tag, articles }) => ({
    label: toLabel(`#${tag} (${articles})`, 100),
    value: tag,
    default: tag === chosen,
  }));
  const id = createCustomId('turn', taggedButton, { page: 0, tag: CHOICE_PLACEHOLDER });
  return createMenuRows(id, t('Only with the tag…'), options);
}

/** The page buttons if there is more than one page, and one that leads from a tag back to all articles. */
function createArticlePageButtons({ page, more, search, tag }: ArticleListing) {
  const pageIdOf = (to: number) =>
    tag === null
      ? createCustomId('turn', articlesButton, [to, search])
      : createCustomId('turn', taggedButton, { page: to, tag });
  return createRows([
    ...createPageButtons({ at: page, more }, pageIdOf),
    ...(tag === null
      ? []
      : [createButton(t('All articles'), createCustomId('turn', articlesButton, [0, '']))]),
  ]);
}
