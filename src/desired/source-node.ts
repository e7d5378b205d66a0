import type { Span } from '../model/span.ts';

/** A node of a YAML or JSON file with its span; scalars keep the text of the file. */
export type SourceNode = SourceScalar | SourceList | SourceMap;

/** A single value, always a string: `64.0`, `007`, `yes` and `~` keep their text. */
export interface SourceScalar {
  readonly kind: 'scalar';
  readonly text: string;
  /** Whether there is no value (`key:`), or null (`key: null`, `key: ~`), as opposed to `""` and `"null"`. */
  readonly isMissing: boolean;
  /** A YAML tag other than that of a string, such as `!unset`. */
  readonly tag: string | undefined;
  readonly span: Span;
}

/** A list of values. */
export interface SourceList {
  readonly kind: 'list';
  readonly items: readonly SourceNode[];
  readonly tag: string | undefined;
  readonly span: Span;
}

/** Keys and values in the order of the file; keys may be duplicated. */
export interface SourceMap {
  readonly kind: 'map';
  readonly entries: readonly SourceEntry[];
  readonly tag: string | undefined;
  readonly span: Span;
}

/** One key with its value. */
export interface SourceEntry {
  readonly key: string;
  readonly keySpan: Span;
  readonly value: SourceNode;
}

/** What YAML reads as null unless it is quoted; the text of a missing value is one of these. */
export function isNullText(text: string): boolean {
  return /^(?:~|null|Null|NULL)?$/.test(text);
}

/** The first entry with that key. */
export function entryOf(node: SourceNode | undefined, key: string): SourceEntry | undefined {
  return node?.kind === 'map' ? node.entries.find((entry) => entry.key === key) : undefined;
}

/** The value of that key. */
export function childOf(node: SourceNode | undefined, key: string): SourceNode | undefined {
  return entryOf(node, key)?.value;
}

/** The value of that key if it is a scalar that is not missing. */
export function scalarOf(node: SourceNode | undefined, key: string): SourceScalar | undefined {
  const value = childOf(node, key);
  return value && isWritten(value) ? value : undefined;
}

/** The entries of the mapping at that key; of duplicates, the first. */
export function entriesOf(node: SourceNode | undefined, key: string): readonly SourceEntry[] {
  const value = childOf(node, key);
  if (value?.kind !== 'map') return [];
  const first = new Map<string, SourceEntry>();
  for (const entry of value.entries) if (!first.has(entry.key)) first.set(entry.key, entry);
  return [...first.values()];
}

/** The scalars of the list at that key. */
export function itemsOf(node: SourceNode | undefined, key: string): readonly SourceScalar[] {
  const value = childOf(node, key);
  return value?.kind === 'list' ? value.items.filter(isWritten) : [];
}

/** The scalars at that key, which is a scalar or a list. */
export function oneOrMoreOf(node: SourceNode | undefined, key: string): readonly SourceScalar[] {
  const scalar = scalarOf(node, key);
  return scalar ? [scalar] : itemsOf(node, key);
}

function isWritten(node: SourceNode): node is SourceScalar {
  return node.kind === 'scalar' && !node.isMissing;
}
