import { type Markdown, t } from '../../i18n/translate.ts';
import type { FeedListResult } from '../../web/feed-list.ts';
import type { Reply } from '../types.ts';
import { feedNameOf } from './feeds.ts';
import { formatCount } from './frame.ts';
import { escapeLine, joinText, md, renderMessage, truncateToMessage } from './text.ts';

/** The most feeds listed by name, and the most refusals. */
const MAX_NAMED = 25;
const MAX_REFUSED = 10;

/** The reply to `/feed import`: what was added, what was refused and why, and what was not tried. */
export function renderFeedsImported({ added, refused, left }: FeedListResult): Reply {
  const lines = [
    added.length === 0
      ? t('I added no feed of this list.')
      : t('Added {{feeds}}. The newest articles come in the next few minutes.', {
          feeds: formatCount(added.length, 'feed'),
        }),
    ...added.slice(0, MAX_NAMED).map(({ feed }) => md`- ${escapeLine(feedNameOf(feed), 60)}`),
    ...formatRefused(refused),
    left > 0 &&
      t('-# Not tried, because a list has its limits and so has a server: {{feeds}}.', {
        feeds: formatCount(left, 'feed'),
      }),
  ];
  return { content: truncateToMessage(joinText(lines, '\n')) };
}

function formatRefused(refused: FeedListResult['refused']): Markdown[] {
  if (refused.length === 0) return [];
  const more = refused.length - MAX_REFUSED;
  return [
    t('Not added:'),
    ...refused
      .slice(0, MAX_REFUSED)
      .map(({ url, reason }) => md`- ${escapeLine(url, 80)}: ${renderMessage(reason.said)}`),
    ...(more > 0 ? [t('… and {{feeds}} more', { feeds: formatCount(more, 'feed') })] : []),
  ];
}

/** The reply to `/feed export`: a file that feed readers and `/feed import` can read. */
export function renderFeedsExported(opml: string, count: number): Reply {
  return {
    content: t('{{feeds}} with their tags. `/feed import` and feed readers take this file.', {
      feeds: formatCount(count, 'feed'),
    }),
    files: [
      { name: 'feeds.opml', bytes: new TextEncoder().encode(opml), description: formatCount(count, 'feed') },
    ],
  };
}
