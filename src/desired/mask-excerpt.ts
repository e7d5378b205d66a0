import { findSecrets, longestText } from '../model/redaction/find-secrets.ts';
import { withoutReferences } from '../model/redaction/provider-reference.ts';
import { saysSecret, saysSecretOf } from '../model/redaction/secret-key-name.ts';
import { mergeSpans, replaceSpans, type Span } from '../model/span.ts';
import {
  isClusterSetting,
  isHarmlessInLine,
  isHarmlessSetting,
  isInClusters,
  meansClusters,
} from './cluster-settings.ts';

const mask = '(sensitive)';

/** The line with every span replaced by a mask that reveals nothing, not even a length. */
export function maskSpans(line: string, spans: readonly Span[]): string {
  return replaceSpans(line, mergeSpans(spans), () => mask);
}

/**
 * Whether the value of a key could hold a secret that stands in the file in clear. References to the environment, to
 * variables and to a worker's providers are none: `jdbc:mysql://db/x?password=${env.PASSWORD}` may be shown.
 */
export function holdsSecret(key: string, value: string): boolean {
  if (value.length > longestText) return true;
  const literal = value.includes('${') ? withoutReferences(asProviderReferences(value)) : value;
  if (/^[\s"',;]*$/.test(literal)) return false;
  if (/LoginModule\b/.test(literal))
    return findSecrets(withoutQuotes(asProviderReferences(value))).spans.length > 0;
  if (isClusterSetting(key) && !isHarmlessSetting(key, literal)) return true;
  return saysSecretOf(key, withoutQuotes(value)) || looksSecret(value);
}

/** No person writes, and no excerpt shows, a line as long as this: it is hidden as a whole. */
const longestLine = 4_000;

/** Each value is taken to reach to the end of the line: many of them would take long. */
const mostPairs = 50;

/** What could be secret in a line of a file that was parsed: comments and values, evaluated by the line alone. */
export function secretSpansInLine(line: string): readonly Span[] {
  if (line.length > longestLine) return [wholeOf(line)];
  const pairs = pairsIn(line);
  if (pairs.length > mostPairs) return [wholeOf(line)];
  if (pairs.length === 0) return looksSecret(line) ? [wholeOf(line)] : [];
  return pairs.filter(({ key, start, end }) => holdsSecret(key, line.slice(start, end)));
}

/**
 * The same where the structure is unknown because the text could not be parsed: what has no key in its line could
 * be a part of any value, so it is hidden, and so is what lies below a secret key.
 */
export function secretSpansInBrokenText(lines: readonly string[], index: number): readonly Span[] {
  const line = lines[index] ?? '';
  if (line.length > longestLine) return [wholeOf(line)];
  if (/^[\s{}[\],]*$/.test(line)) return [];
  if (pairsIn(line).length === 0 && !/^\s*(?:---|<{7}|={7}|>{7})/.test(line)) return [wholeOf(line)];
  if (isBelowSecretKey(lines, index)) return [wholeOf(line)];
  const clusters = pairsIn(line).find(
    ({ key, start }) => meansClusters(key) && line.slice(start).trim() !== '',
  );
  if (clusters)
    return [...secretSpansInLine(line.slice(0, clusters.start)), { start: clusters.start, end: line.length }];
  if (isInClusters(lines, index)) return secretSpansInClusters(line);
  // Where a value ends is as uncertain as everything else.
  return secretSpansInLine(line).map(({ start }) => ({ start, end: line.length }));
}

/** Whatever is not known to be harmless, and comments, up to the end of the line. */
function secretSpansInClusters(line: string): readonly Span[] {
  const pairs = pairsIn(line).map(({ key, start }) => ({ key, start, end: line.length }));
  const secrets = pairs.filter(({ key, start, end }) => !isHarmlessInLine(key, line.slice(start, end)));
  const comment = line.search(/(?<=\s)#/);
  return comment < 0 ? secrets : [...secrets, { start: comment, end: line.length }];
}

/** Our own references spelt as those of a config provider, which are known to hold no secret. */
function asProviderReferences(text: string): string {
  return text.replace(/\$\{(env|var)\.(?=[\w-]+\})/g, '${$1:');
}

/** A text in quotes as it reads without them. */
function withoutQuotes(text: string): string {
  const inner = /^\s*(["'])([\s\S]*)\1\s*$/.exec(text)?.[2];
  return inner === undefined ? text : inner.replaceAll('\\"', '"');
}

const keyPattern =
  /(?<!\\)"([^"\\]*(?:\\.[^"\\]*)*)"\s*:|'([^']*)'\s*:\s|(?<![^\s"'{}[\],:#-])([^\s"'{}[\],:#-][^\s"'{}[\],:]*)\s*:(?:\s|$)/g;

/** The keys in a line with the spans of what they stand for; several where a mapping is written in one line. */
function pairsIn(line: string): { key: string; start: number; end: number }[] {
  return [...line.matchAll(keyPattern)].map((match) => {
    const behind = match.index + match[0].length;
    const start = behind + (/^\s*/.exec(line.slice(behind))?.[0].length ?? 0);
    return { key: match[1] ?? match[2] ?? match[3] ?? '', start, end: endOfValue(line, start) };
  });
}

/** A quoted value ends with its quote; a plain one is taken to reach to the end, for lack of a certain sign. */
function endOfValue(line: string, start: number): number {
  const quoted = /^(?:"(?:[^"\\]|\\.)*"|'(?:[^']|'')*')/.exec(line.slice(start));
  return quoted ? start + quoted[0].length : line.trimEnd().length;
}

function wholeOf(line: string): Span {
  return { start: line.length - line.trimStart().length, end: line.length };
}

/** The shortest run of base64 that is taken for a key. */
const longEnough = 40;

/** A secret by its structure, or a long run of base64 as it stands in the lines of a key or certificate. */
function looksSecret(text: string): boolean {
  return (
    findSecrets(asProviderReferences(text)).spans.length > 0 ||
    longRun.test(withoutReferences(asProviderReferences(text)))
  );
}

const longRun = new RegExp(`(?:^|[^\\w.+/=-])[A-Za-z0-9+/=]{${longEnough},}(?:$|[^\\w.+/=-])`);

/** Looks at the lines above with ever smaller indentation: those that the line could belong to. */
function isBelowSecretKey(lines: readonly string[], index: number): boolean {
  let indent = indentOf(lines[index] ?? '');
  for (let above = index - 1; above >= 0 && indent > 0; above -= 1) {
    const line = lines[above] ?? '';
    if (line.trim() === '' || indentOf(line) >= indent) continue;
    indent = indentOf(line);
    if (line.length > longestLine || pairsIn(line).some(({ key }) => saysSecret(key))) return true;
  }
  return false;
}

/** A list item belongs to a key of the same indentation, as if it stood one further to the right. */
function indentOf(line: string): number {
  const indent = line.length - line.trimStart().length;
  return line.trimStart().startsWith('- ') ? indent + 1 : indent;
}
