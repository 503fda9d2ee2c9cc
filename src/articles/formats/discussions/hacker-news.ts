import { z } from 'zod';
import { htmlCommentLinesOf, htmlLinesOf } from '../html-text.ts';
import {
  createDiscussion,
  type Discussion,
  type DiscussionNode,
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
  const nodes: DiscussionNode[] = [];
  const open = [{ children: item.children, parent: null as DiscussionNode | null }];
  for (let next = open.pop(); next; next = open.pop()) {
    const inner: typeof open = [];
    for (const child of next.children) {
      const comment = HackerNewsComment.safeParse(child).data;
      if (!comment) continue;
      const { author, text, created_at: time, points, children } = comment;
      const node = {
        author: author ?? null,
        paragraphs: htmlCommentLinesOf(stripPlaceholder(text)),
        isMachine: false,
        time: time ?? null,
        votes: points ?? null,
        parent: next.parent,
      };
      nodes.push(node);
      inner.push({ children, parent: node });
    }
    open.push(...inner.reverse());
  }
  const url = item.url || `https://news.ycombinator.com/item?id=${item.id}`;
  return createDiscussion(
    {
      headline: item.title,
      byline: item.author ?? null,
      url,
      published: item.created_at ?? null,
      paragraphs: htmlLinesOf(stripPlaceholder(item.text)),
      closed: false,
    },
    nodes,
    0,
  );
}
