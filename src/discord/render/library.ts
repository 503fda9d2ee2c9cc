import { type APIButtonComponentWithCustomId, ButtonStyle } from 'discord-api-types/v10';
import { z } from 'zod';
import { displayHeadlineOf, type StoredArticle } from '../../articles/article.ts';
import { MAX_NAME_LENGTH } from '../../articles/names-and-tags.ts';
import { type Markdown, t } from '../../i18n/translate.ts';
import type { AddResult, LibraryEntry } from '../../storage/stores/articles.ts';
import { summaryButton } from '../button-ids.ts';
import { createButton, createRow, createRows } from '../components.ts';
import { ArticleId, createCustomId, NO_VALUES, PageNumber } from '../custom-id.ts';
import type { Reply } from '../types.ts';
import { createPageButtons, formatCount, formatSize } from './frame.ts';
import { escapeLine, formatSource, joinText, md } from './text.ts';

/** Articles per page of a server's library. */
export const LIBRARY_ENTRIES_PER_PAGE = 10;

/** The most articles of one file that are listed by name. */
const MAX_NAMED = 8;

/** The buttons and the form of `/library`. */
export const libraryButtons = {
  add: { key: 'library/add', values: NO_VALUES },
  /** `tag` is empty if all articles are listed. */
  list: { key: 'library/list', values: z.object({ page: PageNumber, tag: z.string().optional() }) },
  remove: { key: 'library/remove', values: z.object({ article: ArticleId }) },
  keep: { key: 'library/keep', values: z.object({ article: ArticleId }) },
};

/** The outcome of adding articles. */
export function renderAdded(added: readonly AddResult[]): Reply {
  const lines = added.slice(0, MAX_NAMED).map(formatAdded);
  const rest =
    added.length > MAX_NAMED &&
    t('… and {{articles}}.', { articles: formatCount(added.length - MAX_NAMED, 'more article') });
  const [only] = added.length === 1 ? added : [];
  return {
    content: joinText([...lines, rest], '\n'),
    components: only ? [createRow(createSummaryButton(only.article))] : [],
  };
}

function createSummaryButton({ id }: StoredArticle) {
  return createButton(
    t('Summary'),
    createCustomId('open', summaryButton, { article: id, length: 'standard' }),
  );
}

function formatAdded({ article, outcome }: AddResult): Markdown {
  const name = md`**${escapeLine(displayHeadlineOf(article), 120)}** (${joinText(formatSize(article), ', ')})`;
  if (outcome === 'added') return t('Added: {{named}}', { named: name });
  if (outcome === 'unchanged') return t('Already here, with the same text: {{named}}', { named: name });
  return t('New version {{version}}: {{named}}. Threads about the earlier one stay with it.', {
    version: article.version,
    named: name,
  });
}

interface LibraryListing {
  readonly entries: readonly LibraryEntry[];
  readonly more: boolean;
  readonly count: number;
  readonly tag: string | null;
  readonly page: number;
}

/** A page of the library as editors see it: the owner, origin and tags of each article. */
export function renderLibrary({ entries, more, count, tag, page }: LibraryListing): Reply {
  const pageIdOf = (to: number) => createCustomId('turn', libraryButtons.list, { page: to, tag: tag ?? '' });
  return {
    cards: [
      {
        title: tag === null ? t('The library') : t('The library: {{tag}}', { tag: escapeLine(tag, 60) }),
        description:
          entries.length > 0 ? joinText(entries.map(formatEntry), '\n\n') : describeEmpty(tag, page),
        footer: md`${formatCount(count, 'article')} · ${t('newest first')}`,
      },
    ],
    components: createRows(createPageButtons({ at: page, more }, pageIdOf)),
  };
}

function formatEntry(entry: LibraryEntry): Markdown {
  const renamed =
    entry.renamedFrom === null
      ? ''
      : md` · ${t('the article’s own headline: {{renamedFrom}}', { renamedFrom: escapeLine(entry.renamedFrom, 80) })}`;
  const tags = entry.tags.length > 0 ? md` · ${formatTags(entry.tags)}` : '';
  const version = entry.version > 1 ? md` · ${t('version {{version}}', { version: entry.version })}` : '';
  const owner = entry.serverId === null ? t('of all servers') : t('of this server');
  return md`**${escapeLine(entry.headline, 120)}**\n-# ${owner} · ${escapeLine(formatSource(entry.source), 60)}${version}${tags}${renamed}`;
}

const formatTags = (tags: readonly string[]): Markdown =>
  joinText(
    tags.map(tag => md`#${escapeLine(tag, 40)}`),
    ', ',
  );

function describeEmpty(tag: string | null, page: number): Markdown {
  if (page > 0) return t('There are no more articles.');
  return tag === null
    ? t('There are no articles yet. Add one with `/library add`.')
    : t('No article has this tag.');
}

/** Asks for confirmation before an article is removed. */
export function renderRemoval(
  article: StoredArticle,
  { versions, threads }: { versions: number; threads: number },
): Reply {
  const headline = escapeLine(displayHeadlineOf(article), 200);
  const question =
    versions > 1
      ? t('Remove **{{headline}}** and its {{versions}} versions from this server’s library?', {
          headline,
          versions,
        })
      : t('Remove **{{headline}}** from this server’s library?', { headline });
  const pinned =
    threads > 0 && t('{{count}} threads are about it and will say that it is gone.', { count: threads });
  const remove: APIButtonComponentWithCustomId = {
    ...createButton(t('Remove'), createCustomId('turn', libraryButtons.remove, { article: article.id })),
    style: ButtonStyle.Danger,
  };
  return {
    content: joinText(
      [question, pinned, t('This can’t be undone. To keep a copy, use `/library export` first.')],
      ' ',
    ),
    components: [
      createRow(
        remove,
        createButton(t('Keep'), createCustomId('turn', libraryButtons.keep, { article: article.id })),
      ),
    ],
  };
}

/** Confirms a removal and lists the threads that the article was pinned in. */
export function renderRemoved(
  article: StoredArticle,
  { threadIds, isStillThere }: { threadIds: readonly string[]; isStillThere: boolean },
): Reply {
  const headline = escapeLine(displayHeadlineOf(article), 200);
  const still = isStillThere ? md` ${t('It stays readable, because it belongs to all servers too.')}` : '';
  return {
    content: md`${t('Removed **{{headline}}** from this server’s library.', { headline })}${still}`,
    ...(threadIds.length > 0 && {
      announcement: {
        channelIds: threadIds,
        content: t(
          '**{{headline}}**, which this was about, was removed from the library. I can’t answer here any more.',
          { headline },
        ),
      },
    }),
  };
}

/** The reply to `/library rename`. */
export function renderRenamed(article: StoredArticle): Reply {
  const own = escapeLine(article.headline, MAX_NAME_LENGTH);
  if (article.name === undefined)
    return { content: t('It’s shown under its own headline again: **{{own}}**', { own }) };
  return {
    content: t('It’s now shown as **{{name}}**. Its own headline stays: {{own}}', {
      name: escapeLine(article.name, MAX_NAME_LENGTH),
      own,
    }),
  };
}

/** The reply to `/library tag`. */
export function renderTagged(article: StoredArticle, tags: readonly string[]): Reply {
  const headline = escapeLine(displayHeadlineOf(article), 200);
  if (tags.length === 0) return { content: t('**{{headline}}** has no tags.', { headline }) };
  return {
    content: t('**{{headline}}** has these tags: {{tags}}', { headline, tags: formatTags(tags) }),
  };
}
