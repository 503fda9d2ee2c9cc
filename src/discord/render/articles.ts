import { type APIStringSelectComponent, ComponentType } from 'discord-api-types/v10';
import { type Markdown, t } from '../../i18n/translate.ts';
import type { Entry } from '../../storage/storage.ts';
import { button, customId, row } from '../custom-id.ts';
import type { Reply } from '../types.ts';
import { counted } from './frame.ts';
import { joinText, label, md, plainLine, timestamp, unbroken } from './text.ts';

export const PER_PAGE = 10;

interface Listing {
  readonly entries: readonly Entry[];
  /** Where nothing was found: articles whose headlines resemble what was searched for. */
  readonly resembling: readonly Entry[];
  readonly more: boolean;
  /** Articles in the library. */
  readonly stored: number;
  /** What was searched for, or an empty string. */
  readonly search: string;
  readonly page: number;
}

/** A page of the library, a menu to read one of its articles, and the page turner. */
export function renderArticles(listing: Listing): Reply {
  const { stored, search, page, resembling } = listing;
  const entries = listing.entries.length > 0 ? listing.entries : resembling;
  const title = search ? t('Articles about “{{search}}”', { search: plainLine(search, 120) }) : t('Articles');
  const footer = joinText(
    [
      t('{{articles}} in the library', { articles: counted(stored, 'article') }),
      ...(search ? [] : [t('newest first')]),
    ],
    ' · ',
  );
  return {
    embeds: [
      {
        title,
        description:
          entries.length > 0
            ? joinText([...resemblance(listing), ...entries.map(line)], '\n\n')
            : nothing(listing),
        color: 0xb3392f,
        footer: { text: footer },
      },
    ],
    components: [
      ...(entries.length > 0 ? [row(menu(entries))] : []),
      ...(page > 0 || listing.more ? [turner(listing)] : []),
    ],
  };
}

function line(entry: Entry): Markdown {
  const parts = [
    counted(entry.paragraphs, 'paragraph'),
    counted(entry.comments, 'comment'),
    ...(entry.version > 1 ? [t('version {{version}}', { version: entry.version })] : []),
    unbroken(t('added {{time}}', { time: timestamp(Date.parse(entry.addedAt), 'R') })),
  ];
  return md`**${plainLine(entry.headline, 160)}**\n-# ${joinText(parts, ' · ')}`;
}

function resemblance({ resembling }: Listing): Markdown[] {
  return resembling.length > 0 ? [t('No stored article has these words. Headlines that resemble them:')] : [];
}

function nothing({ search, page }: Listing): Markdown {
  if (page > 0) return t('There are no more articles.');
  if (search)
    return t(
      'No stored article is about that. Try fewer or other words, or `/articles` alone for all of them.',
    );
  return t('The library is empty. An operator adds articles with `npm run standfirst -- import FILE`.');
}

function menu(entries: readonly Entry[]): APIStringSelectComponent {
  return {
    type: ComponentType.StringSelect,
    custom_id: customId('open', 'summary'),
    placeholder: t('Read the summary of…'),
    options: entries.map(entry => ({ label: label(entry.headline, 100), value: entry.id })),
  };
}

function turner({ page, more, search }: Listing) {
  return row(
    button(t('Back'), customId('turn', 'articles', page - 1, search), { disabled: page === 0 }),
    button(t('Next'), customId('turn', 'articles', page + 1, search), { disabled: !more }),
  );
}
