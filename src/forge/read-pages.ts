/** One page of a list. */
export interface Page<Item> {
  readonly items: readonly Item[];
  readonly isLast: boolean;
}

/** Pages of a hundred that are read at most: what has more comments is no conversation any more. */
const mostPages = 100;

/** Reads a list page by page, from the first. Something that moves from one page to the next meanwhile comes once. */
export async function readPages<Item extends { readonly id: number }>(
  read: (page: number) => Promise<Page<Item>>,
): Promise<readonly Item[]> {
  const found = new Map<number, Item>();
  for (let page = 1; page <= mostPages; page += 1) {
    const { items, isLast } = await read(page);
    for (const item of items) found.set(item.id, item);
    if (isLast) break;
  }
  return [...found.values()].sort((one, other) => one.id - other.id);
}
