import type { Span } from '../model/span.ts';

/** What a YAML or JSON file holds, with the place of everything; scalars are the text that was written. */
export type SourceNode = SourceScalar | SourceList | SourceMap;

/** A single value. Never typed: `64.0`, `007`, `yes` and `~` are the texts that they look like. */
export interface SourceScalar {
  readonly kind: 'scalar';
  readonly text: string;
  /** Whether nothing at all was written (`key:`), as opposed to `""`. */
  readonly isMissing: boolean;
  /** A YAML tag that is not the one of a text, such as `!unset`. */
  readonly tag: string | undefined;
  readonly span: Span;
}

/** Several values in order. */
export interface SourceList {
  readonly kind: 'list';
  readonly items: readonly SourceNode[];
  readonly tag: string | undefined;
  readonly span: Span;
}

/** Keys and values in the order of the file; a key may be there twice. */
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

/** The first entry of that key. */
export function entryOf(node: SourceNode | undefined, key: string): SourceEntry | undefined {
  return node?.kind === 'map' ? node.entries.find((entry) => entry.key === key) : undefined;
}

/** The value of that key. */
export function childOf(node: SourceNode | undefined, key: string): SourceNode | undefined {
  return entryOf(node, key)?.value;
}

/** The value of that key if it is a single value and something was written. */
export function scalarOf(node: SourceNode | undefined, key: string): SourceScalar | undefined {
  const value = childOf(node, key);
  return value && isWritten(value) ? value : undefined;
}

/** The entries below a key that holds a mapping; of those there twice, the first. */
export function entriesOf(node: SourceNode | undefined, key: string): readonly SourceEntry[] {
  const value = childOf(node, key);
  if (value?.kind !== 'map') return [];
  const first = new Map<string, SourceEntry>();
  for (const entry of value.entries) if (!first.has(entry.key)) first.set(entry.key, entry);
  return [...first.values()];
}

/** The single values of a key that holds a list of them. */
export function itemsOf(node: SourceNode | undefined, key: string): readonly SourceScalar[] {
  const value = childOf(node, key);
  return value?.kind === 'list' ? value.items.filter(isWritten) : [];
}

/** The single values of a key that holds one or a list of them. */
export function oneOrMoreOf(node: SourceNode | undefined, key: string): readonly SourceScalar[] {
  const scalar = scalarOf(node, key);
  return scalar ? [scalar] : itemsOf(node, key);
}

function isWritten(node: SourceNode): node is SourceScalar {
  return node.kind === 'scalar' && !node.isMissing;
}
