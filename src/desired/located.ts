import type { Span } from './secret-excerpt.ts';

/** What a YAML or JSON file holds, with the place of everything; scalars are the text that was written. */
export type Located = LocatedScalar | LocatedList | LocatedMap;

/** A single value. Never typed: `64.0`, `007`, `yes` and `~` are the texts that they look like. */
export interface LocatedScalar {
  readonly kind: 'scalar';
  readonly text: string;
  /** Whether nothing at all was written (`key:`), as opposed to `""`. */
  readonly isMissing: boolean;
  /** A YAML tag that is not the one of a text, such as `!unset`. */
  readonly tag: string | undefined;
  readonly span: Span;
}

/** Several values in order. */
export interface LocatedList {
  readonly kind: 'list';
  readonly items: readonly Located[];
  readonly tag: string | undefined;
  readonly span: Span;
}

/** Keys and values in the order of the file; a key may be there twice. */
export interface LocatedMap {
  readonly kind: 'map';
  readonly entries: readonly LocatedEntry[];
  readonly tag: string | undefined;
  readonly span: Span;
}

/** One key with its value. */
export interface LocatedEntry {
  readonly key: string;
  readonly keySpan: Span;
  readonly value: Located;
}

/** The first entry of that key. */
export function entryOf(node: Located | undefined, key: string): LocatedEntry | undefined {
  return node?.kind === 'map' ? node.entries.find((entry) => entry.key === key) : undefined;
}

/** The value of that key. */
export function childOf(node: Located | undefined, key: string): Located | undefined {
  return entryOf(node, key)?.value;
}

/** The value of that key if it is a single value and something was written. */
export function scalarOf(node: Located | undefined, key: string): LocatedScalar | undefined {
  const value = childOf(node, key);
  return value && isWritten(value) ? value : undefined;
}

/** The entries below a key that holds a mapping; of those there twice, the first. */
export function entriesOf(node: Located | undefined, key: string): readonly LocatedEntry[] {
  const value = childOf(node, key);
  if (value?.kind !== 'map') return [];
  const first = new Map<string, LocatedEntry>();
  for (const entry of value.entries) if (!first.has(entry.key)) first.set(entry.key, entry);
  return [...first.values()];
}

/** The single values of a key that holds a list of them. */
export function itemsOf(node: Located | undefined, key: string): readonly LocatedScalar[] {
  const value = childOf(node, key);
  return value?.kind === 'list' ? value.items.filter(isWritten) : [];
}

/** The single values of a key that holds one or a list of them. */
export function oneOrMoreOf(node: Located | undefined, key: string): readonly LocatedScalar[] {
  const scalar = scalarOf(node, key);
  return scalar ? [scalar] : itemsOf(node, key);
}

function isWritten(node: Located): node is LocatedScalar {
  return node.kind === 'scalar' && !node.isMissing;
}
