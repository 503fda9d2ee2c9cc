import { createHash } from 'node:crypto';
import { getExisting } from '../lists.ts';
import type { RawFeedItem } from './feed-item.ts';

/** An item's unique key, and its page; the page is null if several items name the same one. */
interface ItemIdentity {
  readonly key: string;
  readonly url: string | null;
}

/** Ids without meaning, which programs write when they have none. */
const MEANINGLESS_ID = /^(?:n\/?a|none|null|nil|undefined|unknown|false|true|guid|id|item|post|[0\s.?#-]*)$/i;

/**
 * Determines the identity of each item: its id if that is unique (an id shared by several pages is not, nor
 * is the feed's own), or else its page, or else its content. Null for an item without content.
 */
export function identifyItems(
  items: readonly RawFeedItem[],
  ownIds: readonly (string | undefined)[],
): (ItemIdentity | null)[] {
  const own = new Set(ownIds.filter(id => id !== undefined));
  const pagesOfId = groupValues(
    items,
    ({ id }) => id,
    item => item.url ?? item.title ?? textKey(item),
  );
  const isUnique = (id: string | null): id is string =>
    id !== null && !MEANINGLESS_ID.test(id) && !own.has(id) && getExisting(pagesOfId, id).size === 1;
  const namesOfPage = groupValues(
    items.filter(({ id }) => !isUnique(id)),
    ({ url }) => url,
    item => item.title ?? textKey(item),
  );
  return items.map((item): ItemIdentity | null => {
    if (isUnique(item.id)) return { key: item.id, url: item.url };
    if (item.url !== null && getExisting(namesOfPage, item.url).size === 1)
      return { key: item.url, url: item.url };
    return item.title === null && item.html === null ? null : { key: textKey(item), url: null };
  });
}

/** Collects the distinct values of the items that share a name. */
function groupValues<Item>(
  items: readonly Item[],
  nameOf: (item: Item) => string | null,
  wordsOf: (item: Item) => string,
): Map<string, Set<string>> {
  const groups = new Map<string, Set<string>>();
  for (const item of items) {
    const name = nameOf(item);
    if (name !== null) groups.set(name, (groups.get(name) ?? new Set()).add(wordsOf(item)));
  }
  return groups;
}

function textKey({ title, published, html }: RawFeedItem): string {
  const content = JSON.stringify([title, published, html?.slice(0, 2000) ?? null]);
  return `text ${createHash('sha256').update(content).digest('hex').slice(0, 32)}`;
}
