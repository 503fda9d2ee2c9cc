import type { Discussion } from './discussions/discussion.ts';
import { parseHackerNews } from './discussions/hacker-news.ts';
import { parseLemmy } from './discussions/lemmy.ts';
import { parseReddit } from './discussions/reddit.ts';

/** The discussion in a JSON file from Hacker News, Reddit or Lemmy; null if it is none of these. */
export function parseDiscussion(value: unknown): Discussion | null {
  return parseHackerNews(value) ?? parseReddit(value) ?? parseLemmy(value);
}
