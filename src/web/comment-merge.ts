import { type Comment, parentOf } from '../articles/article.ts';
import type { FeedComment } from './feed-item.ts';

interface Node {
  readonly comment: Omit<Comment, 'number'>;
  readonly replies: Node[];
}

/**
 * A tree of comments with those of another source added that are not in it: what a feed of comments has
 * beyond the page. Each goes below what it answers (by reference, else the last comment of the author it
 * names), else to the end of the first level; the order of what was there stays. Comments are the same where
 * their words are, and their authors, as far as both are named.
 */
export function mergeComments(tree: readonly Comment[], more: readonly FeedComment[]): Comment[] {
  const { roots, nodes } = grown(tree);
  const byText = Map.groupBy(nodes, ({ comment }) => folded(comment.paragraphs));
  const byReference = new Map<string, Node>();
  for (const given of more) {
    const known = byText
      .get(folded(given.paragraphs))
      ?.find(({ comment }) => isSameAuthor(comment.author, given.author));
    const node = known ?? { comment: commentOf(given), replies: [] };
    for (const reference of [given.key, given.url]) if (reference !== null) byReference.set(reference, node);
    if (known) continue;
    (parentIn(nodes, byReference, given)?.replies ?? roots).push(node);
    nodes.push(node);
    byText.set(folded(given.paragraphs), [...(byText.get(folded(given.paragraphs)) ?? []), node]);
  }
  return numbered(roots, '');
}

/**
 * The same for comments that were stored before: those that are in `tree` no more stay, below what they
 * answered.
 */
export function keepComments(tree: readonly Comment[], stored: readonly Comment[]): Comment[] {
  const more = stored.map(({ number, author, paragraphs, time }): FeedComment => {
    const parent = parentOf(number);
    return {
      key: number,
      url: null,
      author,
      time: time ?? null,
      paragraphs,
      answers: parent === null ? [] : [parent],
      answersAuthor: null,
    };
  });
  return mergeComments(tree, more);
}

function grown(tree: readonly Comment[]): { roots: Node[]; nodes: Node[] } {
  const byNumber = new Map<string, Node>();
  const roots: Node[] = [];
  for (const { number, ...comment } of tree) {
    const node = { comment, replies: [] };
    byNumber.set(number, node);
    (byNumber.get(parentOf(number) ?? '')?.replies ?? roots).push(node);
  }
  return { roots, nodes: [...byNumber.values()] };
}

function parentIn(
  nodes: readonly Node[],
  byReference: ReadonlyMap<string, Node>,
  given: FeedComment,
): Node | undefined {
  const referred = given.answers
    .map(reference => byReference.get(reference))
    .find(node => node !== undefined);
  if (referred || given.answersAuthor === null) return referred;
  const name = given.answersAuthor;
  return nodes.findLast(({ comment }) => comment.author !== null && isSameAuthor(comment.author, name));
}

function commentOf({ author, paragraphs, time }: FeedComment): Omit<Comment, 'number'> {
  return { author, paragraphs: [...paragraphs], ...(time !== null && { time }) };
}

function isSameAuthor(a: string | null, b: string | null): boolean {
  return a === null || b === null || folded([a]) === folded([b]);
}

/** Letters and digits alone: quotation marks, dashes and spaces differ between a page and its feed. */
function folded(paragraphs: readonly string[]): string {
  const text = paragraphs.join(' ').normalize('NFKC').toLowerCase();
  return text.replace(/[^\p{L}\p{N}]+/gu, '') || text;
}

function numbered(nodes: readonly Node[], prefix: string): Comment[] {
  return nodes.flatMap(({ comment, replies }, i) => {
    const number = `${prefix}${i + 1}`;
    return [{ number, ...comment }, ...numbered(replies, `${number}.`)];
  });
}
