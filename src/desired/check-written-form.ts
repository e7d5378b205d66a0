import { type Diagnostic, diagnose, placeAt } from '../model/diagnostic.ts';
import { isUnset } from './config-entry.ts';
import { holdsSecret, type Span } from './mask-excerpt.ts';
import type { SourceEntry, SourceMap, SourceNode } from './source-node.ts';
import type { SourceText } from './source-text.ts';

/** Problems of how a document is written, whatever its keys mean: duplicate keys, keys without a value, YAML tags. */
export function checkWrittenForm(source: SourceText, document: SourceMap): readonly Diagnostic[] {
  const walk: Walk = { source, seen: new Set(), found: [] };
  checkNode(walk, document, []);
  return walk.found;
}

/** Whether an entry belongs to the author alone: nothing in it is judged. */
export function isAuthorsOwn(key: string, path: readonly string[]): boolean {
  if (!key.startsWith('x-') && key !== 'description') return false;
  const [top = '', ...below] = path;
  return (
    path.length === 0 ||
    (below.length === 1 && ['clusters', 'profiles', 'overrides'].includes(top)) ||
    (below[0] === anItem && below.length === 1 && top === 'defaults')
  );
}

/** Stands for any item of a list in a path of keys. */
export const anItem = '[]';

interface Walk {
  readonly source: SourceText;
  /** An anchor's contents are met once for every alias, and are judged once. */
  readonly seen: Set<unknown>;
  readonly found: Diagnostic[];
}

function checkNode(walk: Walk, node: SourceNode, path: readonly string[]): void {
  if (node.tag !== undefined && !(isUnset(node) && isKeyOfConfig(path))) {
    report(walk, spanOfTag(walk.source, node.tag, node.span), tagProblem(node.tag, node, path));
  }
  const children = node.kind === 'map' ? node.entries : node.kind === 'list' ? node.items : undefined;
  if (!children || walk.seen.has(children)) return;
  walk.seen.add(children);
  if (node.kind === 'map') checkEntries(walk, node, path);
  if (node.kind === 'list')
    node.items.forEach((item) => {
      checkItem(walk, item, path);
    });
}

function checkEntries(walk: Walk, { entries }: SourceMap, path: readonly string[]): void {
  const first = new Map<string, SourceEntry>();
  for (const entry of entries) {
    const earlier = first.get(entry.key);
    if (earlier) reportDuplicate(walk, earlier, entry);
    else first.set(entry.key, entry);
    if (!isAuthorsOwn(entry.key, path)) checkEntry(walk, entry, path);
  }
}

function checkEntry(walk: Walk, { key, keySpan, value }: SourceEntry, path: readonly string[]): void {
  if (key === '<<') report(walk, keySpan, diagnose('invalid-merge-key', {}));
  else if (value.kind === 'scalar' && value.isMissing)
    report(walk, keySpan, diagnose('empty-value', { key }));
  else if (value.kind !== 'scalar' || value.tag !== undefined) checkNode(walk, value, [...path, key]);
}

function checkItem(walk: Walk, item: SourceNode, path: readonly string[]): void {
  const isMissing = item.kind === 'scalar' && item.isMissing;
  if (isMissing) report(walk, item.span, diagnose('empty-value', { key: path.at(-1) ?? 'item' }));
  else checkNode(walk, item, [...path, anItem]);
}

function reportDuplicate({ source, found }: Walk, earlier: SourceEntry, entry: SourceEntry): void {
  const related = [{ label: 'first written in', source: source.sourceOf(earlier.keySpan) }];
  found.push(
    diagnose('duplicate-key', { key: entry.key }, { source: source.sourceOf(entry.keySpan), related }),
  );
}

function report({ source, found }: Walk, span: Span, diagnostic: Diagnostic): void {
  found.push(placeAt(diagnostic, source.sourceOf(span)));
}

/** Whether a path leads to a key of a configuration, in whatever layer. */
function isKeyOfConfig(path: readonly string[]): boolean {
  const [key, config, ...above] = path.toReversed();
  if (key === undefined || config !== 'config') return false;
  const [top, ...below] = above.toReversed();
  if (top === undefined) return true;
  return below.length === 1 && ['defaults', 'profiles', 'overrides'].includes(top);
}

/** A tag stands before what it belongs to; written with a handle of its own it is not found, then that is the place. */
function spanOfTag({ text }: SourceText, tag: string, span: Span): Span {
  const start = text.lastIndexOf(tag, span.start);
  const end = start + tag.length;
  return start >= 0 && text.slice(end, span.start).trim() === '' ? { start, end } : span;
}

/** A password that begins with an exclamation mark is a tag to YAML where it stands without quotes. */
function tagProblem(tag: string, node: SourceNode, path: readonly string[]): Diagnostic {
  if (tag === '!unset') return diagnose('misplaced-unset', { hasValue: !isUnset(node) });
  return diagnose('unsupported-yaml-tag', { tag: holdsSecret(path.join('.'), tag) ? undefined : tag });
}
