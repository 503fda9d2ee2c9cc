import { runTask, WorkEnded } from '../workers/worker-pool.ts';
import type { FeedComment, FeedText } from './feed-item.ts';

/** What reading one feed may take, in milliseconds. */
const MOST = 5000;

/**
 * Reads a feed in a worker, since a hostile one takes long. Null where the text is no feed that can be read.
 */
export function feedIn(text: string, url: string): Promise<FeedText | null> {
  return runTask('feed', { text, url }, { most: MOST }).catch(nullWhenEnded);
}

/** The same for a feed of comments, the oldest first. */
export function commentsIn(text: string, url: string): Promise<readonly FeedComment[] | null> {
  return runTask('comments', { text, url }, { most: MOST }).catch(nullWhenEnded);
}

function nullWhenEnded(error: unknown): null {
  if (error instanceof WorkEnded) return null;
  throw error;
}
