import { createHash, randomUUID } from 'node:crypto';
import type { Logger } from 'pino';
import { nonceOf } from '../digests/digest.ts';
import type { Reply } from '../discord/types.ts';
import { MessageError, UserError } from '../errors.ts';
import { defineMessage } from '../i18n/define-message.ts';
import {
  createMessage,
  formatPlain,
  type MessageDescriptor,
  type MessageValues,
} from '../i18n/template-values.ts';
import { t } from '../i18n/translate.ts';
import { type Clock, formatTimestamp } from '../scheduling/clock.ts';
import type { FeedStore } from '../storage/stores/feeds.ts';
import { stripTracking } from './canonical-url.ts';
import { readFeedInWorker } from './feed-in-worker.ts';
import type { FeedItem, ParsedFeed } from './feed-item.ts';
import type { FeedState, SeenItem, StoredFeed } from './feed-records.ts';
import { decodeText, type Fetch, type FetchedText } from './fetch.ts';
import { FetchError } from './fetch-errors.ts';
import { type FetchedArticle, type Intake, refuseStatus } from './intake.ts';
import { type DiscoveredFeed, findFeedLinks, findOptOut } from './opt-out.ts';
import { createConditionalHeaders } from './refresh.ts';
import {
  FAILURES_UNTIL_NOTICE,
  getNextPoll,
  getNextRetry,
  parseMaxAge,
  parseRetryAfter,
} from './refresh-schedule.ts';
import type { Robots } from './robots.ts';

/** As many as one message shows. */
export const MAX_FEEDS_PER_SERVER = 25;

/** The newest items that are taken when a feed is looked at for the first time. */
export const MAX_FIRST_ITEMS = 10;

/** Items that one look takes, at most; what is left is taken by the next. */
const MAX_ITEMS_PER_POLL = 20;

/** How often the page of an item is asked for, while its server fails. */
const MAX_TRIES = 3;

/** Feeds that a page names and that are tried. */
const MAX_CANDIDATES = 3;

/** How often it is looked whether the bot is back in a server that it has left, in milliseconds. */
const ABSENT_POLL_INTERVAL_MS = 24 * 3_600_000;

const ACCEPT_HEADER =
  'application/atom+xml, application/rss+xml, application/feed+json, application/xml;q=0.9, */*;q=0.5';

export interface FeedRequest {
  readonly serverId: string;
  /** Of a feed, or of a page that names its feeds. */
  readonly address: string;
  readonly channelId: string | null;
  readonly tags: readonly string[];
  readonly addedBy: string;
}

export interface AddedFeed {
  readonly feed: StoredFeed;
  /** Items in it now. */
  readonly items: number;
  /** What else the page offers. */
  readonly others: readonly DiscoveredFeed[];
}

/**
 * The feeds of all servers. Whoever names a feed names its server too, by id, address or title. Faults of the
 * reader's are UserErrors.
 */
export interface Feeds {
  add(wish: FeedRequest): Promise<AddedFeed>;
  list(serverId: string): Promise<StoredFeed[]>;
  pause(serverId: string, named: string): Promise<StoredFeed>;
  resume(serverId: string, named: string): Promise<StoredFeed>;
  remove(serverId: string, named: string): Promise<StoredFeed>;
}

/**
 * Says something in a server: in the channel, else where the server has such things said. False if it could
 * not be said anywhere.
 */
export type NotifyServer = (
  target: { serverId: string; channelId: string | null },
  reply: Reply,
  nonce: string,
) => Promise<boolean>;

/** What is said in a server when a feed breaks, works again or ends; handed in by whoever knows Discord. */
export interface FeedRenderers {
  broken(feed: StoredFeed): Reply;
  worksAgain(feed: StoredFeed): Reply;
  ended(feed: StoredFeed): Reply;
}

export interface FeedsDependencies {
  readonly store: FeedStore;
  readonly fetch: Fetch;
  readonly robots: Robots;
  readonly intake: Intake;
  readonly notify: NotifyServer;
  readonly renderers: FeedRenderers;
  readonly clock: Clock;
  readonly log: Logger;
  /** The least time between two pages of a feed, in milliseconds. */
  readonly minPause: number;
  /** Whether the bot is in a server still. */
  readonly isIn: (serverId: string) => boolean;
  /** A feed is due that was not before. */
  readonly onChange: () => void;
}

/** A look that brought nothing. The message is a sentence for editors. */
class PollFailed extends MessageError {
  readonly isPassing: boolean;
  readonly retryAfter: number | null;
  constructor(
    sentence: string | MessageDescriptor,
    values: MessageValues,
    { isPassing, retryAfter = null }: { isPassing: boolean; retryAfter?: number | null },
  ) {
    super(sentence, values);
    this.isPassing = isPassing;
    this.retryAfter = retryAfter;
  }
}

export function createFeeds(
  dependencies: FeedsDependencies,
): Feeds & { poll(feed: StoredFeed, signal: AbortSignal): Promise<void> } {
  const { store, fetch, robots, intake, notify, renderers, isIn, clock, log, onChange } = dependencies;
  const { minPause } = dependencies;

  async function addFeed({ serverId, address, channelId, tags, addedBy }: FeedRequest): Promise<AddedFeed> {
    const existing = await store.list(serverId);
    if (existing.length >= MAX_FEEDS_PER_SERVER)
      throw new UserError('This server has {{most}} feeds already. Remove one with `/feed remove` first.', {
        most: MAX_FEEDS_PER_SERVER,
      });
    const { url, text, others } = await discoverFeed(address);
    const refused = await robots.check(url);
    if (refused === 'no')
      throw new UserError('{{host}} asks machines not to read this feed (robots.txt), so I do not.', {
        host: new URL(url).host,
      });
    const feed: StoredFeed = {
      id: randomUUID(),
      serverId,
      url,
      channelId,
      tags: [...tags],
      paused: false,
      addedBy,
      addedAt: formatTimestamp(clock),
      state: {
        title: text.title,
        movedTo: null,
        etag: null,
        lastModified: null,
        nextLook: formatTimestamp(clock),
        lastLook: null,
        lastSuccess: null,
        failures: 0,
        lastError: null,
        told: false,
        ended: null,
        taken: 0,
        refused: 0,
        lastRefusal: null,
      },
    };
    if (!(await store.create(feed)))
      throw new UserError('This server has this feed already. `/feed list` shows how it goes with it.');
    onChange();
    return { feed, items: text.items.length, others };
  }

  /** The feed at an address, or the first of those that the page there names. */
  async function discoverFeed(
    address: string,
  ): Promise<{ url: string; text: ParsedFeed; others: DiscoveredFeed[] }> {
    const fetched = await fetch(address, { headers: { accept: ACCEPT_HEADER } });
    refuseStatus(fetched);
    const html = decodeText(fetched);
    const text = await readFeedInWorker(html, fetched.url);
    if (text) return { url: stripTracking(fetched.url), text, others: [] };
    const links = findFeedLinks(html, fetched.url);
    for (const link of links.slice(0, MAX_CANDIDATES)) {
      const found = await fetch(link.url, { headers: { accept: ACCEPT_HEADER } });
      const feed = found.status === 200 ? await readFeedInWorker(decodeText(found), found.url) : null;
      if (feed)
        return { url: stripTracking(found.url), text: feed, others: links.filter(other => other !== link) };
    }
    if (links.length > 0) throw new UserError('The feeds that this page names cannot be read.');
    throw new UserError(
      'This is neither a feed (RSS, Atom, JSON Feed) nor a page that names one. The address of a feed often ends in /feed, /rss or .xml.',
    );
  }

  /** Looks at a feed and records how it went. */
  async function poll(feed: StoredFeed, signal: AbortSignal): Promise<void> {
    if (!isIn(feed.serverId)) return await postpone(feed);
    const result = await fetchNewState(feed, signal).then(
      state => ({ state, fault: null }),
      (error: unknown) => failedStateOf(feed, toPollError(error)),
    );
    const notified = await notifyOfState(feed, result);
    await store.settle(feed.id, { ...result.state, told: notified });
    const { failures, taken, ended } = result.state;
    log.info(
      { feed: feed.id, taken: taken - feed.state.taken, failures, ended: ended !== null },
      'feed looked at',
    );
  }

  /** Nobody reads what it brings; the bot may be invited again. */
  async function postpone({ id, state }: StoredFeed): Promise<void> {
    const lastError = t('I am not in this server, so I do not look at its feeds.');
    await store.settle(id, {
      ...state,
      lastError,
      nextLook: toTimestamp(clock.now() + ABSENT_POLL_INTERVAL_MS),
    });
  }

  async function fetchNewState(feed: StoredFeed, signal: AbortSignal): Promise<FeedState> {
    const { state } = feed;
    const url = state.movedTo ?? feed.url;
    await checkRobots(url);
    const fetched = await fetchFeed(url, state);
    const lastLook = formatTimestamp(clock);
    const success = { ...state, lastLook, lastSuccess: lastLook, failures: 0, lastError: null };
    const maxAge = parseMaxAge(fetched?.headers['cache-control']);
    if (fetched === null) return { ...success, nextLook: toTimestamp(getNextPoll(clock.now(), [])) };
    if (fetched.status === 410)
      return {
        ...success,
        lastSuccess: state.lastSuccess,
        ended: t('Its server says that it is gone for good (410).'),
      };
    const text = await readFeedInWorker(decodeText(fetched), fetched.url);
    if (!text)
      throw new PollFailed(
        'What stands there is no feed that can be read (broken XML or JSON).',
        {},
        { isPassing: false },
      );
    const mark = findOptOut(fetched.headers, '');
    if (mark !== null)
      throw new PollFailed('It asks machines not to take it ({{mark}}).', { mark }, { isPassing: false });
    const taken = await takeItems(feed, text, signal);
    const isWhole = taken.left === 0;
    return {
      ...success,
      title: text.title ?? state.title,
      movedTo: fetched.movedPermanently ? fetched.url : state.movedTo,
      // With these a server would say "nothing new" while items are still waiting.
      etag: isWhole ? (fetched.headers.etag ?? null) : null,
      lastModified: isWhole ? (fetched.headers['last-modified'] ?? null) : null,
      nextLook: toTimestamp(getNextPoll(clock.now(), isWhole ? [text.updateInterval, maxAge] : [0])),
      taken: state.taken + taken.taken,
      refused: state.refused + taken.refused,
      lastRefusal: taken.lastRefusal ?? state.lastRefusal,
    };
  }

  async function checkRobots(url: string): Promise<void> {
    const allowed = await robots.check(url);
    if (allowed === 'no')
      throw new PollFailed('Its robots.txt asks machines not to read it.', {}, { isPassing: false });
    if (allowed === 'unknown')
      throw new PollFailed(
        'Its robots.txt could not be had, so it is not clear whether I may.',
        {},
        { isPassing: true },
      );
  }

  /**
   * The feed as it is now, null if it has not changed, or the answer that it is gone. Throws LookFailed for
   * all else.
   */
  async function fetchFeed(url: string, { etag, lastModified }: FeedState): Promise<FetchedText | null> {
    const fetched = await fetch(url, {
      headers: { accept: ACCEPT_HEADER, ...createConditionalHeaders({ etag, lastModified }) },
    });
    const { status, headers } = fetched;
    if (status === 304) return null;
    if (status === 200 || status === 410) return fetched;
    const isPassing = status === 429 || status >= 500;
    throw new PollFailed(
      describeStatus(status),
      {},
      {
        isPassing,
        retryAfter: parseRetryAfter(headers['retry-after'], clock.now()),
      },
    );
  }

  function toPollError(error: unknown): PollFailed {
    if (error instanceof PollFailed) return error;
    if (error instanceof UserError)
      return new PollFailed(
        error.said,
        {},
        { isPassing: error instanceof FetchError && error.kind === 'failed' },
      );
    log.error({ err: error }, 'a feed could not be looked at');
    return new PollFailed('The bot met an error of its own; its log says more.', {}, { isPassing: true });
  }

  /** The state after a look that brought nothing. */
  function failedStateOf({ state }: StoredFeed, fault: PollFailed): { state: FeedState; fault: PollFailed } {
    const failures = state.failures + 1;
    const nextLook = toTimestamp(getNextRetry(clock.now(), failures, fault.retryAfter));
    return {
      state: {
        ...state,
        lastLook: formatTimestamp(clock),
        failures,
        lastError: formatPlain(fault.said),
        nextLook,
      },
      fault,
    };
  }

  /** Tells the server what it must know of a feed, once; returns whether it knows that the feed is broken. */
  async function notifyOfState(
    feed: StoredFeed,
    { state, fault }: { state: FeedState; fault: PollFailed | null },
  ): Promise<boolean> {
    const { told } = feed.state;
    if (!isIn(feed.serverId)) return told;
    const now = { ...feed, state };
    const nonceFor = (what: string) =>
      nonceOf(feed.id, `${what} ${feed.state.lastSuccess} ${feed.state.movedTo}`);
    if (state.ended !== null) return await notify(feed, renderers.ended(now), nonceFor('ended'));
    if (fault === null) {
      if (told) await notify(feed, renderers.worksAgain(now), nonceFor('works'));
      return false;
    }
    if (told || (fault.isPassing && state.failures < FAILURES_UNTIL_NOTICE)) return told;
    return await notify(feed, renderers.broken(now), nonceFor('broken'));
  }

  /** Takes what is new in a feed, the oldest first, and puts what became of each item on record. */
  async function takeItems(feed: StoredFeed, text: ParsedFeed, signal: AbortSignal): Promise<ItemsTaken> {
    const items = sortNewestFirst(text.items);
    const seen = new Map(
      (
        await store.listSeen(
          feed.id,
          items.map(({ key }) => key),
        )
      ).map(item => [item.key, item]),
    );
    const open = items.filter(({ key }) => (seen.get(key)?.state ?? 'waiting') === 'waiting');
    const isFirst = feed.state.lastSuccess === null;
    for (const { key } of isFirst ? open.slice(MAX_FIRST_ITEMS) : [])
      await store.recordItem({
        feedId: feed.id,
        key,
        state: 'passed over',
        tries: 0,
        reason: null,
        at: formatTimestamp(clock),
      });
    const wanted = (isFirst ? open.slice(0, MAX_FIRST_ITEMS) : open).toReversed();
    const harvest = {
      taken: 0,
      refused: 0,
      left: Math.max(0, wanted.length - MAX_ITEMS_PER_POLL),
      lastRefusal: null as string | null,
    };
    for (const [at, item] of wanted.slice(0, MAX_ITEMS_PER_POLL).entries()) {
      if (signal.aborted) return { ...harvest, left: harvest.left + wanted.length - at };
      if (at > 0) await waitBetween(item, signal);
      const became = await takeItem(feed, item, seen.get(item.key)?.tries ?? 0);
      await store.recordItem({ ...became, feedId: feed.id, key: item.key, at: formatTimestamp(clock) });
      harvest.taken += Number(became.state === 'taken');
      harvest.refused += Number(became.state === 'refused');
      harvest.left += Number(became.state === 'waiting');
      if (became.state === 'refused')
        harvest.lastRefusal = `${item.title ?? item.key}: ${became.reason}`.slice(0, 500);
    }
    return harvest;
  }

  async function waitBetween({ url }: FeedItem, signal: AbortSignal): Promise<void> {
    const crawlDelay = url === null ? 0 : await robots.getCrawlDelay(url);
    const pauseFeed = Math.max(minPause, crawlDelay);
    if (pauseFeed > 0) await clock.sleep(pauseFeed, signal);
  }

  /** Makes an item an article: from its page, else from the text in the feed. */
  async function takeItem(
    feed: StoredFeed,
    item: FeedItem,
    triedBefore: number,
  ): Promise<Pick<SeenItem, 'state' | 'tries' | 'reason'>> {
    const tries = triedBefore + 1;
    try {
      const read = await readItem(item, { feedUrl: feed.url, isLastTry: tries >= MAX_TRIES });
      const counted = item.commentCount === null || item.commentCount > read.text.comments.length;
      const whole = counted ? await intake.addComments(read, item.commentFeed) : read;
      await intake.store(whole, { serverId: feed.serverId, tags: feed.tags }, item.commentFeed);
      return { state: 'taken', tries, reason: null };
    } catch (error) {
      const isPassing = error instanceof PollFailed && error.isPassing;
      if (!(error instanceof PollFailed) && !(error instanceof UserError)) {
        log.error({ err: error, feed: feed.id }, 'an item of a feed could not be taken');
        return {
          state: tries < MAX_TRIES ? 'waiting' : 'refused',
          tries,
          reason: t('The bot met an error of its own.'),
        };
      }
      return { state: isPassing ? 'waiting' : 'refused', tries, reason: formatPlain(error.said) };
    }
  }

  async function readItem(
    item: FeedItem,
    { feedUrl, isLastTry }: { feedUrl: string; isLastTry: boolean },
  ): Promise<FetchedArticle> {
    const page = await readItemPage(item).catch((error: unknown) => {
      if (error instanceof PollFailed || error instanceof UserError) return error;
      throw error;
    });
    if (!(page instanceof Error) && page.text.partial !== true) return page;
    if (page instanceof Unwilling) throw page;
    if (page instanceof Error && toPollError(page).isPassing && !isLastTry) throw toPollError(page);
    const fromFeed = await readItemText(item, feedUrl);
    if (page instanceof Error) {
      if (fromFeed) return fromFeed;
      throw new PollFailed(page.said, {}, { isPassing: false });
    }
    return fromFeed && textLengthOf(fromFeed) > textLengthOf(page)
      ? { ...fromFeed, text: { ...fromFeed.text, comments: page.text.comments } }
      : page;
  }

  async function readItemPage({ url }: FeedItem): Promise<FetchedArticle> {
    if (url === null) throw new UserError('It names no page.');
    const allowed = await robots.check(url);
    if (allowed === 'unknown')
      throw new PollFailed('The robots.txt of its page could not be had.', {}, { isPassing: true });
    if (allowed === 'no') throw new UserError('The robots.txt of its page asks machines not to read it.');
    const fetched = await fetch(url);
    if (fetched.status === 429 || fetched.status >= 500)
      throw new PollFailed(
        'The server of its page answered {{status}}.',
        { status: fetched.status },
        { isPassing: true },
      );
    refuseStatus(fetched);
    const mark = findOptOut(fetched.headers, decodeText(fetched));
    if (mark !== null) throw new Unwilling('Its page asks machines not to take it ({{mark}}).', { mark });
    return await intake.readArticle(fetched);
  }

  /** The article as the feed itself gives it, or null where that is none. */
  async function readItemText(
    { key, url, title, author, published, html }: FeedItem,
    feedUrl: string,
  ): Promise<FetchedArticle | null> {
    if (html === null) return null;
    const head = `<title>${escapeHtml(title)}</title><meta name="author" content="${escapeHtml(author)}"><meta property="article:published_time" content="${escapeHtml(published)}">`;
    const page = `<!doctype html><html><head>${head}</head><body><article><h1>${escapeHtml(title)}</h1>${html}</article></body></html>`;
    try {
      const read = await intake.readArticle({
        status: 200,
        url: url ?? feedUrl,
        movedPermanently: false,
        headers: { 'content-type': 'text/html; charset=utf-8' },
        bytes: Buffer.from(page),
      });
      return url === null ? assignFeedUrl(read, feedUrl, key) : read;
    } catch (error) {
      if (error instanceof UserError) return null;
      throw error;
    }
  }

  async function findFeed(serverId: string, named: string): Promise<StoredFeed> {
    const feeds = await store.list(serverId);
    const wanted = named.trim().toLowerCase();
    const found = feeds.find(
      ({ id, url, state }) => id === named || url === named.trim() || state.title?.toLowerCase() === wanted,
    );
    if (found) return found;
    const near = feeds.filter(({ url, state }) => `${state.title} ${url}`.toLowerCase().includes(wanted));
    if (near.length === 1) return near[0]!;
    if (near.length > 1)
      throw new UserError('{{near}} feeds of this server are called so. `/feed list` shows them all.', {
        near: near.length,
      });
    if (feeds.length === 0) throw new UserError('This server has no feed yet. `/feed add` begins one.');
    throw new UserError('This server has no such feed. `/feed list` shows them all.');
  }

  async function pauseFeed(serverId: string, named: string): Promise<StoredFeed> {
    const feed = await findFeed(serverId, named);
    if (feed.paused) throw new UserError('This feed is paused already. `/feed resume` starts it again.');
    await store.pause(feed.id, { paused: true });
    return { ...feed, paused: true };
  }

  /** A feed that has ended is given another chance. */
  async function resumeFeed(serverId: string, named: string): Promise<StoredFeed> {
    const feed = await findFeed(serverId, named);
    if (!feed.paused && feed.state.ended === null && feed.state.failures === 0)
      throw new UserError('This feed is neither paused nor broken: there is nothing to resume.');
    const state = { ...feed.state, ended: null, told: false, failures: 0, nextLook: formatTimestamp(clock) };
    const now = formatTimestamp(clock);
    if (!(await store.claim(feed.id, now, now)))
      throw new UserError('This feed is being looked at just now. Try again in a minute.');
    await store.settle(feed.id, state);
    await store.pause(feed.id, { paused: false });
    onChange();
    return { ...feed, paused: false, state };
  }

  async function removeFeed(serverId: string, named: string): Promise<StoredFeed> {
    const feed = await findFeed(serverId, named);
    await store.remove(feed.id);
    return feed;
  }

  return {
    add: addFeed,
    list: serverId => store.list(serverId),
    pause: pauseFeed,
    resume: resumeFeed,
    remove: removeFeed,
    poll,
  };
}

/** A page that asks machines not to take it: its text in the feed is not taken either. */
class Unwilling extends UserError {}

interface ItemsTaken {
  readonly taken: number;
  readonly refused: number;
  /** Items that wait for another look. */
  readonly left: number;
  readonly lastRefusal: string | null;
}

const STATUS_MEANINGS: Readonly<Record<number, string>> = {
  401: defineMessage('not open to everybody'),
  403: defineMessage('not open to everybody'),
  404: defineMessage('nothing is there any more'),
  429: defineMessage('it wants to be asked less often'),
};

function describeStatus(status: number): MessageDescriptor {
  const meaning = STATUS_MEANINGS[status];
  if (meaning === undefined) return createMessage('Its server answered {{status}}.', { status });
  return createMessage('Its server answered {{status}} ({{meaning}}).', {
    status,
    meaning: createMessage(meaning),
  });
}

function sortNewestFirst(items: readonly FeedItem[]): FeedItem[] {
  const unique = [...new Map(items.map(item => [item.key, item])).values()];
  if (unique.some(({ published }) => published === null)) return unique;
  return unique.sort((a, b) => (a.published! < b.published! ? 1 : a.published! > b.published! ? -1 : 0));
}

/** An item without a page is kept under its feed's address and what tells it from the others there. */
function assignFeedUrl(read: FetchedArticle, feedUrl: string, key: string): FetchedArticle {
  const hash = createHash('sha256').update(key).digest('hex').slice(0, 16);
  return { ...read, url: `feed:${feedUrl.slice(0, 400)}#${hash}`, text: { ...read.text, url: null } };
}

function textLengthOf({ text }: FetchedArticle): number {
  return text.paragraphs.reduce((sum, paragraph) => sum + paragraph.length, 0);
}

/** A text as it may stand in HTML, in an attribute too. */
function escapeHtml(text: string | null): string {
  return (text ?? '').replace(/&/g, '&amp;').replace(/</g, '&lt;').replace(/"/g, '&quot;');
}

function toTimestamp(instant: number): string {
  return new Date(instant).toISOString();
}
