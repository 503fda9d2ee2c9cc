import type { Comment } from '../article.ts';
import type { Found } from './comments/tree.ts';

/** Replies deeper than this are no conversation; they stand on the last level. */
const deepest = 100;

/** The comments in reading order (a reply after what it answers), numbered by their place in the tree. */
export function numbered(found: readonly Found[]): Comment[] {
  const replies = new Map<number | null, number[]>();
  const depths: number[] = [];
  const parents: (number | null)[] = [];
  for (const [place, { parent }] of found.entries()) {
    const tooDeep = parent !== null && depths[parent]! + 1 >= deepest;
    const above = tooDeep ? parents[parent]! : parent;
    parents.push(above);
    depths.push(above === null ? 0 : depths[above]! + 1);
    const siblings = replies.get(above);
    if (siblings) siblings.push(place);
    else replies.set(above, [place]);
  }
  const comments: Comment[] = [];
  const open: { places: readonly number[]; at: number; prefix: string }[] = [
    { places: replies.get(null) ?? [], at: 0, prefix: '' },
  ];
  for (let level = open.at(-1); level; level = open.at(-1)) {
    const place = level.places[level.at];
    if (place === undefined) {
      open.pop();
      continue;
    }
    level.at += 1;
    const { author, paragraphs, time, votes } = found[place]!;
    const number = `${level.prefix}${level.at}`;
    comments.push({
      number,
      author,
      paragraphs: [...paragraphs],
      ...(time !== null && { time }),
      ...(votes !== null && { votes }),
    });
    open.push({ places: replies.get(place) ?? [], at: 0, prefix: `${number}.` });
  }
  return comments;
}
