import { z } from 'zod';
import { htmlCommentLinesOf, htmlLinesOf } from '../html-text.ts';
import {
  createDiscussion,
  type Discussion,
  flattenReplies,
  type NestedComment,
  OptionalCount,
  OptionalText,
  stripPlaceholder,
} from './discussion.ts';

/** A Hacker News item as hn.algolia.com returns it, with its replies nested inside. */
const HackerNews = z.object({
  id: z.number(),
  type: z.string(),
  title: z.string(),
  author: OptionalText,
  url: OptionalText,
  text: OptionalText,
  created_at: OptionalText,
  children: z.array(z.unknown()),
});

const HackerNewsComment = z.object({
  author: OptionalText,
  text: OptionalText,
  created_at: OptionalText,
  points: OptionalCount,
  children: z.array(z.unknown()).catch([]),
});

/** The discussion in a Hacker News item; null if the value is not one. */
export function parseHackerNews(value: unknown): Discussion | null {
  const item = HackerNews.safeParse(value).data;
  if (!item) return null;
  return createDiscussion(
    {
      headline: item.title,
      byline: item.author ?? null,
      url: item.url || `https://news.ycombinator.com/item?id=${item.id}`,
      published: item.created_at ?? null,
      paragraphs: htmlLinesOf(stripPlaceholder(item.text)),
      closed: false,
    },
    flattenReplies(item.children, readComment),
  );
}

function readComment(value: unknown): NestedComment<unknown> | null {
  const found = HackerNewsComment.safeParse(value).data;
  if (!found) return null;
  const { author, text, created_at: time, points, children } = found;
  const comment = {
    author: author ?? null,
    paragraphs: htmlCommentLinesOf(stripPlaceholder(text)),
    isMachine: false,
    time: time ?? null,
    votes: points ?? null,
  };
  return { comment, replies: children };
}
