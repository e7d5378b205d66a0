/** One page of a list. */
export interface Page<Item> {
  readonly items: readonly Item[];
  readonly isLast: boolean;
}

/** Limits the number of requests: 10,000 comments at 100 per page. */
const maximumPages = 100;

/** Reads a list page by page. An item that moves to the next page in the meantime is returned once. */
export async function readPages<Item extends { readonly id: number }>(
  read: (page: number) => Promise<Page<Item>>,
): Promise<readonly Item[]> {
  const found = new Map<number, Item>();
  for (let page = 1; page <= maximumPages; page += 1) {
    const { items, isLast } = await read(page);
    for (const item of items) found.set(item.id, item);
    if (isLast) break;
  }
  return [...found.values()].sort((one, other) => one.id - other.id);
}
