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
  const index = createIndex(nodes);
  const byReference = new Map<string, CommentNode>();
  for (const given of more) {
    const existing = index.findSame(given);
    const node = existing ?? { comment: commentOfFeed(given), replies: [] };
    for (const reference of [given.key, given.url]) if (reference !== null) byReference.set(reference, node);
    if (existing) continue;
    (findParent(index, byReference, given)?.replies ?? roots).push(node);
    index.add(node);
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

/** Comments by their words and authors: a page may have thousands, which must not be compared in pairs. */
interface CommentIndex {
  add(node: CommentNode): void;
  /** The comment with the same words, by the same author, or where either is unnamed. */
  findSame(given: Pick<FeedComment, 'author' | 'paragraphs'>): CommentNode | undefined;
  findLastBy(author: string): CommentNode | undefined;
}

function createIndex(nodes: readonly CommentNode[]): CommentIndex {
  const firstByWords = new Map<string, CommentNode>();
  const firstByAuthor = new Map<string, CommentNode>();
  const lastByAuthor = new Map<string, CommentNode>();
  const keyOf = (words: string, author: string | null) =>
    `${words}\n${author === null ? '' : normalizeText([author])}`;
  const index: CommentIndex = {
    add(node) {
      const { author, paragraphs } = node.comment;
      const words = normalizeText(paragraphs);
      if (!firstByWords.has(words)) firstByWords.set(words, node);
      const key = keyOf(words, author);
      if (!firstByAuthor.has(key)) firstByAuthor.set(key, node);
      if (author !== null) lastByAuthor.set(normalizeText([author]), node);
    },
    findSame({ author, paragraphs }) {
      const words = normalizeText(paragraphs);
      if (author === null) return firstByWords.get(words);
      return firstByAuthor.get(keyOf(words, author)) ?? firstByAuthor.get(keyOf(words, null));
    },
    findLastBy: author => lastByAuthor.get(normalizeText([author])),
  };
  for (const node of nodes) index.add(node);
  return index;
}

function findParent(
  index: CommentIndex,
  byReference: ReadonlyMap<string, CommentNode>,
  { inReplyTo, inReplyToAuthor }: FeedComment,
): CommentNode | undefined {
  const referred = inReplyTo.map(reference => byReference.get(reference)).find(node => node !== undefined);
  return referred ?? (inReplyToAuthor === null ? undefined : index.findLastBy(inReplyToAuthor));
}

function commentOfFeed({ author, paragraphs, time }: FeedComment): Omit<Comment, 'number'> {
  return { author, paragraphs: [...paragraphs], ...(time !== null && { time }) };
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
