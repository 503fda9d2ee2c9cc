import { z } from 'zod';
import type { ArticleText } from '../article.ts';
import { cleanLine } from '../clean.ts';
import { linesIn, linesOfComment } from '../html.ts';
import type { Found } from '../page/comments/tree.ts';
import { webAddress } from '../page/metadata.ts';
import { numbered, parentsFirst } from '../page/numbering.ts';

/** A comment with what it answers. */
interface Node {
  readonly author: string | null;
  readonly text: string;
  readonly time: string | null;
  readonly votes: number | null;
  readonly parent: Node | null;
}

interface Opening {
  readonly headline: string;
  readonly byline: string | null;
  readonly url: string | null;
  readonly published: string | null;
  readonly text: string;
}

const Text = z.string().nullish();
const Count = z.number().nullish();

/** An item of Hacker News as hn.algolia.com gives it, with its answers in it. */
const HackerNews = z.object({
  id: z.number(),
  type: z.string(),
  title: z.string(),
  author: Text,
  url: Text,
  text: Text,
  created_at: Text,
  children: z.array(z.unknown()),
});
const HackerNewsComment = z.object({
  author: Text,
  text: Text,
  created_at: Text,
  points: Count,
  children: z.array(z.unknown()).default([]),
});

/** A Reddit thread (`….json`): a listing of the post and a listing of the comments. */
const Listing = z.object({
  kind: z.literal('Listing'),
  data: z.object({ children: z.array(z.object({ kind: z.string(), data: z.unknown() })) }),
});
const RedditPost = z.object({ title: z.string(), author: Text, selftext: Text, permalink: Text, created_utc: Count });
const RedditComment = z.object({
  author: Text,
  body: Text,
  created_utc: Count,
  score: Count,
  score_hidden: z.boolean().nullish(),
  replies: z.unknown(),
});
const RedditMore = z.object({ count: z.number() });

/** Lemmy: `post_view` and `comments` as its API gives them; a comment's path holds the ids of what it answers. */
const Lemmy = z.object({
  post_view: z.object({
    post: z.object({ name: z.string(), body: Text, url: Text, ap_id: Text, published: Text }),
    creator: z.object({ name: z.string() }).nullish(),
  }),
  comments: z.array(
    z.object({
      comment: z.object({
        id: z.number(),
        content: z.string(),
        path: z.string(),
        published: Text,
        deleted: z.boolean().nullish(),
        removed: z.boolean().nullish(),
      }),
      creator: z.object({ name: z.string() }).nullish(),
      counts: z.object({ score: Count }).nullish(),
    }),
  ),
});

/** The discussion in a JSON file of Hacker News, Reddit or Lemmy; null where it is none of them. */
export function parseDiscussion(value: unknown): ArticleText | null {
  return hackerNews(value) ?? reddit(value) ?? lemmy(value);
}

function hackerNews(value: unknown): ArticleText | null {
  const item = HackerNews.safeParse(value).data;
  if (!item) return null;
  const nodes: Node[] = [];
  const open = [{ children: item.children, parent: null as Node | null }];
  for (let next = open.pop(); next; next = open.pop()) {
    const inner: typeof open = [];
    for (const child of next.children) {
      const comment = HackerNewsComment.safeParse(child).data;
      if (!comment) continue;
      const { author, text, created_at: time, points, children } = comment;
      const node = { author: author ?? null, text: text ?? '', time: time ?? null, votes: points ?? null, parent: next.parent };
      nodes.push(node);
      inner.push({ children, parent: node });
    }
    open.push(...inner.reverse());
  }
  const url = item.url || `https://news.ycombinator.com/item?id=${item.id}`;
  return article(
    { headline: item.title, byline: item.author ?? null, url, published: item.created_at ?? null, text: item.text ?? '' },
    nodes,
    0,
  );
}

function reddit(value: unknown): ArticleText | null {
  const listings = z.tuple([Listing, Listing]).safeParse(value).data;
  const post = RedditPost.safeParse(listings?.[0].data.children[0]?.data).data;
  if (!listings || !post) return null;
  const nodes: Node[] = [];
  let more = 0;
  const open = [{ children: listings[1].data.children, parent: null as Node | null }];
  for (let next = open.pop(); next; next = open.pop()) {
    const inner: typeof open = [];
    for (const { kind, data } of next.children) {
      if (kind === 'more') more += RedditMore.safeParse(data).data?.count ?? 0;
      const comment = kind === 't1' ? RedditComment.safeParse(data).data : undefined;
      if (!comment) continue;
      const { author, body, created_utc: time, score, score_hidden: hidden, replies } = comment;
      const node = {
        author: author ?? null,
        text: body ?? '',
        time: moment(time),
        votes: hidden ? null : (score ?? null),
        parent: next.parent,
      };
      nodes.push(node);
      inner.push({ children: Listing.safeParse(replies).data?.data.children ?? [], parent: node });
    }
    open.push(...inner.reverse());
  }
  const url = post.permalink ? `https://www.reddit.com${post.permalink}` : null;
  return article(
    { headline: post.title, byline: post.author ?? null, url, published: moment(post.created_utc), text: post.selftext ?? '' },
    nodes,
    more,
  );
}

function lemmy(value: unknown): ArticleText | null {
  const thread = Lemmy.safeParse(value).data;
  if (!thread) return null;
  const { post, creator } = thread.post_view;
  const byId = new Map<string, Node & { parent: Node | null }>();
  for (const { comment, creator: by, counts } of thread.comments) {
    const text = comment.deleted || comment.removed ? '' : comment.content;
    byId.set(`${comment.id}`, {
      author: by?.name ?? null,
      text,
      time: comment.published ?? null,
      votes: counts?.score ?? null,
      parent: null,
    });
  }
  for (const { comment } of thread.comments) {
    const above = comment.path.split('.').at(-2);
    const node = byId.get(`${comment.id}`)!;
    if (above !== undefined) node.parent = byId.get(above) ?? null;
  }
  return article(
    {
      headline: post.name,
      byline: creator?.name ?? null,
      url: post.url ?? post.ap_id ?? null,
      published: post.published ?? null,
      text: post.body ?? '',
    },
    [...byId.values()],
    0,
  );
}

function article({ headline, byline, url, published, text }: Opening, nodes: readonly Node[], more: number): ArticleText {
  const found = parentsFirst(nodes, node => node.parent).map(({ item, parent }): Found => {
    const { author, time, votes } = item;
    return {
      author: author && cleanLine(author),
      paragraphs: linesOfComment(item.text),
      time: time && cleanLine(time),
      votes,
      parent,
    };
  });
  return {
    headline: cleanLine(headline) || 'Untitled',
    byline: byline && (cleanLine(byline) || null),
    url: webAddress(url, undefined)?.href ?? null,
    published: published && (cleanLine(published) || null),
    paragraphs: linesIn(text),
    comments: numbered(withText(found)),
    commentsClosed: false,
    notices: more > 0 ? [`${more} more ${more === 1 ? 'comment is' : 'comments are'} not in this file.`] : [],
  };
}

/** Where a comment was deleted, the answers to it stay: it is kept with a word in its place. */
function withText(found: readonly Found[]): Found[] {
  return found.map(comment => (comment.paragraphs.length > 0 ? comment : { ...comment, paragraphs: ['[deleted]'] }));
}

function moment(seconds: number | null | undefined): string | null {
  return seconds && Number.isFinite(seconds) && Math.abs(seconds) < 8e12 ? new Date(seconds * 1000).toISOString() : null;
}
