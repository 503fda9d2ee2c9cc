import { z } from 'zod';
import { getExisting } from '../../../lists.ts';
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
        deleted: z.boolean().nullish(),
        removed: z.boolean().nullish(),
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
    const node = getExisting(byId, `${comment.id}`);
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
  );
}

/** Lemmy's Markdown with spoiler marks removed, so that the hidden text is kept. */
function normalizeLemmyMarkdown(text: string | null | undefined): string {
  return stripPlaceholder(text).replace(/^:::(?: *spoiler\b)?/gm, '');
}
