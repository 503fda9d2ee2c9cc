import { z } from 'zod';
import { isMachine } from '../../machine-writers.ts';
import { markdownCommentLinesOf, markdownLinesOf } from '../markdown-lines.ts';
import {
  createDiscussion,
  type Discussion,
  flattenReplies,
  type NestedComment,
  OptionalCount,
  OptionalFlag,
  OptionalText,
  parseAuthor,
  stripPlaceholder,
} from './discussion.ts';

/** A Reddit thread (`….json`): a listing of the post and a listing of the comments. */
const RedditListing = z.object({
  kind: z.literal('Listing'),
  data: z.object({ children: z.array(z.object({ kind: z.string(), data: z.unknown().optional() })) }),
});

const RedditPost = z.object({
  title: z.string(),
  author: OptionalText,
  selftext: OptionalText,
  permalink: OptionalText,
  created_utc: OptionalCount,
  locked: OptionalFlag,
  archived: OptionalFlag,
  /** The post that this one cross-posts. */
  crosspost_parent_list: z.array(z.unknown()).nullish().catch(null),
});

const RedditOriginal = z.object({ author: OptionalText, selftext: z.string() });
const RedditComment = z.object({
  author: OptionalText,
  body: OptionalText,
  created_utc: OptionalCount,
  score: OptionalCount,
  score_hidden: OptionalFlag,
  stickied: OptionalFlag,
  distinguished: OptionalText,
  replies: z.unknown().optional(),
});

const RedditMore = z.object({ count: z.number() });

/** The discussion in a Reddit thread; null if the value is not one. */
export function parseReddit(value: unknown): Discussion | null {
  const listings = z.tuple([RedditListing, RedditListing]).safeParse(value).data;
  const post = RedditPost.safeParse(listings?.[0].data.children[0]?.data).data;
  if (!listings || !post) return null;
  let more = 0;
  const nodes = flattenReplies(listings[1].data.children, child => {
    if (child.kind === 'more') more += RedditMore.safeParse(child.data).data?.count ?? 0;
    return readComment(child);
  });
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

type RedditChild = z.infer<typeof RedditListing>['data']['children'][number];

function readComment({ kind, data }: RedditChild): NestedComment<RedditChild> | null {
  const found = kind === 't1' ? RedditComment.safeParse(data).data : undefined;
  if (!found) return null;
  const { author, body, created_utc: time, score, score_hidden: hidden, replies } = found;
  const comment = {
    author: parseAuthor(author),
    paragraphs: markdownCommentLinesOf(normalizeRedditMarkdown(body)),
    isMachine: isRedditBot(found),
    time: toIsoTime(time),
    votes: hidden ? null : (score ?? null),
  };
  return { comment, replies: RedditListing.safeParse(replies).data?.data.children ?? [] };
}

/** Reddit escapes `&`, `<` and `>` as entities, once, in titles and in Markdown alike. */
function unescapeEntities(text: string): string {
  return text.replaceAll('&lt;', '<').replaceAll('&gt;', '>').replaceAll('&amp;', '&');
}

/** The Markdown of a Reddit text with spoiler marks removed, so that the hidden text is kept. */
function normalizeRedditMarkdown(text: string | null | undefined): string {
  return unescapeEntities(stripPlaceholder(text)).replace(/>!|!</g, '');
}

/** AutoModerator, and other bots: those that say so themselves, or are pinned or marked as official. */
function isRedditBot({ author, body, stickied, distinguished }: z.infer<typeof RedditComment>): boolean {
  const isOfficial = stickied === true || (distinguished ?? '') !== '';
  return (
    isMachine({ author: author ?? null, text: body ?? '' }) || (isOfficial && /bot$/i.test(author ?? ''))
  );
}

function toIsoTime(seconds: number | null | undefined): string | null {
  return seconds && Number.isFinite(seconds) && Math.abs(seconds) < 8e12
    ? new Date(seconds * 1000).toISOString()
    : null;
}
