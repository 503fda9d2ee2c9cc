import { beginWork } from '../working-time.ts';
import { type FeedComment, type FeedText, readComments, readFeed } from './feed.ts';

export interface FeedWork {
  readonly kind: 'feed' | 'comments';
  readonly text: string;
  readonly url: string;
  /** Set when the work begins. */
  readonly began: Int32Array<SharedArrayBuffer>;
}

/** What is in it, or null where the text is no feed. */
export type FeedWorked = FeedText | readonly FeedComment[] | null;

/** Runs in a thread of its own. */
export default function work({ kind, text, url, began }: FeedWork): FeedWorked {
  beginWork(began);
  try {
    return kind === 'feed' ? readFeed(text, url) : readComments(text, url);
  } catch {
    // Whatever feedsmith stumbles over: a text that is no feed, or one that is broken.
    return null;
  }
}
