import { type APIButtonComponentWithCustomId, ButtonStyle } from 'discord-api-types/v10';
import type { StoredArticle } from '../../articles/article.ts';
import { shownHeadline } from '../../articles/article.ts';
import { longestName } from '../../articles/names-and-tags.ts';
import { phrase } from '../../i18n/define-message.ts';
import { type Markdown, t } from '../../i18n/translate.ts';
import type { Added, Entry } from '../../storage/storage.ts';
import { button, customId, row } from '../custom-id.ts';
import type { Field, Form, Reply } from '../types.ts';
import { renderField } from './form.ts';
import { counted } from './frame.ts';
import { code, joinText, md, plainLine, shownSource } from './text.ts';

export const PER_PAGE = 10;
const COLOUR = 0xb3392f;
/** Articles of one file that are named one by one. */
const NAMED = 8;

const field = {
  headline: { custom_id: 'headline', label: phrase('Headline'), required: true, max_length: 300 },
  text: { custom_id: 'text', label: phrase('Text'), required: true, max_length: 4000 },
  comments: { custom_id: 'comments', label: phrase('Comments'), required: false, max_length: 4000 },
} as const satisfies Record<string, Field>;

/** What the form for an article asks for. */
export const articleFields: readonly Field[] = Object.values(field);

/** The form for an article that is typed or pasted. */
export function articleForm(): Form {
  return {
    custom_id: customId('open', 'library', 'add'),
    title: t('Add an article'),
    components: [
      renderField(field.headline, { isLong: false }),
      renderField(field.text, {
        description: t(
          'Paragraphs with a blank line between them. Longer than 4,000 characters: /library add with a file.',
        ),
      }),
      renderField(field.comments, {
        description: t('Numbered from 1; a reply is indented by two spaces more and begins with 1 again.'),
        placeholder: t('1. I walked over it.\n\n  1. So did I.\n\n2. When does it open?'),
      }),
    ],
  };
}

/** What became of the articles that were added. */
export function renderAdded(added: readonly Added[]): Reply {
  const lines = added.slice(0, NAMED).map(addedLine);
  const rest =
    added.length > NAMED
      ? [t('… and {{articles}}.', { articles: counted(added.length - NAMED, 'more article') })]
      : [];
  const [only] = added.length === 1 ? added : [];
  return {
    content: joinText([...lines, ...rest], '\n'),
    components: only
      ? [row(button(t('Summary'), customId('open', 'summary', only.article.id, 'standard')))]
      : [],
  };
}

function addedLine({ article, outcome }: Added): Markdown {
  const named = md`**${plainLine(shownHeadline(article), 120)}** (${code(article.id)}, ${counted(article.paragraphs.length, 'paragraph')}, ${counted(article.comments.length, 'comment')})`;
  if (outcome === 'added') return t('Added: {{named}}', { named });
  if (outcome === 'unchanged') return t('Here already, with the same text: {{named}}', { named });
  return t('New version {{version}}: {{named}}. Threads on the earlier one stay with it.', {
    version: article.version,
    named,
  });
}

interface Listing {
  readonly entries: readonly Entry[];
  readonly more: boolean;
  readonly count: number;
  readonly tag: string | null;
  readonly page: number;
}

/** A page of the library as editors see it: who holds what, from where, with which tags. */
export function renderLibrary({ entries, more, count, tag, page }: Listing): Reply {
  const turnTo = (to: number) => customId('turn', 'library', 'list', to, tag ?? '');
  return {
    embeds: [
      {
        title: tag === null ? t('The library') : t('The library: {{tag}}', { tag: plainLine(tag, 60) }),
        description: entries.length > 0 ? joinText(entries.map(line), '\n\n') : nothing(tag, page),
        color: COLOUR,
        footer: { text: md`${counted(count, 'article')} · ${t('newest first')}` },
      },
    ],
    components:
      page > 0 || more
        ? [
            row(
              button(t('Back'), turnTo(page - 1), { disabled: page === 0 }),
              button(t('Next'), turnTo(page + 1), { disabled: !more }),
            ),
          ]
        : [],
  };
}

function line(entry: Entry): Markdown {
  const renamed =
    entry.renamedFrom === null
      ? ''
      : md` · ${t('the article’s own headline: {{renamedFrom}}', { renamedFrom: plainLine(entry.renamedFrom, 80) })}`;
  const tags =
    entry.tags.length > 0
      ? md` · ${joinText(
          entry.tags.map(tag => md`#${plainLine(tag, 40)}`),
          ', ',
        )}`
      : '';
  const version = entry.version > 1 ? md` · ${t('version {{version}}', { version: entry.version })}` : '';
  const holder = entry.serverId === null ? t('of all servers') : t('of this server');
  return md`**${plainLine(entry.headline, 120)}**\n-# ${holder} · ${plainLine(shownSource(entry.source), 60)}${version}${tags}${renamed}`;
}

function nothing(tag: string | null, page: number): Markdown {
  if (page > 0) return t('There are no more articles.');
  return tag === null
    ? t('There are no articles yet. Add one with `/library add`.')
    : t('No article has this tag.');
}

/** Asks before an article goes. */
export function renderRemoval(
  article: StoredArticle,
  { versions, threads }: { versions: number; threads: number },
): Reply {
  const headline = plainLine(shownHeadline(article), 200);
  const question =
    versions > 1
      ? t('Remove **{{headline}}** with its {{versions}} versions from this server’s library?', {
          headline,
          versions,
        })
      : t('Remove **{{headline}}** from this server’s library?', { headline });
  const pinned =
    threads > 0
      ? [t('{{count}} threads are about it and will say that it is gone.', { count: threads })]
      : [];
  const remove: APIButtonComponentWithCustomId = {
    ...button(t('Remove'), customId('turn', 'library', 'remove', article.id)),
    style: ButtonStyle.Danger,
  };
  return {
    content: joinText(
      [question, ...pinned, t('This cannot be undone; `/library export` keeps a copy.')],
      ' ',
    ),
    components: [row(remove, button(t('Keep'), customId('turn', 'library', 'keep', article.id)))],
  };
}

export function renderRemoved(
  article: StoredArticle,
  { threadIds, isStillThere }: { threadIds: readonly string[]; isStillThere: boolean },
): Reply {
  const headline = plainLine(shownHeadline(article), 200);
  const still = isStillThere ? md` ${t('It stays readable, because it belongs to all servers too.')}` : '';
  return {
    content: md`${t('Removed **{{headline}}** from this server’s library.', { headline })}${still}`,
    ...(threadIds.length > 0 && {
      besides: {
        channelIds: threadIds,
        content: t(
          '**{{headline}}**, which this was about, was removed from the library. I cannot answer here any more.',
          {
            headline,
          },
        ),
      },
    }),
  };
}

export function renderRenamed(article: StoredArticle): Reply {
  const own = plainLine(article.headline, longestName);
  if (article.name === undefined)
    return { content: t('It is shown under its own headline again: **{{own}}**', { own }) };
  return {
    content: t('It is shown as **{{name}}** now. Its own headline stays: {{own}}', {
      name: plainLine(article.name, longestName),
      own,
    }),
  };
}

export function renderTagged(article: StoredArticle, tags: readonly string[]): Reply {
  const headline = plainLine(shownHeadline(article), 200);
  if (tags.length === 0) return { content: t('**{{headline}}** has no tags.', { headline }) };
  return {
    content: t('**{{headline}}** has these tags: {{tags}}', {
      headline,
      tags: joinText(
        tags.map(tag => md`#${plainLine(tag, 40)}`),
        ', ',
      ),
    }),
  };
}
