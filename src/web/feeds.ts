import { randomUUID } from 'node:crypto';
import { UserError } from '../errors.ts';
import { formatTimestamp } from '../scheduling/clock.ts';
import type { FeedStore } from '../storage/stores/feeds.ts';
import { type DiscoveredFeed, discoverFeed } from './feed-discovery.ts';
import type { PollDependencies } from './feed-poll.ts';
import type { FeedState, StoredFeed } from './feed-records.ts';

/** Maximum number of feeds per server: as many as one message can show. */
export const MAX_FEEDS_PER_SERVER = 25;

/** An editor's request to add a feed. */
export interface FeedRequest {
  readonly serverId: string;
  /** The address of a feed, or of a page that links to feeds. */
  readonly address: string;
  readonly channelId: string | null;
  readonly tags: readonly string[];
  readonly addedBy: string;
}

/** The result of adding a feed. */
export interface AddedFeed {
  readonly feed: StoredFeed;
  /** The number of items in it now. */
  readonly items: number;
  /** The other feeds that the page links to. */
  readonly others: readonly DiscoveredFeed[];
}

/** All servers' feeds, named by server and id, address or title. Mistakes by readers are UserErrors. */
export interface Feeds {
  add(wish: FeedRequest): Promise<AddedFeed>;
  list(serverId: string): Promise<StoredFeed[]>;
  pause(serverId: string, named: string): Promise<StoredFeed>;
  resume(serverId: string, named: string): Promise<StoredFeed>;
  remove(serverId: string, named: string): Promise<StoredFeed>;
}

/** The dependencies for managing feeds. */
interface FeedsDependencies extends PollDependencies {
  /** Called when a feed has become due. */
  readonly onChange: () => Promise<void>;
}

/** Creates the feeds on a store. */
export function createFeeds(dependencies: FeedsDependencies): Feeds {
  const { store } = dependencies;
  return {
    add: wish => addFeed(dependencies, wish),
    list: serverId => store.list(serverId),
    pause: (serverId, named) => pauseFeed(store, serverId, named),
    resume: (serverId, named) => resumeFeed(dependencies, serverId, named),
    remove: (serverId, named) => removeFeed(store, serverId, named),
  };
}

/** Adds a feed that is readable and may be read. Throws a UserError otherwise. */
export async function addFeed(
  {
    store,
    fetch,
    robots,
    clock,
    onChange,
  }: Pick<FeedsDependencies, 'store' | 'fetch' | 'robots' | 'clock' | 'onChange'>,
  { serverId, address, channelId, tags, addedBy }: FeedRequest,
): Promise<AddedFeed> {
  const existing = await store.list(serverId);
  if (existing.length >= MAX_FEEDS_PER_SERVER)
    throw new UserError('This server already has {{most}} feeds. Remove one with `/feed remove` first.', {
      most: MAX_FEEDS_PER_SERVER,
    });
  const { url, feed: found, others } = await discoverFeed(fetch, address);
  const refused = await robots.check(url);
  if (refused === 'no')
    throw new UserError('{{host}} asks bots not to read this feed (robots.txt), so I won’t.', {
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
    state: createState(found.title, formatTimestamp(clock)),
  };
  if (!(await store.create(feed)))
    throw new UserError('This server already has this feed. `/feed list` shows how it’s doing.');
  await onChange();
  return { feed, items: found.items.length, others };
}

/** The state of a feed that has never been polled and is due at `nextLook` (ISO 8601, UTC). */
function createState(title: string | null, nextLook: string): FeedState {
  return {
    title,
    movedTo: null,
    etag: null,
    lastModified: null,
    nextLook,
    lastLook: null,
    lastSuccess: null,
    failures: 0,
    lastError: null,
    told: false,
    ended: null,
    taken: 0,
    refused: 0,
    lastRefusal: null,
  };
}

async function findFeed(store: FeedStore, serverId: string, named: string): Promise<StoredFeed> {
  const feeds = await store.list(serverId);
  const wanted = named.trim().toLowerCase();
  const found = feeds.find(
    ({ id, url, state }) => id === named || url === named.trim() || state.title?.toLowerCase() === wanted,
  );
  if (found) return found;
  const near = feeds.filter(({ url, state }) => `${state.title} ${url}`.toLowerCase().includes(wanted));
  const [only] = near;
  if (only && near.length === 1) return only;
  if (near.length > 1)
    throw new UserError('This server has {{near}} feeds called that. `/feed list` shows them all.', {
      near: near.length,
    });
  if (feeds.length === 0) throw new UserError('This server has no feeds yet. `/feed add` adds one.');
  throw new UserError('This server has no such feed. `/feed list` shows them all.');
}

async function pauseFeed(store: FeedStore, serverId: string, named: string): Promise<StoredFeed> {
  const feed = await findFeed(store, serverId, named);
  if (feed.paused) throw new UserError('This feed is already paused. `/feed resume` starts it again.');
  await store.pause(feed.id, { paused: true });
  return { ...feed, paused: true };
}

/** Resumes a paused or broken feed; one that has ended gets another chance. */
async function resumeFeed(
  { store, clock, onChange }: FeedsDependencies,
  serverId: string,
  named: string,
): Promise<StoredFeed> {
  const feed = await findFeed(store, serverId, named);
  if (!feed.paused && feed.state.ended === null && feed.state.failures === 0)
    throw new UserError(
      'This feed is neither paused nor broken, so there is nothing to resume. `/feed list` shows when I looked last.',
    );
  const state = { ...feed.state, ended: null, told: false, failures: 0, nextLook: formatTimestamp(clock) };
  if (!(await store.restart(feed.id, state, formatTimestamp(clock))))
    throw new UserError('I’m checking this feed right now. Try again in a minute.');
  await store.pause(feed.id, { paused: false });
  await onChange();
  return { ...feed, paused: false, state };
}

async function removeFeed(store: FeedStore, serverId: string, named: string): Promise<StoredFeed> {
  const feed = await findFeed(store, serverId, named);
  await store.remove(feed.id);
  return feed;
}
