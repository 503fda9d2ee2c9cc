import { type Markdown, t } from '../../i18n/translate.ts';
import type { FeedRenderers } from '../../web/feed-notices.ts';
import type { StoredFeed } from '../../web/feed-records.ts';
import type { Reply } from '../types.ts';
import { EMBED_COLOUR, joinIntoPages } from './embed.ts';
import { formatCount } from './frame.ts';
import {
  escapeLine,
  escapeMarkdown,
  formatChannelMention,
  formatTimestampMention,
  joinText,
  md,
  truncateToMessage,
} from './text.ts';

/** What a feed is called: its title, else its address. */
export function feedNameOf({ url, state }: Pick<StoredFeed, 'url' | 'state'>): string {
  return state.title ?? url.replace(/^https?:\/\//, '');
}

function formatFeedName(feed: StoredFeed): Markdown {
  return md`**${escapeLine(feedNameOf(feed), 150)}**`;
}

/** What `/feed add` answers. */
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
      ? t('There is nothing in it yet; what comes is taken.')
      : items > first
        ? t(
            'There are {{items}} in it: I take the newest {{first}} in the next minutes, and from then on whatever is new.',
            {
              items: formatCount(items, 'item'),
              first,
            },
          )
        : t('I take its {{items}} in the next minutes, and from then on whatever is new.', {
            items: formatCount(items, 'item'),
          });
  const tags =
    feed.tags.length === 0 ? '' : t('Its articles get these tags: {{tags}}.', { tags: formatTags(feed) });
  const noticeLine =
    feed.channelId === null
      ? t('-# If it breaks, I say so in the channel for system messages.')
      : t('-# If it breaks, I say so in {{channel}}.', { channel: formatChannelMention(feed.channelId) });
  const more =
    others.length === 0
      ? []
      : [
          t('The page names other feeds too:'),
          ...others.slice(0, 5).map(({ url }) => md`• ${escapeLine(url, 300)}`),
        ];
  return {
    content: truncateToMessage(
      joinText(
        [
          joinText([t('{{feed}} is added.', { feed: formatFeedName(feed) }), begins, tags], ' '),
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

/** What `/feed pause` answers. */
export function renderFeedPaused(feed: StoredFeed): Reply {
  return {
    content: t('{{feed}} is paused: I do not look at it until `/feed resume`.', {
      feed: formatFeedName(feed),
    }),
  };
}

/** What `/feed resume` answers. */
export function renderFeedResumed(feed: StoredFeed): Reply {
  return { content: t('{{feed}} is looked at again, from now on.', { feed: formatFeedName(feed) }) };
}

/** Says how to add it again, so that nothing is lost by mistake. */
export function renderFeedRemoved(feed: StoredFeed): Reply {
  const tags = feed.tags.length === 0 ? '' : ` tags:${feed.tags.join(', ')}`;
  const channel = feed.channelId === null ? '' : md` channel:${formatChannelMention(feed.channelId)}`;
  const again = md`${escapeLine(`/feed add url:${feed.url}${tags}`, 1500)}${channel}`;
  return {
    content: t('{{feed}} is removed; the {{taken}} that it brought stay. To add it again:\n> {{again}}', {
      feed: formatFeedName(feed),
      taken: formatCount(feed.state.taken, 'article'),
      again,
    }),
  };
}

/**
 * All feeds of a server: how each stands, when it last went well, when it is looked at next, what went wrong.
 */
export function renderFeedList(feeds: readonly StoredFeed[]): Reply {
  if (feeds.length === 0) return { content: t('This server has no feed yet. `/feed add` begins one.') };
  const room = Math.min(600, Math.floor(5800 / feeds.length) - 2);
  const pages = joinIntoPages(
    feeds.map(feed => formatFeed(feed, room)),
    '\n\n',
  );
  return { embeds: pages.map(description => ({ color: EMBED_COLOUR, description })) };
}

function formatFeed(feed: StoredFeed, room: number): Markdown {
  const { state } = feed;
  const head = md`**${escapeLine(feedNameOf(feed), Math.min(100, Math.floor(room / 3)))}** · ${formatState(feed)} · ${formatCount(state.taken, 'article')}`;
  const went =
    state.lastSuccess === null
      ? t('never went well yet')
      : t('last went well {{time}}', { time: formatTime(state.lastSuccess) });
  const times = md`-# ${joinText([went, ...formatNextPoll(feed)], ' · ')}`;
  const error = state.lastError ?? state.ended;
  const left = room - head.length - times.length - 10;
  const errorLines = error === null || left < 30 ? [] : [md`-# ⚠ ${escapeLine(error, left)}`];
  const rest = left - (errorLines[0]?.length ?? 0) - 40;
  const refusal =
    state.lastRefusal === null || rest < 60
      ? []
      : [
          t('-# {{refused}} not taken, the last: {{lastRefusal}}', {
            refused: formatCount(state.refused, 'item'),
            lastRefusal: escapeLine(state.lastRefusal, rest),
          }),
        ];
  return joinText([head, times, ...errorLines, ...refusal], '\n');
}

function formatState({ paused, state }: StoredFeed): Markdown {
  if (state.ended !== null) return t('ended');
  if (paused) return t('paused');
  if (state.failures > 0)
    return t('broken ({{failures}})', { failures: formatCount(state.failures, 'failed look') });
  return state.lastLook === null ? t('not looked at yet') : t('well');
}

function formatNextPoll({ paused, state }: StoredFeed): Markdown[] {
  return paused || state.ended !== null
    ? []
    : [t('next look {{nextLook}}', { nextLook: formatTime(state.nextLook) })];
}

function formatTime(time: string): Markdown {
  return formatTimestampMention(Date.parse(time), 'R');
}

/** Said once in the server when a feed breaks. */
export function renderFeedBroken(feed: StoredFeed): Reply {
  return {
    content: t(
      'The feed {{feed}} brings nothing at the moment. {{lastError}}\n-# I keep trying, less and less often, next {{nextLook}}, and say when it works again. `/feed list` shows how it goes.',
      {
        feed: formatFeedName(feed),
        lastError: escapeMarkdown(feed.state.lastError ?? '', 500),
        nextLook: formatTime(feed.state.nextLook),
      },
    ),
  };
}

/** What a server is told whose feed works again. */
export function renderFeedWorksAgain(feed: StoredFeed): Reply {
  return { content: t('The feed {{feed}} works again.', { feed: formatFeedName(feed) }) };
}

/** What a server is told whose feed has ended. */
export function renderFeedEnded(feed: StoredFeed): Reply {
  return {
    content: t(
      'The feed {{feed}} has ended. {{ended}}\n-# I do not look at it any more; its articles stay. `/feed remove` takes it off the list, `/feed resume` tries it once more.',
      { feed: formatFeedName(feed), ended: escapeMarkdown(feed.state.ended ?? '', 500) },
    ),
  };
}

/** How feeds are shown on Discord. */
export const feedRenderers: FeedRenderers = {
  broken: renderFeedBroken,
  worksAgain: renderFeedWorksAgain,
  ended: renderFeedEnded,
};
