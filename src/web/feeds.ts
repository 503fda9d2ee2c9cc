import { createHash, randomUUID } from 'node:crypto';
import type { Logger } from 'pino';
import { nonceOf } from '../digests/digest.ts';
import type { Reply } from '../discord/types.ts';
import { Telling, UserError } from '../errors.ts';
import { phrase } from '../i18n/define-message.ts';
import { type Given, plainly, type Said, say } from '../i18n/template-values.ts';
import { t } from '../i18n/translate.ts';
import { type Clock, timestamp } from '../scheduling/clock.ts';
import type { FeedStore } from '../storage/storage.ts';
import { plainAddress } from './canonical-url.ts';
import { feedIn } from './feed-in-worker.ts';
import type { FeedItem, FeedText } from './feed-item.ts';
import type { FeedState, KeptFeed, SeenItem } from './feed-state.ts';
import { type Fetch, FetchError, type Fetched, textIn } from './fetch.ts';
import { type Intake, type ReadArticle, refuseStatus } from './intake.ts';
import { type FeedLink, feedsIn, unwillingMark } from './opt-out.ts';
import { conditions } from './refresh.ts';
import { FAILURES_TO_TELL, maxAgeIn, nextPoll, nextTry, retryAfterIn } from './refresh-schedule.ts';
import type { Robots } from './robots.ts';

/** As many as one message shows. */
export const FEEDS_PER_SERVER = 25;

/** The newest items that are taken when a feed is looked at for the first time. */
export const FIRST_ITEMS = 10;

/** Items that one look takes, at most; what is left is taken by the next. */
const ITEMS_PER_LOOK = 20;

/** How often the page of an item is asked for, while its server fails. */
const TRIES = 3;

/** Feeds that a page names and that are tried. */
const CANDIDATES = 3;

/** How often it is looked whether the bot is back in a server that it has left, in milliseconds. */
const ABSENT = 24 * 3_600_000;

const ACCEPT =
  'application/atom+xml, application/rss+xml, application/feed+json, application/xml;q=0.9, */*;q=0.5';

export interface FeedWish {
  readonly serverId: string;
  /** Of a feed, or of a page that names its feeds. */
  readonly address: string;
  readonly channelId: string | null;
  readonly tags: readonly string[];
  readonly addedBy: string;
}

export interface FeedAdded {
  readonly feed: KeptFeed;
  /** Items in it now. */
  readonly items: number;
  /** What else the page offers. */
  readonly others: readonly FeedLink[];
}

/**
 * The feeds of all servers. Whoever names a feed names its server too, by id, address or title. Faults of the
 * reader's are UserErrors.
 */
export interface Feeds {
  add(wish: FeedWish): Promise<FeedAdded>;
  list(serverId: string): Promise<KeptFeed[]>;
  pause(serverId: string, named: string): Promise<KeptFeed>;
  resume(serverId: string, named: string): Promise<KeptFeed>;
  remove(serverId: string, named: string): Promise<KeptFeed>;
}

/**
 * Says something in a server: in the channel, else where the server has such things said. False if it could
 * not be said anywhere.
 */
export type Tell = (
  place: { serverId: string; channelId: string | null },
  reply: Reply,
  nonce: string,
) => Promise<boolean>;

/** What is said in a server when a feed breaks, works again or ends; handed in by whoever knows Discord. */
export interface FeedRenderers {
  broken(feed: KeptFeed): Reply;
  worksAgain(feed: KeptFeed): Reply;
  ended(feed: KeptFeed): Reply;
}

export interface FeedsDependencies {
  readonly store: FeedStore;
  readonly fetch: Fetch;
  readonly robots: Robots;
  readonly intake: Intake;
  readonly tell: Tell;
  readonly renderers: FeedRenderers;
  readonly clock: Clock;
  readonly log: Logger;
  /** The least time between two pages of a feed, in milliseconds. */
  readonly pause: number;
  /** Whether the bot is in a server still. */
  readonly isIn: (serverId: string) => boolean;
  /** A feed is due that was not before. */
  readonly changed: () => void;
}

/** A look that brought nothing. The message is a sentence for editors. */
class LookFailed extends Telling {
  readonly isPassing: boolean;
  readonly retryAfter: number | null;
  constructor(
    sentence: string | Said,
    values: Given,
    { isPassing, retryAfter = null }: { isPassing: boolean; retryAfter?: number | null },
  ) {
    super(sentence, values);
    this.isPassing = isPassing;
    this.retryAfter = retryAfter;
  }
}

export function createFeeds(
  dependencies: FeedsDependencies,
): Feeds & { look(feed: KeptFeed, signal: AbortSignal): Promise<void> } {
  const { store, fetch, robots, intake, tell, renderers, isIn, clock, log, changed } = dependencies;
  const { pause: leastPause } = dependencies;

  async function add({ serverId, address, channelId, tags, addedBy }: FeedWish): Promise<FeedAdded> {
    const kept = await store.list(serverId);
    if (kept.length >= FEEDS_PER_SERVER)
      throw new UserError('This server has {{most}} feeds already. Remove one with `/feed remove` first.', {
        most: FEEDS_PER_SERVER,
      });
    const { url, text, others } = await discover(address);
    const refused = await robots.allows(url);
    if (refused === 'no')
      throw new UserError('{{host}} asks machines not to read this feed (robots.txt), so I do not.', {
        host: new URL(url).host,
      });
    const feed: KeptFeed = {
      id: randomUUID(),
      serverId,
      url,
      channelId,
      tags: [...tags],
      paused: false,
      addedBy,
      addedAt: timestamp(clock),
      state: {
        title: text.title,
        movedTo: null,
        etag: null,
        lastModified: null,
        nextLook: timestamp(clock),
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
    changed();
    return { feed, items: text.items.length, others };
  }

  /** The feed at an address, or the first of those that the page there names. */
  async function discover(address: string): Promise<{ url: string; text: FeedText; others: FeedLink[] }> {
    const fetched = await fetch(address, { headers: { accept: ACCEPT } });
    refuseStatus(fetched);
    const html = textIn(fetched);
    const text = await feedIn(html, fetched.url);
    if (text) return { url: plainAddress(fetched.url), text, others: [] };
    const links = feedsIn(html, fetched.url);
    for (const link of links.slice(0, CANDIDATES)) {
      const found = await fetch(link.url, { headers: { accept: ACCEPT } });
      const feed = found.status === 200 ? await feedIn(textIn(found), found.url) : null;
      if (feed)
        return { url: plainAddress(found.url), text: feed, others: links.filter(other => other !== link) };
    }
    if (links.length > 0) throw new UserError('The feeds that this page names cannot be read.');
    throw new UserError(
      'This is neither a feed (RSS, Atom, JSON Feed) nor a page that names one. The address of a feed often ends in /feed, /rss or .xml.',
    );
  }

  /** Looks at a feed and records how it went. */
  async function look(feed: KeptFeed, signal: AbortSignal): Promise<void> {
    if (!isIn(feed.serverId)) return await putOff(feed);
    const looked = await polled(feed, signal).then(
      state => ({ state, fault: null }),
      (error: unknown) => failed(feed, faultIn(error)),
    );
    const told = await said(feed, looked);
    await store.settle(feed.id, { ...looked.state, told });
    const { failures, taken, ended } = looked.state;
    log.info(
      { feed: feed.id, taken: taken - feed.state.taken, failures, ended: ended !== null },
      'feed looked at',
    );
  }

  /** Nobody reads what it brings; the bot may be invited again. */
  async function putOff({ id, state }: KeptFeed): Promise<void> {
    const lastError = t('I am not in this server, so I do not look at its feeds.');
    await store.settle(id, { ...state, lastError, nextLook: inTime(clock.now() + ABSENT) });
  }

  async function polled(feed: KeptFeed, signal: AbortSignal): Promise<FeedState> {
    const { state } = feed;
    const url = state.movedTo ?? feed.url;
    await refuseUnwilling(url);
    const fetched = await fetched200(url, state);
    const lastLook = timestamp(clock);
    const success = { ...state, lastLook, lastSuccess: lastLook, failures: 0, lastError: null };
    const maxAge = maxAgeIn(fetched?.headers['cache-control']);
    if (fetched === null) return { ...success, nextLook: inTime(nextPoll(clock.now(), [])) };
    if (fetched.status === 410)
      return {
        ...success,
        lastSuccess: state.lastSuccess,
        ended: t('Its server says that it is gone for good (410).'),
      };
    const text = await feedIn(textIn(fetched), fetched.url);
    if (!text)
      throw new LookFailed(
        'What stands there is no feed that can be read (broken XML or JSON).',
        {},
        { isPassing: false },
      );
    const mark = unwillingMark(fetched.headers, '');
    if (mark !== null)
      throw new LookFailed('It asks machines not to take it ({{mark}}).', { mark }, { isPassing: false });
    const taken = await takeItems(feed, text, signal);
    const isWhole = taken.left === 0;
    return {
      ...success,
      title: text.title ?? state.title,
      movedTo: fetched.movedForGood ? fetched.url : state.movedTo,
      // With these a server would say "nothing new" while items are still waiting.
      etag: isWhole ? (fetched.headers.etag ?? null) : null,
      lastModified: isWhole ? (fetched.headers['last-modified'] ?? null) : null,
      nextLook: inTime(nextPoll(clock.now(), isWhole ? [text.pause, maxAge] : [0])),
      taken: state.taken + taken.taken,
      refused: state.refused + taken.refused,
      lastRefusal: taken.lastRefusal ?? state.lastRefusal,
    };
  }

  async function refuseUnwilling(url: string): Promise<void> {
    const allowed = await robots.allows(url);
    if (allowed === 'no')
      throw new LookFailed('Its robots.txt asks machines not to read it.', {}, { isPassing: false });
    if (allowed === 'unknown')
      throw new LookFailed(
        'Its robots.txt could not be had, so it is not clear whether I may.',
        {},
        { isPassing: true },
      );
  }

  /**
   * The feed as it is now, null if it has not changed, or the answer that it is gone. Throws LookFailed for
   * all else.
   */
  async function fetched200(url: string, { etag, lastModified }: FeedState): Promise<Fetched | null> {
    const fetched = await fetch(url, { headers: { accept: ACCEPT, ...conditions({ etag, lastModified }) } });
    const { status, headers } = fetched;
    if (status === 304) return null;
    if (status === 200 || status === 410) return fetched;
    const isPassing = status === 429 || status >= 500;
    throw new LookFailed(
      answered(status),
      {},
      {
        isPassing,
        retryAfter: retryAfterIn(headers['retry-after'], clock.now()),
      },
    );
  }

  function faultIn(error: unknown): LookFailed {
    if (error instanceof LookFailed) return error;
    if (error instanceof UserError)
      return new LookFailed(
        error.said,
        {},
        { isPassing: error instanceof FetchError && error.kind === 'failed' },
      );
    log.error({ err: error }, 'a feed could not be looked at');
    return new LookFailed('The bot met an error of its own; its log says more.', {}, { isPassing: true });
  }

  /** The state after a look that brought nothing. */
  function failed({ state }: KeptFeed, fault: LookFailed): { state: FeedState; fault: LookFailed } {
    const failures = state.failures + 1;
    const nextLook = inTime(nextTry(clock.now(), failures, fault.retryAfter));
    return {
      state: { ...state, lastLook: timestamp(clock), failures, lastError: plainly(fault.said), nextLook },
      fault,
    };
  }

  /** Tells the server what it must know of a feed, once; returns whether it knows that the feed is broken. */
  async function said(
    feed: KeptFeed,
    { state, fault }: { state: FeedState; fault: LookFailed | null },
  ): Promise<boolean> {
    const { told } = feed.state;
    if (!isIn(feed.serverId)) return told;
    const now = { ...feed, state };
    const nonce = (what: string) =>
      nonceOf(feed.id, `${what} ${feed.state.lastSuccess} ${feed.state.movedTo}`);
    if (state.ended !== null) return await tell(feed, renderers.ended(now), nonce('ended'));
    if (fault === null) {
      if (told) await tell(feed, renderers.worksAgain(now), nonce('works'));
      return false;
    }
    if (told || (fault.isPassing && state.failures < FAILURES_TO_TELL)) return told;
    return await tell(feed, renderers.broken(now), nonce('broken'));
  }

  /** Takes what is new in a feed, the oldest first, and puts what became of each item on record. */
  async function takeItems(feed: KeptFeed, text: FeedText, signal: AbortSignal): Promise<Harvest> {
    const items = newestFirst(text.items);
    const seen = new Map(
      (
        await store.seen(
          feed.id,
          items.map(({ key }) => key),
        )
      ).map(item => [item.key, item]),
    );
    const open = items.filter(({ key }) => (seen.get(key)?.state ?? 'waiting') === 'waiting');
    const isFirst = feed.state.lastSuccess === null;
    for (const { key } of isFirst ? open.slice(FIRST_ITEMS) : [])
      await store.note({
        feedId: feed.id,
        key,
        state: 'passed over',
        tries: 0,
        reason: null,
        at: timestamp(clock),
      });
    const wanted = (isFirst ? open.slice(0, FIRST_ITEMS) : open).toReversed();
    const harvest = {
      taken: 0,
      refused: 0,
      left: Math.max(0, wanted.length - ITEMS_PER_LOOK),
      lastRefusal: null as string | null,
    };
    for (const [at, item] of wanted.slice(0, ITEMS_PER_LOOK).entries()) {
      if (signal.aborted) return { ...harvest, left: harvest.left + wanted.length - at };
      if (at > 0) await restFrom(item, signal);
      const became = await takeItem(feed, item, seen.get(item.key)?.tries ?? 0);
      await store.note({ ...became, feedId: feed.id, key: item.key, at: timestamp(clock) });
      harvest.taken += Number(became.state === 'taken');
      harvest.refused += Number(became.state === 'refused');
      harvest.left += Number(became.state === 'waiting');
      if (became.state === 'refused')
        harvest.lastRefusal = `${item.title ?? item.key}: ${became.reason}`.slice(0, 500);
    }
    return harvest;
  }

  async function restFrom({ url }: FeedItem, signal: AbortSignal): Promise<void> {
    const asked = url === null ? 0 : await robots.pause(url);
    const pause = Math.max(leastPause, asked);
    if (pause > 0) await clock.sleep(pause, signal);
  }

  /** Makes an item an article: from its page, else from the text in the feed. */
  async function takeItem(
    feed: KeptFeed,
    item: FeedItem,
    triedBefore: number,
  ): Promise<Pick<SeenItem, 'state' | 'tries' | 'reason'>> {
    const tries = triedBefore + 1;
    try {
      const read = await readItem(item, { feedUrl: feed.url, isLastTry: tries >= TRIES });
      const counted = item.commentCount === null || item.commentCount > read.text.comments.length;
      const whole = counted ? await intake.withComments(read, item.commentFeed) : read;
      await intake.store(whole, { serverId: feed.serverId, tags: feed.tags }, item.commentFeed);
      return { state: 'taken', tries, reason: null };
    } catch (error) {
      const isPassing = error instanceof LookFailed && error.isPassing;
      if (!(error instanceof LookFailed) && !(error instanceof UserError)) {
        log.error({ err: error, feed: feed.id }, 'an item of a feed could not be taken');
        return {
          state: tries < TRIES ? 'waiting' : 'refused',
          tries,
          reason: t('The bot met an error of its own.'),
        };
      }
      return { state: isPassing ? 'waiting' : 'refused', tries, reason: plainly(error.said) };
    }
  }

  async function readItem(
    item: FeedItem,
    { feedUrl, isLastTry }: { feedUrl: string; isLastTry: boolean },
  ): Promise<ReadArticle> {
    const page = await readPageOf(item).catch((error: unknown) => {
      if (error instanceof LookFailed || error instanceof UserError) return error;
      throw error;
    });
    if (!(page instanceof Error) && page.text.partial !== true) return page;
    if (page instanceof Unwilling) throw page;
    if (page instanceof Error && faultIn(page).isPassing && !isLastTry) throw faultIn(page);
    const given = await readGiven(item, feedUrl);
    if (page instanceof Error) {
      if (given) return given;
      throw new LookFailed(page.said, {}, { isPassing: false });
    }
    return given && lengthOf(given) > lengthOf(page)
      ? { ...given, text: { ...given.text, comments: page.text.comments } }
      : page;
  }

  async function readPageOf({ url }: FeedItem): Promise<ReadArticle> {
    if (url === null) throw new UserError('It names no page.');
    const allowed = await robots.allows(url);
    if (allowed === 'unknown')
      throw new LookFailed('The robots.txt of its page could not be had.', {}, { isPassing: true });
    if (allowed === 'no') throw new UserError('The robots.txt of its page asks machines not to read it.');
    const fetched = await fetch(url);
    if (fetched.status === 429 || fetched.status >= 500)
      throw new LookFailed(
        'The server of its page answered {{status}}.',
        { status: fetched.status },
        { isPassing: true },
      );
    refuseStatus(fetched);
    const mark = unwillingMark(fetched.headers, textIn(fetched));
    if (mark !== null) throw new Unwilling('Its page asks machines not to take it ({{mark}}).', { mark });
    return await intake.read(fetched);
  }

  /** The article as the feed itself gives it, or null where that is none. */
  async function readGiven(
    { key, url, title, author, published, html }: FeedItem,
    feedUrl: string,
  ): Promise<ReadArticle | null> {
    if (html === null) return null;
    const head = `<title>${plain(title)}</title><meta name="author" content="${plain(author)}"><meta property="article:published_time" content="${plain(published)}">`;
    const page = `<!doctype html><html><head>${head}</head><body><article><h1>${plain(title)}</h1>${html}</article></body></html>`;
    try {
      const read = await intake.read({
        status: 200,
        url: url ?? feedUrl,
        movedForGood: false,
        headers: { 'content-type': 'text/html; charset=utf-8' },
        bytes: Buffer.from(page),
      });
      return url === null ? withoutPage(read, feedUrl, key) : read;
    } catch (error) {
      if (error instanceof UserError) return null;
      throw error;
    }
  }

  async function find(serverId: string, named: string): Promise<KeptFeed> {
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

  async function pause(serverId: string, named: string): Promise<KeptFeed> {
    const feed = await find(serverId, named);
    if (feed.paused) throw new UserError('This feed is paused already. `/feed resume` starts it again.');
    await store.pause(feed.id, { paused: true });
    return { ...feed, paused: true };
  }

  /** A feed that has ended is given another chance. */
  async function resume(serverId: string, named: string): Promise<KeptFeed> {
    const feed = await find(serverId, named);
    if (!feed.paused && feed.state.ended === null && feed.state.failures === 0)
      throw new UserError('This feed is neither paused nor broken: there is nothing to resume.');
    const state = { ...feed.state, ended: null, told: false, failures: 0, nextLook: timestamp(clock) };
    const now = timestamp(clock);
    if (!(await store.claim(feed.id, now, now)))
      throw new UserError('This feed is being looked at just now. Try again in a minute.');
    await store.settle(feed.id, state);
    await store.pause(feed.id, { paused: false });
    changed();
    return { ...feed, paused: false, state };
  }

  async function remove(serverId: string, named: string): Promise<KeptFeed> {
    const feed = await find(serverId, named);
    await store.remove(feed.id);
    return feed;
  }

  return { add, list: serverId => store.list(serverId), pause, resume, remove, look };
}

/** A page that asks machines not to take it: its text in the feed is not taken either. */
class Unwilling extends UserError {}

interface Harvest {
  readonly taken: number;
  readonly refused: number;
  /** Items that wait for another look. */
  readonly left: number;
  readonly lastRefusal: string | null;
}

const meanings: Readonly<Record<number, string>> = {
  401: phrase('not open to everybody'),
  403: phrase('not open to everybody'),
  404: phrase('nothing is there any more'),
  429: phrase('it wants to be asked less often'),
};

function answered(status: number): Said {
  const meaning = meanings[status];
  if (meaning === undefined) return say('Its server answered {{status}}.', { status });
  return say('Its server answered {{status}} ({{meaning}}).', { status, meaning: say(meaning) });
}

function newestFirst(items: readonly FeedItem[]): FeedItem[] {
  const unique = [...new Map(items.map(item => [item.key, item])).values()];
  if (unique.some(({ published }) => published === null)) return unique;
  return unique.sort((a, b) => (a.published! < b.published! ? 1 : a.published! > b.published! ? -1 : 0));
}

/** An item without a page is kept under its feed's address and what tells it from the others there. */
function withoutPage(read: ReadArticle, feedUrl: string, key: string): ReadArticle {
  const part = createHash('sha256').update(key).digest('hex').slice(0, 16);
  return { ...read, url: `feed:${feedUrl.slice(0, 400)}#${part}`, text: { ...read.text, url: null } };
}

function lengthOf({ text }: ReadArticle): number {
  return text.paragraphs.reduce((sum, paragraph) => sum + paragraph.length, 0);
}

/** A text as it may stand in HTML, in an attribute too. */
function plain(text: string | null): string {
  return (text ?? '').replace(/&/g, '&amp;').replace(/</g, '&lt;').replace(/"/g, '&quot;');
}

function inTime(instant: number): string {
  return new Date(instant).toISOString();
}
