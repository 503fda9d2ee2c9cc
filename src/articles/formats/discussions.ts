import { z } from 'zod';
import { cleanLine } from '../../language/cleaning.ts';
import type { ArticleText } from '../article.ts';
import type { FoundComment } from '../html/comments/content.ts';
import { parseWebUrl } from '../html/metadata.ts';
import { numberComments, sortParentsFirst } from '../html/numbering.ts';
import { removeDeleted } from './deleted-comments.ts';
import { htmlCommentLinesOf, htmlLinesOf } from './html-text.ts';
import { markdownCommentLinesOf, markdownLinesOf } from './markdown-lines.ts';

/** A comment with what it answers. */
interface DiscussionNode {
  readonly author: string | null;
  /** Line by line; none where it was deleted. */
  readonly paragraphs: readonly string[];
  /** Written by a program of the place and not by a reader. */
  readonly isMachine: boolean;
  readonly time: string | null;
  readonly votes: number | null;
  readonly parent: DiscussionNode | null;
}

interface OpeningPost {
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
  readonly botComments: number;
}

const OptionalText = z.string().nullish();
const OptionalCount = z.number().nullish();
const OptionalFlag = z.boolean().nullish().catch(null);

/** An item of Hacker News as hn.algolia.com gives it, with its answers in it. */
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
  children: z.array(z.unknown()).default([]),
});

/** A Reddit thread (`….json`): a listing of the post and a listing of the comments. */
const RedditListing = z.object({
  kind: z.literal('Listing'),
  data: z.object({ children: z.array(z.object({ kind: z.string(), data: z.unknown() })) }),
});
const RedditPost = z.object({
  title: z.string(),
  author: OptionalText,
  selftext: OptionalText,
  permalink: OptionalText,
  created_utc: OptionalCount,
  locked: OptionalFlag,
  archived: OptionalFlag,
  /** What it passes on from another place. */
  crosspost_parent_list: z.array(z.unknown()).nullish().catch(null),
});
const RedditOriginal = z.object({ author: OptionalText, selftext: z.string() });
const RedditComment = z.object({
  author: OptionalText,
  body: OptionalText,
  created_utc: OptionalCount,
  score: OptionalCount,
  score_hidden: z.boolean().nullish(),
  stickied: OptionalFlag,
  distinguished: OptionalText,
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
      body: OptionalText,
      url: OptionalText,
      ap_id: OptionalText,
      published: OptionalText,
      locked: OptionalFlag,
      deleted: OptionalFlag,
      removed: OptionalFlag,
    }),
    creator: z.object({ name: z.string() }).nullish(),
  }),
  comments: z.array(
    z.object({
      comment: z.object({
        id: z.number(),
        content: z.string(),
        path: z.string(),
        published: OptionalText,
        deleted: z.boolean().nullish(),
        removed: z.boolean().nullish(),
      }),
      creator: z.object({ name: z.string(), bot_account: OptionalFlag }).nullish(),
      counts: z.object({ score: OptionalCount }).nullish(),
    }),
  ),
});

/** The discussion in a JSON file of Hacker News, Reddit or Lemmy; null where it is none of them. */
export function parseDiscussion(value: unknown): Discussion | null {
  return parseHackerNews(value) ?? parseReddit(value) ?? parseLemmy(value);
}

function parseHackerNews(value: unknown): Discussion | null {
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

function parseReddit(value: unknown): Discussion | null {
  const listings = z.tuple([RedditListing, RedditListing]).safeParse(value).data;
  const post = RedditPost.safeParse(listings?.[0].data.children[0]?.data).data;
  if (!listings || !post) return null;
  const nodes: DiscussionNode[] = [];
  let more = 0;
  const open = [{ children: listings[1].data.children, parent: null as DiscussionNode | null }];
  for (let next = open.pop(); next; next = open.pop()) {
    const inner: typeof open = [];
    for (const { kind, data } of next.children) {
      if (kind === 'more') more += RedditMore.safeParse(data).data?.count ?? 0;
      const comment = kind === 't1' ? RedditComment.safeParse(data).data : undefined;
      if (!comment) continue;
      const { author, body, created_utc: time, score, score_hidden: hidden, replies } = comment;
      const node = {
        author: parseAuthor(author),
        paragraphs: markdownCommentLinesOf(normalizeRedditMarkdown(body)),
        isMachine: isRedditBot(comment),
        time: toIsoTime(time),
        votes: hidden ? null : (score ?? null),
        parent: next.parent,
      };
      nodes.push(node);
      inner.push({ children: RedditListing.safeParse(replies).data?.data.children ?? [], parent: node });
    }
    open.push(...inner.reverse());
  }
  const url = post.permalink ? `https://www.reddit.com${post.permalink}` : null;
  const passedOn =
    stripPlaceholder(post.selftext) === ''
      ? RedditOriginal.safeParse(post.crosspost_parent_list?.[0]).data
      : undefined;
  return createDiscussion(
    {
      headline: unescapeEntities(post.title),
      byline: parseAuthor(passedOn?.author ?? post.author),
      url,
      published: toIsoTime(post.created_utc),
      paragraphs: markdownLinesOf(normalizeRedditMarkdown(passedOn?.selftext ?? post.selftext)),
      closed: post.locked === true || post.archived === true,
    },
    nodes,
    more,
  );
}

/** Reddit writes `&`, `<` and `>` as entities, once, in titles and in Markdown alike. */
function unescapeEntities(text: string): string {
  return text.replaceAll('&lt;', '<').replaceAll('&gt;', '>').replaceAll('&amp;', '&');
}

/** The Markdown of a text of Reddit's, with what a spoiler hides. */
function normalizeRedditMarkdown(text: string | null | undefined): string {
  return unescapeEntities(stripPlaceholder(text)).replace(/>!|!</g, '');
}

/** AutoModerator, and other programs that moderators pin or that say that they are one. */
function isRedditBot({ author, body, stickied, distinguished }: z.infer<typeof RedditComment>): boolean {
  if (/^AutoModerator$|-ModTeam$/i.test(author ?? '')) return true;
  const isOfficial = stickied === true || (distinguished ?? '') !== '';
  return (isOfficial && /bot$/i.test(author ?? '')) || BOT_DISCLOSURE.test((body ?? '').slice(-1000));
}

const BOT_DISCLOSURE =
  /\bI(?: a|['’])m a bot\b[\s\S]{0,20}\b(?:and|this action|beep|\()|this action was performed automatically|^beep,? boop/i;

function parseAuthor(author: string | null | undefined): string | null {
  return stripPlaceholder(author) === '' ? null : (author ?? null);
}

function parseLemmy(value: unknown): Discussion | null {
  const thread = Lemmy.safeParse(value).data;
  if (!thread) return null;
  const { post, creator } = thread.post_view;
  const byId = new Map<string, DiscussionNode & { parent: DiscussionNode | null }>();
  for (const { comment, creator: by, counts } of thread.comments) {
    const text = comment.deleted || comment.removed ? '' : normalizeLemmyMarkdown(comment.content);
    byId.set(`${comment.id}`, {
      author: by?.name ?? null,
      paragraphs: markdownCommentLinesOf(text),
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
  return createDiscussion(
    {
      headline: post.name,
      byline: creator?.name ?? null,
      url: post.url ?? post.ap_id ?? null,
      published: post.published ?? null,
      paragraphs: post.deleted || post.removed ? [] : markdownLinesOf(normalizeLemmyMarkdown(post.body)),
      closed: post.locked === true,
    },
    [...byId.values()],
    0,
  );
}

/** Lemmy's Markdown, with what a spoiler hides. */
function normalizeLemmyMarkdown(text: string | null | undefined): string {
  return stripPlaceholder(text).replace(/^:::(?: *spoiler\b)?/gm, '');
}

function createDiscussion(
  { headline, byline, url, published, paragraphs, closed }: OpeningPost,
  nodes: readonly DiscussionNode[],
  more: number,
): Discussion {
  const readers = nodes.filter(({ isMachine }) => !isMachine);
  const found = sortParentsFirst(readers, findHumanParent).map(({ item, parent }): FoundComment => {
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
    url: parseWebUrl(url, undefined)?.href ?? null,
    published: published && (cleanLine(published) || null),
    paragraphs: [...paragraphs],
    comments: numberComments(removeDeleted(found)),
    commentsClosed: closed,
    notices: [
      ...(closed ? ['Comments are closed.'] : []),
      ...(more > 0 ? [`${more} more ${more === 1 ? 'comment is' : 'comments are'} not in this file.`] : []),
    ],
  };
  return { text, botComments: nodes.length - readers.length };
}

/** Whom a comment answers; who answers a program answers what that answered. */
function findHumanParent({ parent }: DiscussionNode): DiscussionNode | null {
  const passed = new Set<DiscussionNode>();
  let above = parent;
  while (above?.isMachine && !passed.has(above)) {
    passed.add(above);
    above = above.parent;
  }
  return above;
}

const REMOVED_PLACEHOLDER =
  /^\[ ?(?:deleted|removed|unavailable|flagged|dead|(?:deleted|removed) by [\w ]{1,40}) ?\]$|^comment (?:deleted|removed) by (?:user|moderator)$/i;

/** A text, or none where only a word stands in its place. */
function stripPlaceholder(text: string | null | undefined): string {
  return REMOVED_PLACEHOLDER.test((text ?? '').trim().slice(0, 100)) ? '' : (text ?? '');
}

function toIsoTime(seconds: number | null | undefined): string | null {
  return seconds && Number.isFinite(seconds) && Math.abs(seconds) < 8e12
    ? new Date(seconds * 1000).toISOString()
    : null;
}
