import { z } from 'zod';
import { cleanLine } from '../../language/cleaning.ts';
import type { ArticleText } from '../article.ts';
import type { Found } from '../html/comments/content.ts';
import { webAddress } from '../html/metadata.ts';
import { numbered, parentsFirst } from '../html/numbering.ts';
import { withoutDeleted } from './deleted-comments.ts';
import { linesIn, linesOfComment } from './html-text.ts';
import { linesOfMarkdown, linesOfMarkdownComment } from './markdown-lines.ts';

/** A comment with what it answers. */
interface Node {
  readonly author: string | null;
  /** Line by line; none where it was deleted. */
  readonly paragraphs: readonly string[];
  /** Written by a program of the place and not by a reader. */
  readonly isMachine: boolean;
  readonly time: string | null;
  readonly votes: number | null;
  readonly parent: Node | null;
}

interface Opening {
  readonly headline: string;
  readonly byline: string | null;
  readonly url: string | null;
  readonly published: string | null;
  readonly paragraphs: readonly string[];
  /** Whether nobody can answer any more. */
  readonly closed: boolean;
}

/** A discussion as an article; `machines` are the comments of programs that were left out. */
export interface Discussion {
  readonly text: ArticleText;
  readonly machines: number;
}

const Text = z.string().nullish();
const Count = z.number().nullish();
const Flag = z.boolean().nullish().catch(null);

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
const RedditPost = z.object({
  title: z.string(),
  author: Text,
  selftext: Text,
  permalink: Text,
  created_utc: Count,
  locked: Flag,
  archived: Flag,
  /** What it passes on from another place. */
  crosspost_parent_list: z.array(z.unknown()).nullish().catch(null),
});
const RedditOriginal = z.object({ author: Text, selftext: z.string() });
const RedditComment = z.object({
  author: Text,
  body: Text,
  created_utc: Count,
  score: Count,
  score_hidden: z.boolean().nullish(),
  stickied: Flag,
  distinguished: Text,
  replies: z.unknown(),
});
const RedditMore = z.object({ count: z.number() });

/**
 * Lemmy: `post_view` and `comments` as its API gives them; a comment's path holds the ids of what it answers.
 */
const Lemmy = z.object({
  post_view: z.object({
    post: z.object({
      name: z.string(),
      body: Text,
      url: Text,
      ap_id: Text,
      published: Text,
      locked: Flag,
      deleted: Flag,
      removed: Flag,
    }),
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
      creator: z.object({ name: z.string(), bot_account: Flag }).nullish(),
      counts: z.object({ score: Count }).nullish(),
    }),
  ),
});

/** The discussion in a JSON file of Hacker News, Reddit or Lemmy; null where it is none of them. */
export function parseDiscussion(value: unknown): Discussion | null {
  return hackerNews(value) ?? reddit(value) ?? lemmy(value);
}

function hackerNews(value: unknown): Discussion | null {
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
      const node = {
        author: author ?? null,
        paragraphs: linesOfComment(left(text)),
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
  return article(
    {
      headline: item.title,
      byline: item.author ?? null,
      url,
      published: item.created_at ?? null,
      paragraphs: linesIn(left(item.text)),
      closed: false,
    },
    nodes,
    0,
  );
}

function reddit(value: unknown): Discussion | null {
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
        author: nameIn(author),
        paragraphs: linesOfMarkdownComment(redditMarkdown(body)),
        isMachine: isRedditMachine(comment),
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
  const passedOn =
    left(post.selftext) === '' ? RedditOriginal.safeParse(post.crosspost_parent_list?.[0]).data : undefined;
  return article(
    {
      headline: unescaped(post.title),
      byline: nameIn(passedOn?.author ?? post.author),
      url,
      published: moment(post.created_utc),
      paragraphs: linesOfMarkdown(redditMarkdown(passedOn?.selftext ?? post.selftext)),
      closed: post.locked === true || post.archived === true,
    },
    nodes,
    more,
  );
}

/** Reddit writes `&`, `<` and `>` as entities, once, in titles and in Markdown alike. */
function unescaped(text: string): string {
  return text.replaceAll('&lt;', '<').replaceAll('&gt;', '>').replaceAll('&amp;', '&');
}

/** The Markdown of a text of Reddit's, with what a spoiler hides. */
function redditMarkdown(text: string | null | undefined): string {
  return unescaped(left(text)).replace(/>!|!</g, '');
}

/** AutoModerator, and other programs that moderators pin or that say that they are one. */
function isRedditMachine({ author, body, stickied, distinguished }: z.infer<typeof RedditComment>): boolean {
  if (/^AutoModerator$|-ModTeam$/i.test(author ?? '')) return true;
  const isOfficial = stickied === true || (distinguished ?? '') !== '';
  return (isOfficial && /bot$/i.test(author ?? '')) || saysMachine.test((body ?? '').slice(-1000));
}

const saysMachine =
  /\bI(?: a|['’])m a bot\b[\s\S]{0,20}\b(?:and|this action|beep|\()|this action was performed automatically|^beep,? boop/i;

function nameIn(author: string | null | undefined): string | null {
  return left(author) === '' ? null : (author ?? null);
}

function lemmy(value: unknown): Discussion | null {
  const thread = Lemmy.safeParse(value).data;
  if (!thread) return null;
  const { post, creator } = thread.post_view;
  const byId = new Map<string, Node & { parent: Node | null }>();
  for (const { comment, creator: by, counts } of thread.comments) {
    const text = comment.deleted || comment.removed ? '' : lemmyMarkdown(comment.content);
    byId.set(`${comment.id}`, {
      author: by?.name ?? null,
      paragraphs: linesOfMarkdownComment(text),
      isMachine: by?.bot_account === true,
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
      paragraphs: post.deleted || post.removed ? [] : linesOfMarkdown(lemmyMarkdown(post.body)),
      closed: post.locked === true,
    },
    [...byId.values()],
    0,
  );
}

/** Lemmy's Markdown, with what a spoiler hides. */
function lemmyMarkdown(text: string | null | undefined): string {
  return left(text).replace(/^:::(?: *spoiler\b)?/gm, '');
}

function article(
  { headline, byline, url, published, paragraphs, closed }: Opening,
  nodes: readonly Node[],
  more: number,
): Discussion {
  const readers = nodes.filter(({ isMachine }) => !isMachine);
  const found = parentsFirst(readers, readerAbove).map(({ item, parent }): Found => {
    const { author, time, votes } = item;
    return {
      author: author && cleanLine(author),
      paragraphs: item.paragraphs,
      time: time && cleanLine(time),
      votes,
      parent,
    };
  });
  const text: ArticleText = {
    headline: cleanLine(headline) || 'Untitled',
    byline: byline && (cleanLine(byline) || null),
    url: webAddress(url, undefined)?.href ?? null,
    published: published && (cleanLine(published) || null),
    paragraphs: [...paragraphs],
    comments: numbered(withoutDeleted(found)),
    commentsClosed: closed,
    notices: [
      ...(closed ? ['Comments are closed.'] : []),
      ...(more > 0 ? [`${more} more ${more === 1 ? 'comment is' : 'comments are'} not in this file.`] : []),
    ],
  };
  return { text, machines: nodes.length - readers.length };
}

/** Whom a comment answers; who answers a program answers what that answered. */
function readerAbove({ parent }: Node): Node | null {
  const passed = new Set<Node>();
  let above = parent;
  while (above?.isMachine && !passed.has(above)) {
    passed.add(above);
    above = above.parent;
  }
  return above;
}

const gone =
  /^\[ ?(?:deleted|removed|unavailable|flagged|dead|(?:deleted|removed) by [\w ]{1,40}) ?\]$|^comment (?:deleted|removed) by (?:user|moderator)$/i;

/** A text, or none where only a word stands in its place. */
function left(text: string | null | undefined): string {
  return gone.test((text ?? '').trim().slice(0, 100)) ? '' : (text ?? '');
}

function moment(seconds: number | null | undefined): string | null {
  return seconds && Number.isFinite(seconds) && Math.abs(seconds) < 8e12
    ? new Date(seconds * 1000).toISOString()
    : null;
}
