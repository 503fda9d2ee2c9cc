import { z } from 'zod';
import { elementAt } from '../../../lists.ts';
import { markdownCommentLinesOf, markdownLinesOf } from '../markdown-lines.ts';
import {
  createDiscussion,
  type Discussion,
  type DiscussionNode,
  OptionalCount,
  OptionalFlag,
  OptionalText,
  stripPlaceholder,
} from './discussion.ts';

/** A Lemmy thread: `post_view` and `comments` as in the API; a comment's path lists its ancestors' ids. */
export const Lemmy = z.object({
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
        deleted: OptionalFlag,
        removed: OptionalFlag,
      }),
      creator: z.object({ name: z.string(), bot_account: OptionalFlag }).nullish(),
      counts: z.object({ score: OptionalCount }).nullish(),
    }),
  ),
});

/** The discussion in a Lemmy post with its comments; null if the value is not one. */
export function parseLemmy(value: unknown): Discussion | null {
  const thread = Lemmy.safeParse(value).data;
  if (!thread) return null;
  const { post, creator } = thread.post_view;
  const byId = new Map<number, DiscussionNode>();
  // pages that were fetched one after the other overlap
  const comments = [
    ...new Map(thread.comments.map(each => [`${each.comment.id} ${each.comment.content}`, each])).values(),
  ];
  const nodes = comments.map(({ comment, creator: by, counts }) => {
    const text = comment.deleted || comment.removed ? '' : normalizeLemmyMarkdown(comment.content);
    const node = {
      author: by?.name ?? null,
      paragraphs: markdownCommentLinesOf(text),
      isMachine: by?.bot_account === true,
      time: comment.published ?? null,
      votes: counts?.score ?? null,
      parent: null as DiscussionNode | null,
    };
    if (!byId.has(comment.id)) byId.set(comment.id, node);
    return node;
  });
  for (const [at, { comment }] of comments.entries())
    elementAt(nodes, at).parent = byId.get(Number(comment.path.split('.').at(-2))) ?? null;
  return createDiscussion(
    {
      headline: post.name,
      byline: creator?.name ?? null,
      url: post.url ?? post.ap_id ?? null,
      published: post.published ?? null,
      paragraphs: post.deleted || post.removed ? [] : markdownLinesOf(normalizeLemmyMarkdown(post.body)),
      closed: post.locked === true,
    },
    nodes,
  );
}

/** Lemmy's Markdown with spoiler marks removed, so that the hidden text is kept. */
function normalizeLemmyMarkdown(text: string | null | undefined): string {
  return stripPlaceholder(text).replace(/^:::(?: *spoiler\b)?/gm, '');
}
