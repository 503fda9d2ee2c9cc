import { type Markdown, t } from '../../i18n/translate.ts';
import type { FeedRenderers } from '../../web/feed-notices.ts';
import type { FeedState, StoredFeed } from '../../web/feed-records.ts';
import type { Reply } from '../types.ts';
import { formatCount } from './frame.ts';
import { joinIntoPages, MAX_TEXT_LENGTH } from './pages.ts';
import {
  escapeLine,
  formatChannelMention,
  formatTimestampMention,
  joinText,
  md,
  renderMessageLine,
  truncateToMessage,
} from './text.ts';

/** The display name of a feed: its title, or else its address. */
export function feedNameOf({ url, state }: Pick<StoredFeed, 'url' | 'state'>): string {
  return state.title ?? url.replace(/^https?:\/\//, '');
}

function formatFeedName(feed: StoredFeed): Markdown {
  return md`**${escapeLine(feedNameOf(feed), 150)}**`;
}

/** The reply to `/feed add`. */
export function renderFeedAdded(
  feed: StoredFeed,
  {
    items,
    first,
    others,
  }: { items: number; first: number; others: readonly { url: string; title: string | null }[] },
): Reply {
  const begins =
    items === 0
      ? t('It’s empty so far. I’ll add whatever comes.')
      : items > first
        ? t(
            'It has {{items}}. I’ll add the newest {{first}} in the next few minutes, and new ones as they come.',
            {
              items: formatCount(items, 'item'),
              first,
            },
          )
        : t('I’ll add its {{items}} in the next few minutes, and new ones as they come.', {
            items: formatCount(items, 'item'),
          });
  const tags =
    feed.tags.length === 0
      ? ''
      : t('Its articles will have these tags: {{tags}}.', { tags: formatTags(feed) });
  const noticeLine =
    feed.channelId === null
      ? t('-# I’ll report problems in the system messages channel.')
      : t('-# I’ll report problems in {{channel}}.', { channel: formatChannelMention(feed.channelId) });
  const more =
    others.length === 0
      ? []
      : [
          t('The page has other feeds too:'),
          ...others.slice(0, 5).map(({ url }) => md`- ${escapeLine(url, 300)}`),
        ];
  return {
    content: truncateToMessage(
      joinText(
        [
          joinText([t('Added {{feed}}.', { feed: formatFeedName(feed) }), begins, tags], ' '),
          noticeLine,
          ...more,
        ],
        '\n',
      ),
    ),
  };
}

function formatTags({ tags }: StoredFeed): Markdown {
  return joinText(
    tags.map(tag => escapeLine(tag, 60)),
    ', ',
  );
}

/** The reply to `/feed pause`. */
export function renderFeedPaused(feed: StoredFeed): Reply {
  return {
    content: t('Paused {{feed}}. I won’t check it until you use `/feed resume`.', {
      feed: formatFeedName(feed),
    }),
  };
}

/** The reply to `/feed resume`. */
export function renderFeedResumed(feed: StoredFeed): Reply {
  return { content: t('Resumed {{feed}}.', { feed: formatFeedName(feed) }) };
}

/** Confirms a removal and says how to add the same feed again, in case it was removed by mistake. */
export function renderFeedRemoved(feed: StoredFeed): Reply {
  const tags = feed.tags.length === 0 ? '' : ` tags:${feed.tags.join(', ')}`;
  const channel = feed.channelId === null ? '' : md` channel:${formatChannelMention(feed.channelId)}`;
  const again = md`${escapeLine(`/feed add url:${feed.url}${tags}`, 1500)}${channel}`;
  return {
    content: t('Removed {{feed}}. Its {{taken}} stay. To add it again:\n> {{again}}', {
      feed: formatFeedName(feed),
      taken: formatCount(feed.state.taken, 'article'),
      again,
    }),
  };
}

/** All feeds of a server: the state of each, its last success, its next check and its last error. */
export function renderFeedList(feeds: readonly StoredFeed[]): Reply {
  if (feeds.length === 0) return { content: t('This server has no feeds yet. `/feed add` adds one.') };
  const room = Math.min(600, Math.floor(MAX_TEXT_LENGTH / feeds.length) - 2);
  const pages = joinIntoPages(feeds.map(feed => formatFeed(feed, room)));
  return { cards: pages.map(description => ({ description })) };
}

function formatFeed(feed: StoredFeed, room: number): Markdown {
  const { state } = feed;
  const head = md`**${escapeLine(feedNameOf(feed), Math.min(100, Math.floor(room / 5)))}** · ${formatState(feed)} · ${formatCount(state.taken, 'article')}`;
  const went =
    state.lastSuccess === null
      ? t('never worked so far')
      : t('last worked {{time}}', { time: formatTime(state.lastSuccess) });
  const times = md`-# ${joinText([went, ...formatNextPoll(feed)], ' · ')}`;
  const error = state.lastError ?? state.ended;
  const left = room - head.length - times.length - 10;
  const errorLines = error === null || left < 30 ? [] : [md`-# ⚠ ${renderMessageLine(error, left)}`];
  const rest = left - (errorLines[0]?.length ?? 0) - 40;
  const refusal =
    state.lastRefusal === null || rest < 60
      ? []
      : [
          t('-# {{refused}} skipped, most recently: {{lastRefusal}}', {
            refused: formatCount(state.refused, 'item'),
            lastRefusal: renderMessageLine(state.lastRefusal, rest),
          }),
        ];
  return joinText([head, times, ...errorLines, ...refusal], '\n');
}

function formatState({ paused, state }: StoredFeed): Markdown {
  if (state.ended !== null) return t('ended');
  if (paused) return t('paused');
  if (state.failures > 0)
    return t('broken ({{failures}})', { failures: formatCount(state.failures, 'failed look') });
  return state.lastLook === null ? t('not checked yet') : t('working');
}

function formatNextPoll({ paused, state }: StoredFeed): Markdown[] {
  return paused || state.ended !== null
    ? []
    : [t('next check {{nextLook}}', { nextLook: formatTime(state.nextLook) })];
}

function formatTime(time: string): Markdown {
  return formatTimestampMention(Date.parse(time), 'R');
}

const renderReason = (reason: FeedState['lastError']): Markdown =>
  reason === null ? md`` : renderMessageLine(reason, 500);

/** Tells the server, once, that a feed is broken. */
function renderFeedBroken(feed: StoredFeed): Reply {
  return {
    content: t(
      'The feed {{feed}} isn’t working at the moment. {{lastError}}\n-# I’ll keep trying, less and less often (next {{nextLook}}), and tell you when it works again. `/feed list` shows how it’s going.',
      {
        feed: formatFeedName(feed),
        lastError: renderReason(feed.state.lastError),
        nextLook: formatTime(feed.state.nextLook),
      },
    ),
  };
}

/** Tells a server that a feed works again. */
function renderFeedWorksAgain(feed: StoredFeed): Reply {
  return { content: t('The feed {{feed}} works again.', { feed: formatFeedName(feed) }) };
}

/** Tells a server that a feed has ended. */
function renderFeedEnded(feed: StoredFeed): Reply {
  return {
    content: t(
      'The feed {{feed}} has ended. {{ended}}\n-# I no longer check it; its articles stay. `/feed remove` takes it off the list, and `/feed resume` tries it once more.',
      { feed: formatFeedName(feed), ended: renderReason(feed.state.ended) },
    ),
  };
}

/** The renderers of feeds for Discord. */
export const feedRenderers: FeedRenderers = {
  broken: renderFeedBroken,
  worksAgain: renderFeedWorksAgain,
  ended: renderFeedEnded,
};
