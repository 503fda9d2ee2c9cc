import { type Markdown, t } from '../../i18n/translate.ts';
import type { KeptFeed } from '../../web/feed-state.ts';
import type { FeedRenderers } from '../../web/feeds.ts';
import type { Reply } from '../types.ts';
import { counted } from './frame.ts';
import { channelMention, inOneMessage, joinText, md, plain, plainLine, timestamp } from './text.ts';

const COLOUR = 0xb3392f;
const DESCRIPTION = 4096;

/** What a feed is called: its title, else its address. */
export function feedName({ url, state }: Pick<KeptFeed, 'url' | 'state'>): string {
  return state.title ?? url.replace(/^https?:\/\//, '');
}

function bold(feed: KeptFeed): Markdown {
  return md`**${plainLine(feedName(feed), 150)}**`;
}

/** What `/feed add` answers. */
export function feedAdded(
  feed: KeptFeed,
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
              items: counted(items, 'item'),
              first,
            },
          )
        : t('I take its {{items}} in the next minutes, and from then on whatever is new.', {
            items: counted(items, 'item'),
          });
  const tags =
    feed.tags.length === 0 ? '' : t('Its articles get these tags: {{tags}}.', { tags: tagList(feed) });
  const place =
    feed.channelId === null
      ? t('-# If it breaks, I say so in the channel for system messages.')
      : t('-# If it breaks, I say so in {{channel}}.', { channel: channelMention(feed.channelId) });
  const more =
    others.length === 0
      ? []
      : [
          t('The page names other feeds too:'),
          ...others.slice(0, 5).map(({ url }) => md`• ${plainLine(url, 300)}`),
        ];
  return {
    content: inOneMessage(
      joinText(
        [joinText([t('{{feed}} is added.', { feed: bold(feed) }), begins, tags], ' '), place, ...more],
        '\n',
      ),
    ),
  };
}

function tagList({ tags }: KeptFeed): Markdown {
  return joinText(
    tags.map(tag => plainLine(tag, 60)),
    ', ',
  );
}

export function feedPaused(feed: KeptFeed): Reply {
  return {
    content: t('{{feed}} is paused: I do not look at it until `/feed resume`.', { feed: bold(feed) }),
  };
}

export function feedResumed(feed: KeptFeed): Reply {
  return { content: t('{{feed}} is looked at again, from now on.', { feed: bold(feed) }) };
}

/** Says how to add it again, so that nothing is lost by mistake. */
export function feedRemoved(feed: KeptFeed): Reply {
  const tags = feed.tags.length === 0 ? '' : ` tags:${feed.tags.join(', ')}`;
  const channel = feed.channelId === null ? '' : md` channel:${channelMention(feed.channelId)}`;
  const again = md`${plainLine(`/feed add url:${feed.url}${tags}`, 1500)}${channel}`;
  return {
    content: t('{{feed}} is removed; the {{taken}} that it brought stay. To add it again:\n> {{again}}', {
      feed: bold(feed),
      taken: counted(feed.state.taken, 'article'),
      again,
    }),
  };
}

/**
 * All feeds of a server: how each stands, when it last went well, when it is looked at next, what went wrong.
 */
export function feedList(feeds: readonly KeptFeed[]): Reply {
  if (feeds.length === 0) return { content: t('This server has no feed yet. `/feed add` begins one.') };
  const room = Math.min(600, Math.floor(5800 / feeds.length) - 2);
  const pages: Markdown[] = [];
  for (const entry of feeds.map(feed => feedLines(feed, room))) {
    const last = pages.at(-1);
    if (last !== undefined && last.length + entry.length + 2 <= DESCRIPTION)
      pages[pages.length - 1] = md`${last}\n\n${entry}`;
    else pages.push(entry);
  }
  return { embeds: pages.map(description => ({ color: COLOUR, description })) };
}

function feedLines(feed: KeptFeed, room: number): Markdown {
  const { state } = feed;
  const head = md`**${plainLine(feedName(feed), Math.min(100, Math.floor(room / 3)))}** · ${standing(feed)} · ${counted(state.taken, 'article')}`;
  const went =
    state.lastSuccess === null
      ? t('never went well yet')
      : t('last went well {{time}}', { time: at(state.lastSuccess) });
  const times = md`-# ${joinText([went, ...next(feed)], ' · ')}`;
  const error = state.lastError ?? state.ended;
  const left = room - head.length - times.length - 10;
  const trouble = error === null || left < 30 ? [] : [md`-# ⚠ ${plainLine(error, left)}`];
  const rest = left - (trouble[0]?.length ?? 0) - 40;
  const refusal =
    state.lastRefusal === null || rest < 60
      ? []
      : [
          t('-# {{refused}} not taken, the last: {{lastRefusal}}', {
            refused: counted(state.refused, 'item'),
            lastRefusal: plainLine(state.lastRefusal, rest),
          }),
        ];
  return joinText([head, times, ...trouble, ...refusal], '\n');
}

function standing({ paused, state }: KeptFeed): Markdown {
  if (state.ended !== null) return t('ended');
  if (paused) return t('paused');
  if (state.failures > 0)
    return t('broken ({{failures}})', { failures: counted(state.failures, 'failed look') });
  return state.lastLook === null ? t('not looked at yet') : t('well');
}

function next({ paused, state }: KeptFeed): Markdown[] {
  return paused || state.ended !== null
    ? []
    : [t('next look {{nextLook}}', { nextLook: at(state.nextLook) })];
}

function at(time: string): Markdown {
  return timestamp(Date.parse(time), 'R');
}

/** Said once in the server when a feed breaks. */
export function feedBroken(feed: KeptFeed): Reply {
  return {
    content: t(
      'The feed {{feed}} brings nothing at the moment. {{lastError}}\n-# I keep trying, less and less often, next {{nextLook}}, and say when it works again. `/feed list` shows how it goes.',
      {
        feed: bold(feed),
        lastError: plain(feed.state.lastError ?? '', 500),
        nextLook: at(feed.state.nextLook),
      },
    ),
  };
}

export function feedWorksAgain(feed: KeptFeed): Reply {
  return { content: t('The feed {{feed}} works again.', { feed: bold(feed) }) };
}

export function feedEnded(feed: KeptFeed): Reply {
  return {
    content: t(
      'The feed {{feed}} has ended. {{ended}}\n-# I do not look at it any more; its articles stay. `/feed remove` takes it off the list, `/feed resume` tries it once more.',
      { feed: bold(feed), ended: plain(feed.state.ended ?? '', 500) },
    ),
  };
}

export const feedRenderers: FeedRenderers = {
  broken: feedBroken,
  worksAgain: feedWorksAgain,
  ended: feedEnded,
};
