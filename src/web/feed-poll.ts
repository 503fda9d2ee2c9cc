import { createMessage } from '../i18n/template-values.ts';
import { type Clock, formatTimestamp, toTimestamp } from '../scheduling/clock.ts';
import { FEED_ACCEPT_HEADER } from './feed-discovery.ts';
import { readFeedInWorker } from './feed-in-worker.ts';
import type { ParsedFeed } from './feed-item.ts';
import { type ItemDependencies, takeItems } from './feed-items.ts';
import { type NoticeDependencies, notifyOfState } from './feed-notices.ts';
import type { FeedState, StoredFeed } from './feed-records.ts';
import type { FetchedText } from './fetch.ts';
import { findOptOut } from './opt-out.ts';
import { describeStatus, PollFailed, toPollError } from './poll-failed.ts';
import { createConditionalHeaders } from './refresh.ts';
import { getNextPoll, getNextRetry, parseMaxAge, parseRetryAfter } from './refresh-schedule.ts';
import type { Robots } from './robots.ts';

/** How often to check whether the bot is back in a server that it has left, in milliseconds. */
const ABSENT_POLL_INTERVAL_MS = 24 * 3_600_000;

/** The dependencies for polling feeds. */
export interface PollDependencies extends ItemDependencies, NoticeDependencies {}

/** Polls a feed: takes its new items and notifies its server if needed. Returns the state to record. */
export async function pollFeed(
  dependencies: PollDependencies,
  feed: StoredFeed,
  signal: AbortSignal,
): Promise<FeedState> {
  const { clock, log, isIn } = dependencies;
  if (!isIn(feed.serverId)) return postpone(clock, feed);
  const result = await fetchNewState(dependencies, feed, signal).then(
    state => ({ state, fault: null }),
    (error: unknown) => failedStateOf(feed, toPollError(error, log), clock),
  );
  const notified = await notifyOfState(dependencies, feed, result);
  const { failures, taken, ended } = result.state;
  log.info(
    { feed: feed.id, taken: taken - feed.state.taken, failures, ended: ended !== null },
    'feed looked at',
  );
  return { ...result.state, told: notified };
}

/** Postpones a feed of a server that the bot has left and may be invited to again. */
function postpone(clock: Clock, { state }: StoredFeed): FeedState {
  const lastError = createMessage('I’m not in this server, so I don’t check its feeds.');
  return { ...state, lastError, nextLook: toTimestamp(clock.now() + ABSENT_POLL_INTERVAL_MS) };
}

/** A feed's state after a successful poll. Throws a PollFailed, or whatever fetching throws. */
async function fetchNewState(
  dependencies: PollDependencies,
  feed: StoredFeed,
  signal: AbortSignal,
): Promise<FeedState> {
  const { robots, clock } = dependencies;
  const { state } = feed;
  const url = state.movedTo ?? feed.url;
  await checkRobots(robots, url);
  const fetched = await fetchFeed(dependencies, url, state);
  const lastLook = formatTimestamp(clock);
  const success = { ...state, lastLook, lastSuccess: lastLook, failures: 0, lastError: null };
  if (fetched === null) return { ...success, nextLook: toTimestamp(getNextPoll(clock.now(), [])) };
  if (fetched.status === 410)
    return {
      ...success,
      lastSuccess: state.lastSuccess,
      ended: createMessage('Its server says it is gone for good (410).'),
    };
  const maxAge = parseMaxAge(fetched.headers['cache-control']);
  const parsed = await parseFetched(fetched);
  const items = await takeItems(dependencies, feed, parsed.items, signal);
  const isWhole = items.left === 0;
  return {
    ...success,
    title: parsed.title ?? state.title,
    movedTo: fetched.movedPermanently ? fetched.url : state.movedTo,
    // these would make a server answer "not modified" while items are still waiting
    etag: isWhole ? (fetched.headers.etag ?? null) : null,
    lastModified: isWhole ? (fetched.headers['last-modified'] ?? null) : null,
    nextLook: toTimestamp(getNextPoll(clock.now(), isWhole ? [parsed.updateInterval, maxAge] : [0])),
    taken: state.taken + items.taken,
    refused: state.refused + items.refused,
    lastRefusal: items.lastRefusal ?? state.lastRefusal,
  };
}

/** Parses a response as a feed. Throws a PollFailed if it is not one, or must not be used. */
async function parseFetched(fetched: FetchedText): Promise<ParsedFeed> {
  const parsed = await readFeedInWorker(fetched);
  if (!parsed)
    throw new PollFailed('I can’t read the feed there (broken XML or JSON).', {}, { isPassing: false });
  const mark = findOptOut(fetched.headers, '');
  if (mark !== null)
    throw new PollFailed('It asks bots not to use it ({{mark}}).', { mark }, { isPassing: false });
  return parsed;
}

async function checkRobots(robots: Robots, url: string): Promise<void> {
  const allowed = await robots.check(url);
  if (allowed === 'no')
    throw new PollFailed('Its robots.txt asks bots not to read it.', {}, { isPassing: false });
  if (allowed === 'unknown')
    throw new PollFailed(
      'I couldn’t get its robots.txt, so I don’t know whether I’m allowed to read it.',
      {},
      { isPassing: true },
    );
}

/** The feed, null if unchanged, or a 410 response if it is gone. Throws a PollFailed for other statuses. */
async function fetchFeed(
  { fetch, clock }: PollDependencies,
  url: string,
  { etag, lastModified }: FeedState,
): Promise<FetchedText | null> {
  const fetched = await fetch(url, {
    headers: { accept: FEED_ACCEPT_HEADER, ...createConditionalHeaders({ etag, lastModified }) },
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

/** Returns the state after a failed poll. */
function failedStateOf(
  { state }: StoredFeed,
  fault: PollFailed,
  clock: Clock,
): { state: FeedState; fault: PollFailed } {
  const failures = state.failures + 1;
  const nextLook = toTimestamp(getNextRetry(clock.now(), failures, fault.retryAfter));
  return {
    state: {
      ...state,
      lastLook: formatTimestamp(clock),
      failures,
      lastError: fault.said,
      nextLook,
    },
    fault,
  };
}
