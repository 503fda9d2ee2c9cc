import type { KeptFeed } from '../../web/records.ts';
import type { Reply } from '../command.ts';
import { counted } from './frame.ts';
import { plain, plainLine } from './text.ts';

const COLOUR = 0xb3392f;
const DESCRIPTION = 4096;

/** What a feed is called: its title, else its address. */
export function feedName({ url, state }: Pick<KeptFeed, 'url' | 'state'>): string {
  return state.title ?? url.replace(/^https?:\/\//, '');
}

function bold(feed: KeptFeed): string {
  return `**${plainLine(feedName(feed), 150)}**`;
}

/** What `/feed add` answers. */
export function feedAdded(
  feed: KeptFeed,
  { items, first, others }: { items: number; first: number; others: readonly { url: string; title: string | null }[] },
): Reply {
  const begins =
    items === 0
      ? 'There is nothing in it yet; what comes is taken.'
      : items > first
        ? `There are ${items} items in it: I take the newest ${first} in the next minutes, and from then on whatever is new.`
        : `I take its ${counted(items, 'item')} in the next minutes, and from then on whatever is new.`;
  const tags = feed.tags.length === 0 ? '' : ` Its articles get the ${feed.tags.length === 1 ? 'tag' : 'tags'} ${tagList(feed)}.`;
  const place = feed.channelId === null ? 'in the channel for system messages' : `in <#${feed.channelId}>`;
  const more =
    others.length === 0
      ? []
      : ['The page names other feeds too:', ...others.slice(0, 5).map(({ url }) => `• ${plainLine(url, 300)}`)];
  return {
    content: [`${bold(feed)} is added. ${begins}${tags}`, `-# If it breaks, I say so ${place}.`, ...more]
      .join('\n')
      .slice(0, 2000),
  };
}

function tagList({ tags }: KeptFeed): string {
  return tags.map(tag => plainLine(tag, 60)).join(', ');
}

export function feedPaused(feed: KeptFeed): Reply {
  return { content: `${bold(feed)} is paused: I do not look at it until \`/feed resume\`.` };
}

export function feedResumed(feed: KeptFeed): Reply {
  return { content: `${bold(feed)} is looked at again, from now on.` };
}

/** Says how to add it again, so that nothing is lost by mistake. */
export function feedRemoved(feed: KeptFeed): Reply {
  const tags = feed.tags.length === 0 ? '' : ` tags:${feed.tags.join(', ')}`;
  const channel = feed.channelId === null ? '' : ` channel:<#${feed.channelId}>`;
  const again = plainLine(`/feed add url:${feed.url}${tags}${channel}`, 1500).replace(/\\<#(\d+)>/, '<#$1>');
  return {
    content: `${bold(feed)} is removed; the ${counted(feed.state.taken, 'article')} that it brought stay. To add it again:\n> ${again}`,
  };
}

/** All feeds of a server: how each stands, when it last went well, when it is looked at next, what went wrong. */
export function feedList(feeds: readonly KeptFeed[]): Reply {
  if (feeds.length === 0) return { content: 'This server has no feed yet. `/feed add` begins one.' };
  const room = Math.min(600, Math.floor(5800 / feeds.length) - 2);
  const pages: string[] = [];
  for (const entry of feeds.map(feed => feedLines(feed, room))) {
    const last = pages.at(-1);
    if (last !== undefined && last.length + entry.length + 2 <= DESCRIPTION) pages[pages.length - 1] = `${last}\n\n${entry}`;
    else pages.push(entry);
  }
  return { embeds: pages.map(description => ({ color: COLOUR, description })) };
}

function feedLines(feed: KeptFeed, room: number): string {
  const { state } = feed;
  const head = `**${plainLine(feedName(feed), Math.min(100, Math.floor(room / 3)))}** · ${standing(feed)} · ${counted(state.taken, 'article')}`;
  const times = `-# last went well ${state.lastSuccess === null ? 'never' : at(state.lastSuccess)}${next(feed)}`;
  const error = state.lastError ?? state.ended;
  const left = room - head.length - times.length - 10;
  const trouble = error === null || left < 30 ? [] : [`-# ⚠ ${plainLine(error, left)}`];
  const rest = left - (trouble[0]?.length ?? 0) - 40;
  const refusal =
    state.lastRefusal === null || rest < 60
      ? []
      : [`-# ${counted(state.refused, 'item')} not taken, the last: ${plainLine(state.lastRefusal, rest)}`];
  return [head, times, ...trouble, ...refusal].join('\n');
}

function standing({ paused, state }: KeptFeed): string {
  if (state.ended !== null) return 'ended';
  if (paused) return 'paused';
  if (state.failures > 0) return `broken (${counted(state.failures, 'failed look')})`;
  return state.lastLook === null ? 'not looked at yet' : 'well';
}

function next({ paused, state }: KeptFeed): string {
  return paused || state.ended !== null ? '' : ` · next look ${at(state.nextLook)}`;
}

function at(time: string): string {
  return `<t:${Math.floor(Date.parse(time) / 1000)}:R>`;
}

/** Said once in the server when a feed breaks. */
export function feedBroken(feed: KeptFeed): Reply {
  return {
    content: `The feed ${bold(feed)} brings nothing at the moment. ${plain(feed.state.lastError ?? '', 500)}\n-# I keep trying, less and less often, next ${at(feed.state.nextLook)}, and say when it works again. \`/feed list\` shows how it goes.`,
  };
}

export function feedWorksAgain(feed: KeptFeed): Reply {
  return { content: `The feed ${bold(feed)} works again.` };
}

export function feedEnded(feed: KeptFeed): Reply {
  return {
    content: `The feed ${bold(feed)} has ended. ${plain(feed.state.ended ?? '', 500)}\n-# I do not look at it any more; its articles stay. \`/feed remove\` takes it off the list, \`/feed resume\` tries it once more.`,
  };
}
