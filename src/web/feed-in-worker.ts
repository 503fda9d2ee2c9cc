import { runTask, WorkEnded } from '../workers/worker-pool.ts';
import type { FeedComment, ParsedFeed } from './feed-item.ts';

/** What reading one feed may take, in milliseconds. */
const TIMEOUT_MS = 5000;

/**
 * Reads a feed in a worker, since a hostile one takes long. Null where the text is no feed that can be read.
 */
export function readFeedInWorker(text: string, url: string): Promise<ParsedFeed | null> {
  return runTask('feed', { text, url }, { timeout: TIMEOUT_MS }).catch(ignoreAborted);
}

/** The same for a feed of comments, the oldest first. */
export function readFeedCommentsInWorker(text: string, url: string): Promise<readonly FeedComment[] | null> {
  return runTask('comments', { text, url }, { timeout: TIMEOUT_MS }).catch(ignoreAborted);
}

function ignoreAborted(error: unknown): null {
  if (error instanceof WorkEnded) return null;
  throw error;
}
