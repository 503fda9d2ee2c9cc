import { elementAt } from '../../lists.ts';
import type { FoundComment } from '../html/comments/content.ts';

/** Drops deleted comments (without paragraphs) that nobody answered; others get a placeholder text. */
export function removeDeleted(found: readonly FoundComment[]): FoundComment[] {
  const isKept = found.map(({ paragraphs }) => paragraphs.length > 0);
  for (let at = found.length - 1; at >= 0; at -= 1) {
    const { parent } = elementAt(found, at);
    if (isKept[at] && parent !== null) isKept[parent] = true;
  }
  let count = 0;
  const positions = isKept.map(kept => (kept ? count++ : -1));
  return found
    .filter((_, at) => isKept[at])
    .map(comment => ({
      ...comment,
      paragraphs: comment.paragraphs.length > 0 ? comment.paragraphs : ['[deleted]'],
      parent: comment.parent === null ? null : elementAt(positions, comment.parent),
    }));
}
