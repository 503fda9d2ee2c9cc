import { type Comment, parentNumberOf } from '../articles/article.ts';
import type { FeedComment } from './feed-item.ts';

interface CommentNode {
  readonly comment: Omit<Comment, 'number'>;
  readonly replies: CommentNode[];
}

/**
 * Adds comments from another source that a tree lacks, such as those a comment feed has beyond the page. Each
 * goes below the comment it answers (by reference, or else the last comment of the author it names), or else
 * at the end of the top level; existing comments keep their order. Comments are the same if their words are,
 * and their authors, where both are named.
 */
export function mergeComments(tree: readonly Comment[], more: readonly FeedComment[]): Comment[] {
  const { roots, nodes } = buildNodes(tree);
  const byText = Map.groupBy(nodes, ({ comment }) => normalizeText(comment.paragraphs));
  const byReference = new Map<string, CommentNode>();
  for (const given of more) {
    const existing = byText
      .get(normalizeText(given.paragraphs))
      ?.find(({ comment }) => isSameAuthor(comment.author, given.author));
    const node = existing ?? { comment: commentOfFeed(given), replies: [] };
    for (const reference of [given.key, given.url]) if (reference !== null) byReference.set(reference, node);
    if (existing) continue;
    (findParent(nodes, byReference, given)?.replies ?? roots).push(node);
    nodes.push(node);
    byText.set(normalizeText(given.paragraphs), [
      ...(byText.get(normalizeText(given.paragraphs)) ?? []),
      node,
    ]);
  }
  return numberNodes(roots, '');
}

/** Does the same for stored comments: those no longer in `tree` are kept, below what they answered. */
export function mergeStored(tree: readonly Comment[], stored: readonly Comment[]): Comment[] {
  const more = stored.map(({ number, author, paragraphs, time }): FeedComment => {
    const parent = parentNumberOf(number);
    return {
      key: number,
      url: null,
      author,
      time: time ?? null,
      paragraphs,
      inReplyTo: parent === null ? [] : [parent],
      inReplyToAuthor: null,
    };
  });
  return mergeComments(tree, more);
}

function buildNodes(tree: readonly Comment[]): { roots: CommentNode[]; nodes: CommentNode[] } {
  const byNumber = new Map<string, CommentNode>();
  const roots: CommentNode[] = [];
  for (const { number, ...comment } of tree) {
    const node = { comment, replies: [] };
    byNumber.set(number, node);
    (byNumber.get(parentNumberOf(number) ?? '')?.replies ?? roots).push(node);
  }
  return { roots, nodes: [...byNumber.values()] };
}

function findParent(
  nodes: readonly CommentNode[],
  byReference: ReadonlyMap<string, CommentNode>,
  given: FeedComment,
): CommentNode | undefined {
  const referred = given.inReplyTo
    .map(reference => byReference.get(reference))
    .find(node => node !== undefined);
  if (referred || given.inReplyToAuthor === null) return referred;
  const name = given.inReplyToAuthor;
  return nodes.findLast(({ comment }) => comment.author !== null && isSameAuthor(comment.author, name));
}

function commentOfFeed({ author, paragraphs, time }: FeedComment): Omit<Comment, 'number'> {
  return { author, paragraphs: [...paragraphs], ...(time !== null && { time }) };
}

function isSameAuthor(a: string | null, b: string | null): boolean {
  return a === null || b === null || normalizeText([a]) === normalizeText([b]);
}

/** Keeps only letters and digits: marks, dashes and spaces differ between a page and its feed. */
function normalizeText(paragraphs: readonly string[]): string {
  const text = paragraphs.join(' ').normalize('NFKC').toLowerCase();
  return text.replace(/[^\p{L}\p{N}]+/gu, '') || text;
}

function numberNodes(nodes: readonly CommentNode[], prefix: string): Comment[] {
  return nodes.flatMap(({ comment, replies }, i) => {
    const number = `${prefix}${i + 1}`;
    return [{ number, ...comment }, ...numberNodes(replies, `${number}.`)];
  });
}
