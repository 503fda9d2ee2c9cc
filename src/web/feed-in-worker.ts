import { WorkEnded } from '../workers/worker-job.ts';
import { runTask } from '../workers/worker-pool.ts';
import type { FeedComment, ParsedFeed } from './feed-item.ts';
import type { ListedFeed } from './feed-records.ts';
import { decodeText } from './fetch.ts';

/** Time limit for parsing one feed, in milliseconds. */
const TIMEOUT_MS = 5000;

/** Parses a feed in a worker, as a hostile one may take long. Returns null if it is not readable. */
export function readFeedInWorker(text: string, url: string): Promise<ParsedFeed | null> {
  return runTask('feed', { text, url }, { timeout: TIMEOUT_MS }).catch(ignoreAborted);
}

/** Parses a feed of comments likewise, oldest first. */
export function readFeedCommentsInWorker(text: string, url: string): Promise<readonly FeedComment[] | null> {
  return runTask('comments', { text, url }, { timeout: TIMEOUT_MS }).catch(ignoreAborted);
}

/** Parses a list of feeds (OPML) in a worker. Throws a UserError if it is not one. */
export function readFeedListInWorker(content: Uint8Array): Promise<readonly ListedFeed[]> {
  const text = decodeText({ bytes: content, headers: { 'content-type': 'application/xml' } });
  return runTask('opml', { text }, { timeout: TIMEOUT_MS });
}

function ignoreAborted(error: unknown): null {
  if (error instanceof WorkEnded) return null;
  throw error;
}
