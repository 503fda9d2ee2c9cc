import { appendTo, elementAt } from '../../lists.ts';
import type { Comment } from '../article.ts';
import type { FoundComment } from './comments/content.ts';

/** The maximum depth of replies; deeper ones, in no real conversation, go on the last level. */
const MAX_DEPTH = 100;

/** The comments in reading order (replies after what they answer), numbered by their place in the tree. */
export function numberComments(found: readonly FoundComment[]): Comment[] {
  const replies = new Map<number | null, number[]>();
  const depths: number[] = [];
  const parents: (number | null)[] = [];
  for (const [index, { parent }] of found.entries()) {
    const tooDeep = parent !== null && elementAt(depths, parent) + 1 >= MAX_DEPTH;
    const above = tooDeep ? elementAt(parents, parent) : parent;
    parents.push(above);
    depths.push(above === null ? 0 : elementAt(depths, above) + 1);
    appendTo(replies, above, index);
  }
  const comments: Comment[] = [];
  const open: { indexes: readonly number[]; at: number; prefix: string }[] = [
    { indexes: replies.get(null) ?? [], at: 0, prefix: '' },
  ];
  for (let level = open.at(-1); level; level = open.at(-1)) {
    const index = level.indexes[level.at];
    if (index === undefined) {
      open.pop();
      continue;
    }
    level.at += 1;
    const { author, paragraphs, time, votes } = elementAt(found, index);
    const number = `${level.prefix}${level.at}`;
    comments.push({
      number,
      author,
      paragraphs: [...paragraphs],
      ...(time !== null && { time }),
      ...(votes !== null && { votes }),
    });
    open.push({ indexes: replies.get(index) ?? [], at: 0, prefix: `${number}.` });
  }
  return comments;
}

/**
 * Orders the items so that each parent precedes its children, and returns each with the index of its parent.
 * An item whose parent is missing, or that is its own ancestor, has none.
 */
export function sortParentsFirst<Item>(
  items: readonly Item[],
  parentOf: (item: Item) => Item | null,
): { readonly item: Item; readonly parent: number | null }[] {
  const all = new Set(items);
  const children = Map.groupBy(items, (item): Item | null => {
    const parent = parentOf(item);
    return parent !== null && parent !== item && all.has(parent) ? parent : null;
  });
  const placed = new Map<Item, number>();
  const ordered: { item: Item; parent: number | null }[] = [];
  const placeItem = (item: Item, parent: number | null) => {
    placed.set(item, ordered.length);
    ordered.push({ item, parent });
  };
  for (const item of children.get(null) ?? []) placeItem(item, null);
  for (let at = 0; at < ordered.length; at += 1)
    for (const child of children.get(elementAt(ordered, at).item) ?? []) placeItem(child, at);
  // the remaining items form cycles
  for (const item of items) if (!placed.has(item)) placeItem(item, null);
  return ordered;
}
