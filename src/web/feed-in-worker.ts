import { WorkEnded } from '../workers/worker-job.ts';
import { runTask } from '../workers/worker-pool.ts';
import type { FeedComment, ParsedFeed } from './feed-item.ts';
import type { ListedFeed } from './feed-records.ts';
import { bodyOf, type FetchedText } from './fetch.ts';

/** Time limit for parsing one feed, in milliseconds. */
const TIMEOUT_MS = 5000;

/** Parses a feed in a worker, as a hostile one may take long. Returns null if it is not readable. */
export function readFeedInWorker(fetched: FetchedText): Promise<ParsedFeed | null> {
  return runTask('feed', { body: bodyOf(fetched), url: fetched.url }, { timeout: TIMEOUT_MS }).catch(
    ignoreAborted,
  );
}

/** Parses a feed of comments likewise, oldest first. */
export function readFeedCommentsInWorker(fetched: FetchedText): Promise<readonly FeedComment[] | null> {
  return runTask('comments', { body: bodyOf(fetched), url: fetched.url }, { timeout: TIMEOUT_MS }).catch(
    ignoreAborted,
  );
}

/** Parses a list of feeds (OPML) in a worker. Throws a UserError if it is not one. */
export function readFeedListInWorker(content: Uint8Array): Promise<readonly ListedFeed[]> {
  const body = { bytes: content, contentType: 'application/xml' };
  return runTask('opml', { body }, { timeout: TIMEOUT_MS });
}

function ignoreAborted(error: unknown): null {
  if (error instanceof WorkEnded) return null;
  throw error;
}
