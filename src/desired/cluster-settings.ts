import { memoize } from '../model/memoize.ts';
import { distanceBetween } from '../model/nearest-name.ts';
import type { Span } from '../model/span.ts';
import type { SourceNode } from './source-node.ts';

// Below `clusters` of the project file stand credentials under keys of a fixed set. Under any other key, a misspelt one
// for example, a value may be a credential too. So excerpts of these lines show only what is known to be harmless.

/** Whether a dotted path of keys leads below `clusters` of a project file, or below a misspelling of it. */
export function isClusterSetting(path: string): boolean {
  const dot = path.indexOf('.');
  if (dot < 0 || dot > 12) return false;
  const top = path.slice(0, dot);
  // Keys of configs are paths too: only a longer one is taken for a misspelling.
  return top === 'clusters' || (meansClusters(top) && path.includes('.', dot + 1));
}

/** Whether such a setting may be shown, unless its form shows that it is secret. References were removed from `value`. */
export function isHarmlessSetting(path: string, value: string): boolean {
  if (/\.(?:auth|headers)\./.test(path)) return false;
  if (/\.urls?$/.test(path)) return !/[@?#]/.test(value);
  return (
    path.includes('.vars.') ||
    /\.(?:kafkaClusterId|description|tls\.(?:ca|certificate|serverName))$/.test(path)
  );
}

/**
 * Whether a line of a text that could not be parsed stands below `clusters`, by the keys above it: up to a line that is
 * not indented further and begins with another key.
 */
export function isInClusters(lines: readonly string[], index: number): boolean {
  let least = Number.POSITIVE_INFINITY;
  for (let at = index; at >= 0; at -= 1) {
    const [, indent = '', key] = /^(\s*)(?:\{\s*|- )?["']?([\w-]{1,64})["']?\s*:/.exec(lines[at] ?? '') ?? [];
    if (key === undefined) continue;
    if (indent.length <= least && meansClusters(key)) return true;
    if (indent.length <= 2 && otherKeys.has(key)) least = Math.min(least, indent.length - 1);
  }
  return false;
}

/** Whether the value of a key in such a line may be shown. Where it ends is uncertain, so it must be simple. */
export function isHarmlessInLine(key: string, value: string): boolean {
  const text = value.trim().replace(/^(["'])(.*)\1,?$/, '$2');
  if (text === '' || /^\$\{(?:env|var)\.[\w-]+\}$/.test(text)) return true;
  if (/^urls?$/.test(key)) return /^https?:\/\/[^\s@?#"',{}[\]]+$/i.test(text);
  return /^(?:kafkaClusterId|ca|certificate|serverName)$/.test(key) && /^[\w./-]{1,200}$/.test(text);
}

/** The spans of comments among the settings of clusters: a comment may be a setting that was turned off. */
export function commentsInClusters(root: SourceNode, text: string): readonly Span[] {
  if (root.kind !== 'map') return [];
  const settings = root.entries.filter(({ key, value }) => meansClusters(key) && value.kind === 'map');
  return settings.flatMap(({ keySpan, value }) => {
    const lineEnd = text.indexOf('\n', value.span.end);
    const part = text.slice(keySpan.end, lineEnd < 0 ? text.length : lineEnd);
    return [...part.matchAll(/(?<=\s)#[^\n]*/g)].map(({ index, 0: comment }) => ({
      start: keySpan.end + index,
      end: keySpan.end + index + comment.length,
    }));
  });
}

/** Whether a key is `clusters`, or so close to it that it can be meant. */
export const meansClusters = memoize(
  (key) => key !== 'filters' && key.length > 4 && distanceBetween(key.toLowerCase(), 'clusters', 2) <= 2,
);

/** Other keys at the top of a project file or a connector file, which limits itself to clusters by the same key. */
const otherKeys: ReadonlySet<string> = new Set([
  'version',
  'requires',
  'connectors',
  'vars',
  'defaults',
  'profiles',
  'ownership',
  'secrets',
  'policy',
  'policies',
  'config',
  'name',
  'state',
  'extends',
  'dependsOn',
  'ignoreKeys',
  'overrides',
]);
