import { type APIStringSelectComponent, ComponentType } from 'discord-api-types/v10';
import { z } from 'zod';
import { type Markdown, t } from '../../i18n/translate.ts';
import type { LibraryEntry } from '../../storage/stores/articles.ts';
import { summaryButton } from '../button-ids.ts';
import { createButton, createCustomId, createMenuId, createRow, PageNumber } from '../custom-id.ts';
import type { Reply } from '../types.ts';
import { formatCount } from './frame.ts';
import { escapeLine, formatTimestampMention, joinText, md, preventBreaks, toLabel } from './text.ts';

/** A page of the articles, and what was searched for; its slashes part it into several texts. */
export const articlesButton = { key: 'articles', values: z.tuple([PageNumber], z.string()) };

/** Articles on one page of a list. */
export const ARTICLES_PER_PAGE = 10;

interface ArticleListing {
  readonly entries: readonly LibraryEntry[];
  /** Where nothing was found: articles whose headlines resemble what was searched for. */
  readonly similar: readonly LibraryEntry[];
  readonly more: boolean;
  /** Articles in the library. */
  readonly stored: number;
  /** What was searched for, or an empty string. */
  readonly search: string;
  readonly page: number;
}

/** A page of the library, a menu to read one of its articles, and the page turner. */
export function renderArticles(listing: ArticleListing): Reply {
  const { stored, search, page, similar: resembling } = listing;
  const entries = listing.entries.length > 0 ? listing.entries : resembling;
  const title = search
    ? t('Articles about “{{search}}”', { search: escapeLine(search, 120) })
    : t('Articles');
  const footer = joinText(
    [
      t('{{articles}} in the library', { articles: formatCount(stored, 'article') }),
      ...(search ? [] : [t('newest first')]),
    ],
    ' · ',
  );
  return {
    cards: [
      {
        title,
        description:
          entries.length > 0
            ? joinText([...formatSimilar(listing), ...entries.map(formatEntry)], '\n\n')
            : describeEmpty(listing),
        footer: footer,
      },
    ],
    components: [
      ...(entries.length > 0 ? [createRow(createMenu(entries))] : []),
      ...(page > 0 || listing.more ? [createArticlePageButtons(listing)] : []),
    ],
  };
}

function formatEntry(entry: LibraryEntry): Markdown {
  const parts = [
    formatCount(entry.paragraphs, 'paragraph'),
    formatCount(entry.comments, 'comment'),
    ...(entry.version > 1 ? [t('version {{version}}', { version: entry.version })] : []),
    preventBreaks(t('added {{time}}', { time: formatTimestampMention(Date.parse(entry.addedAt), 'R') })),
  ];
  return md`**${escapeLine(entry.headline, 160)}**\n-# ${joinText(parts, ' · ')}`;
}

function formatSimilar({ similar: resembling }: ArticleListing): Markdown[] {
  return resembling.length > 0
    ? [t('I don’t have an article with those words. These headlines are close:')]
    : [];
}

function describeEmpty({ search, page }: ArticleListing): Markdown {
  if (page > 0) return t('There are no more articles.');
  if (search)
    return t(
      'I don’t have an article about that. Try fewer or other words, or `/articles` on its own for the whole list.',
    );
  return t('The library is empty. The operator can add articles with `npm run standfirst -- import FILE`.');
}

function createMenu(entries: readonly LibraryEntry[]): APIStringSelectComponent {
  return {
    type: ComponentType.StringSelect,
    custom_id: createMenuId('open', summaryButton),
    placeholder: t('Read the summary of…'),
    options: entries.map(entry => ({ label: toLabel(entry.headline, 100), value: entry.id })),
  };
}

function createArticlePageButtons({ page, more, search }: ArticleListing) {
  return createRow(
    createButton(t('Back'), createCustomId('turn', articlesButton, [page - 1, search]), {
      disabled: page === 0,
    }),
    createButton(t('Next'), createCustomId('turn', articlesButton, [page + 1, search]), { disabled: !more }),
  );
}
