/** One page of a list, and whether another follows. */
interface Page<Item> {
  readonly items: readonly Item[];
  readonly more: boolean;
}

/** Loads a page of `size` items, counted from 0, and looks whether there is one item more. */
export async function loadPage<Item>(
  page: number,
  size: number,
  load: (range: { offset: number; limit: number }) => Promise<readonly Item[]>,
): Promise<Page<Item>> {
  const found = await load({ offset: page * size, limit: size + 1 });
  return { items: found.slice(0, size), more: found.length > size };
}
