import { UserError } from '../errors.ts';
import { createMessage, type MessageDescriptor } from '../i18n/template-values.ts';
import { type Clock, formatTimestamp } from '../scheduling/clock.ts';
import type { FeedStore } from '../storage/stores/feeds.ts';
import type { FeedItem } from './feed-item.ts';
import { type ItemReaderDependencies, readItem } from './feed-item-reader.ts';
import type { SeenItem, StoredFeed } from './feed-records.ts';
import { PollFailed } from './poll-failed.ts';

/** How many of the newest items are taken when a feed is first polled. */
export const MAX_FIRST_ITEMS = 10;

/** Maximum number of items taken per poll; the next poll takes the rest. */
const MAX_ITEMS_PER_POLL = 20;

/** How many times an item's page is requested while its server fails. */
const MAX_TRIES = 3;

/** The dependencies for taking feed items. */
export interface ItemDependencies extends ItemReaderDependencies {
  readonly store: FeedStore;
  readonly clock: Clock;
  /** The minimum pause between two pages of a feed, in milliseconds. */
  readonly minPause: number;
}

/** The number of a feed's items by outcome of one poll. */
interface ItemsTaken {
  readonly taken: number;
  readonly refused: number;
  /** Items left for another poll. */
  readonly left: number;
  /** Why the last refused item was refused, as a sentence that begins with its title. */
  readonly lastRefusal: MessageDescriptor | null;
}

/** Takes the new ones of a feed's items, oldest first, and records the outcome of each. */
export async function takeItems(
  dependencies: ItemDependencies,
  feed: StoredFeed,
  items: readonly FeedItem[],
  signal: AbortSignal,
): Promise<ItemsTaken> {
  const { store, clock } = dependencies;
  const { wanted, seen } = await chooseItems(dependencies, feed, items);
  const counts = {
    taken: 0,
    refused: 0,
    left: Math.max(0, wanted.length - MAX_ITEMS_PER_POLL),
    lastRefusal: null as MessageDescriptor | null,
  };
  for (const [at, item] of wanted.slice(0, MAX_ITEMS_PER_POLL).entries()) {
    if (signal.aborted) return { ...counts, left: counts.left + wanted.length - at };
    if (at > 0) await waitBetween(dependencies, item, signal);
    const outcome = await takeItem(dependencies, feed, item, seen.get(item.key)?.tries ?? 0);
    await store.recordItem({ ...outcome, feedId: feed.id, key: item.key, at: formatTimestamp(clock) });
    counts.taken += Number(outcome.state === 'taken');
    counts.refused += Number(outcome.state === 'refused');
    counts.left += Number(outcome.state === 'waiting');
    if (outcome.state === 'refused' && outcome.reason !== null)
      counts.lastRefusal = createMessage('{{item}}: {{reason}}', {
        item: (item.title ?? item.key).slice(0, 300),
        reason: outcome.reason,
      });
  }
  return counts;
}

/**
 * Lists the items to take, oldest first, and the records of all items. If the feed has never been polled
 * successfully, all but the newest items are recorded as passed over.
 */
async function chooseItems(
  { store, clock }: ItemDependencies,
  feed: StoredFeed,
  found: readonly FeedItem[],
): Promise<{ wanted: FeedItem[]; seen: ReadonlyMap<string, SeenItem> }> {
  const items = sortNewestFirst(found);
  const keys = items.map(({ key }) => key);
  const seen = new Map((await store.listSeen(feed.id, keys)).map(item => [item.key, item]));
  const open = items.filter(({ key }) => (seen.get(key)?.state ?? 'waiting') === 'waiting');
  if (feed.state.lastSuccess !== null) return { wanted: open.toReversed(), seen };
  const passedOver = { state: 'passed over', tries: 0, reason: null } as const;
  for (const { key } of open.slice(MAX_FIRST_ITEMS))
    await store.recordItem({ ...passedOver, feedId: feed.id, key, at: formatTimestamp(clock) });
  return { wanted: open.slice(0, MAX_FIRST_ITEMS).toReversed(), seen };
}

async function waitBetween(
  { robots, clock, minPause }: ItemDependencies,
  { url }: FeedItem,
  signal: AbortSignal,
): Promise<void> {
  const crawlDelay = url === null ? 0 : await robots.getCrawlDelay(url);
  const pause = Math.max(minPause, crawlDelay);
  if (pause > 0) await clock.sleep(pause, signal);
}

/** Turns an item into an article, from its page or else from the text in the feed. */
async function takeItem(
  dependencies: ItemDependencies,
  feed: StoredFeed,
  item: FeedItem,
  triedBefore: number,
): Promise<Pick<SeenItem, 'state' | 'tries' | 'reason'>> {
  const { intake, log } = dependencies;
  const tries = triedBefore + 1;
  try {
    const read = await readItem(dependencies, item, { feedUrl: feed.url, isLastTry: tries >= MAX_TRIES });
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
        reason: createMessage('Something went wrong on my side.'),
      };
    }
    return { state: isPassing ? 'waiting' : 'refused', tries, reason: error.said };
  }
}

function sortNewestFirst(items: readonly FeedItem[]): FeedItem[] {
  const unique = [...new Map(items.map(item => [item.key, item])).values()];
  const dated = unique.flatMap(item =>
    item.published === null ? [] : [{ item, published: item.published }],
  );
  if (dated.length < unique.length) return unique;
  return dated
    .sort((a, b) => (a.published < b.published ? 1 : a.published > b.published ? -1 : 0))
    .map(({ item }) => item);
}
