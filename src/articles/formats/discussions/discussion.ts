import { z } from 'zod';
import { cleanLine } from '../../../language/cleaning.ts';
import type { ArticleText } from '../../article.ts';

import type { FoundComment } from '../../html/comments/content.ts';
import { numberComments, sortParentsFirst } from '../../html/numbering.ts';
import { parseWebUrl } from '../../web-url.ts';
import { removeDeleted } from '../deleted-comments.ts';

/** A comment with a reference to the comment it answers. */
export interface DiscussionNode {
  readonly author: string | null;
  /** The comment's lines; empty if it was deleted. */
  readonly paragraphs: readonly string[];
  /** Whether it was written by one of the site's bots rather than by a reader. */
  readonly isMachine: boolean;
  readonly time: string | null;
  readonly votes: number | null;
  readonly parent: DiscussionNode | null;
}

/** The post that a discussion is about. */
interface OpeningPost {
  readonly headline: string;
  readonly byline: string | null;
  readonly url: string | null;
  readonly published: string | null;
  readonly paragraphs: readonly string[];
  /** Whether the discussion is closed to new comments. */
  readonly closed: boolean;
}

/** A discussion as an article; `botComments` is how many comments by bots were left out. */
export interface Discussion {
  readonly text: ArticleText;
  readonly botComments: number;
}

/** What a file says of one comment, and the replies nested in it. */
export interface NestedComment<Child> {
  readonly comment: Omit<DiscussionNode, 'parent'>;
  readonly replies: readonly Child[];
}

/** The comments nested below `children`, each with its parent; `read` returns null for what is no comment. */
export function flattenReplies<Child>(
  children: readonly Child[],
  read: (child: Child) => NestedComment<Child> | null,
): DiscussionNode[] {
  const nodes: DiscussionNode[] = [];
  const open: { children: readonly Child[]; parent: DiscussionNode | null }[] = [{ children, parent: null }];
  for (let next = open.pop(); next; next = open.pop()) {
    const { parent } = next;
    const found = next.children.flatMap(child => {
      const nested = read(child);
      return nested ? [{ node: { ...nested.comment, parent }, children: nested.replies }] : [];
    });
    nodes.push(...found.map(({ node }) => node));
    open.push(...found.map(({ node, children }) => ({ children, parent: node })).reverse());
  }
  return nodes;
}

/** A text that may be missing; so is any value of another kind, for which no comment is left out. */
export const OptionalText = z.string().nullish().catch(null);

/** A number that may be missing, likewise. */
export const OptionalCount = z.number().nullish().catch(null);

/** A flag that may be missing, likewise. */
export const OptionalFlag = z.boolean().nullish().catch(null);

/** The name of an author, or null if there is only a placeholder. */
export function parseAuthor(author: string | null | undefined): string | null {
  return stripPlaceholder(author) === '' ? null : (author ?? null);
}

/** Creates a discussion's article, without bots' comments; `more`: how many comments the file leaves out. */
export function createDiscussion(
  { headline, byline, url, published, paragraphs, closed }: OpeningPost,
  nodes: readonly DiscussionNode[],
  more = 0,
): Discussion {
  const readers = nodes.filter(({ isMachine }) => !isMachine);
  const found = sortParentsFirst(readers, createHumanParentFinder()).map(({ item, parent }): FoundComment => {
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
    url: parseWebUrl(url)?.href ?? null,
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

/**
 * Creates what finds the closest comment above by no bot: a reply to a bot counts for what the bot answered. A
 * circle of bots answers nobody.
 */
function createHumanParentFinder(): (node: DiscussionNode) => DiscussionNode | null {
  const answeredBy = new Map<DiscussionNode, DiscussionNode | null>();
  return ({ parent }) => {
    const passed: DiscussionNode[] = [];
    let above = parent;
    while (above?.isMachine && !answeredBy.has(above)) {
      answeredBy.set(above, null);
      passed.push(above);
      above = above.parent;
    }
    const human = above?.isMachine ? (answeredBy.get(above) ?? null) : above;
    for (const bot of passed) answeredBy.set(bot, human);
    return human;
  };
}

const REMOVED_PLACEHOLDER =
  /^\[ ?(?:deleted|removed|unavailable|flagged|dead|(?:deleted|removed) by [\w ]{1,40}) ?\]$|^comment (?:deleted|removed) by (?:user|moderator)$/i;

/** The text, or an empty string if it is only a placeholder for removed text. */
export function stripPlaceholder(text: string | null | undefined): string {
  return REMOVED_PLACEHOLDER.test((text ?? '').trim().slice(0, 100)) ? '' : (text ?? '');
}
