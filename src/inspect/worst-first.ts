import { compareText } from '../model/config.ts';

/** Sorts by urgency (0 first), then by name. */
export function worstFirst<Item extends { readonly name: string }>(
  items: readonly Item[],
  urgency: (item: Item) => number,
): Item[] {
  return [...items].sort((one, other) => urgency(one) - urgency(other) || compareText(one.name, other.name));
}
