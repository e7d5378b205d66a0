import { isOwnWord } from './own-word.ts';

/** What stands in place of words that may be a value nobody but the worker knows. */
export const unknownMask = '(not shown)';

/** What is known about the values that a text of a worker may quote. */
export interface QuotedValues {
  /** Whether a word stands in clear in the configuration of the connector, or is its name. */
  readonly isDeclared: (word: string) => boolean;
  /** Whether an identifier in small or capital letters may show: a table, a topic, a key of an offset. */
  readonly identifiers?: boolean;
}

/**
 * A text of a worker without what may be a value that only the worker knows, because it resolves the references of a
 * configuration (`${file:…}`) before it does anything else (Connect REST contract 7.4). What stays is known to be
 * harmless: words of Kafka, the JVM and common drivers, names of classes, stack frames, error codes, hosts where hosts
 * stand, small numbers, and what the configuration shows in clear. Everything else may be such a value, whatever it
 * looks like, and so may a piece of it.
 */
export function keepOwnWords(text: string, values: QuotedValues): string {
  if (workerId.test(text)) return text;
  return text
    .split('\n')
    .map((line) => (stackFrame.test(line) ? line : keepInLine(line, values)))
    .join('\n');
}

const workerId = /^[a-z0-9][a-z0-9.-]{0,254}:\d{1,5}$/;

/** `at a.B.c(B.java:12)` with the module or the jar in front or behind; `... 12 more`. */
const stackFrame =
  /^\s*(?:at [\w$/<>@-]+(?:\.[\w$/<>@-]+)+\((?:[\w$]+\.(?:java|kt|scala|groovy|clj)(?::\d+)?|Native Method|Unknown Source|<generated>)\)(?: ~?\[[\w.:?-]*\])?|\.\.\. \d+ (?:more|common frames omitted))\s*$/;

function keepInLine(line: string, values: QuotedValues): string {
  const quoting = splitInvalidValue(line);
  if (quoting) {
    const { front, value, key, why } = quoting;
    const shown = keepWhole(value, values);
    const rest = shown === value || value.length < 2 ? why : why.replaceAll(value, unknownMask);
    return `${keepInText(front, values)}Invalid value ${shown} for configuration ${keepWhole(key, values)}${keepInText(rest, values)}`;
  }
  const [, indent = '', key = '', value] = settingLine.exec(line) ?? [];
  if (value === undefined) return keepInText(line, values);
  return `${indent}${keepInText(key, values)} = ${keepWhole(value, values)}`;
}

const invalid = 'Invalid value ';
const ofConfiguration = ' for configuration ';

/**
 * The parts of what Connect's own checks say: `Invalid value V for configuration K: why`, perhaps behind the classes of
 * exceptions; undefined for another sentence. The value may hold anything, the same words too.
 */
export function splitInvalidValue(
  line: string,
):
  | { readonly front: string; readonly value: string; readonly key: string; readonly why: string }
  | undefined {
  const start = line.indexOf(invalid);
  const end = line.lastIndexOf(ofConfiguration);
  if (start < 0 || end < start + invalid.length) return undefined;
  const rest = line.slice(end + ofConfiguration.length);
  const key = /^[\w.$-]*[\w$-]/.exec(rest)?.[0] ?? '';
  return {
    front: line.slice(0, start),
    value: line.slice(start + invalid.length, end),
    key,
    why: rest.slice(key.length),
  };
}

/** A line of `ConnectorConfig values:`, as Kafka writes a configuration into a log. */
const settingLine = /^(\s*)([\w.$-]+) = (.*)$/;

/** A value: all of it or nothing. */
function keepWhole(value: string, values: QuotedValues): string {
  if (values.isDeclared(value)) return value;
  return keepInText(value, values) === value ? value : unknownMask;
}

/** Word by word. Neighbours that do not show become one mask. */
function keepInText(text: string, values: QuotedValues): string {
  let shown = '';
  let before = '';
  for (const { word, kind } of wordsOf(text)) {
    if (kind === 'blank') {
      shown += word;
      continue;
    }
    shown += kind === 'quoted' ? keepQuoted(word, values) : keepWord(word, before, values);
    before = word;
  }
  return shown.includes(unknownMask) ? shown.replaceAll(severalMasks, unknownMask) : shown;
}

const severalMasks = /\(not shown\)(?:[\s,;:]{0,3}\(not shown\))+/g;

interface Word {
  readonly word: string;
  readonly kind: 'blank' | 'quoted' | 'plain';
}

/**
 * Blanks, quoted texts, and what stands between them. A quote opens where no letter or digit stands before it, also
 * within a word such as `'app'@'db'` or `name='x'`.
 */
function* wordsOf(text: string): Generator<Word> {
  let start = 0;
  let index = 0;
  const plain = (): Word[] => (index > start ? [{ word: text.slice(start, index), kind: 'plain' }] : []);
  while (index < text.length) {
    const end = isBlank(text, index) ? endOfBlanks(text, index) : endOfQuote(text, index);
    if (end === undefined) {
      index += 1;
      continue;
    }
    yield* plain();
    yield { word: text.slice(index, end), kind: isBlank(text, index) ? 'blank' : 'quoted' };
    start = end;
    index = end;
  }
  yield* plain();
}

function isBlank(text: string, index: number): boolean {
  return index < text.length && text.charAt(index).trim() === '';
}

function endOfBlanks(text: string, start: number): number {
  let end = start;
  while (isBlank(text, end)) end += 1;
  return end;
}

function endOfQuote(text: string, start: number): number | undefined {
  const quote = text.charAt(start);
  if (!'"\'`'.includes(quote) || /\w/.test(text.charAt(start - 1))) return undefined;
  const end = text.indexOf(quote, start + 1);
  return end < 0 ? undefined : end + 1;
}

function keepQuoted(word: string, values: QuotedValues): string {
  const quote = word.charAt(0);
  const inside = word.slice(1, -1);
  if (inside === '' || values.isDeclared(inside)) return word;
  // Digits in quotes are a value: `For input string: "1234"`.
  if (/^\d+$/.test(inside) && values.identifiers !== true) return quote + unknownMask + quote;
  return keepInText(inside, values) === inside ? word : quote + unknownMask + quote;
}

/** A word up to its first part that may be a value; punctuation around it stays. */
function keepWord(word: string, before: string, values: QuotedValues): string {
  const { front, core, back } = withoutPunctuation(word);
  if (core === '' || values.isDeclared(core) || isWhole(core, before)) return word;
  let shown = '';
  let behind = '';
  for (const [part, separator] of partsOf(core)) {
    if (!isHarmlessPart(part, { behind, before, values })) return front + shown + unknownMask + back;
    shown += part + separator;
    behind = separator;
  }
  return word;
}

function withoutPunctuation(word: string) {
  let start = 0;
  while (start < word.length && '([{<'.includes(word.charAt(start))) start += 1;
  let end = word.length;
  while (end > start && '.,;:!?)]}>'.includes(word.charAt(end - 1))) end -= 1;
  return { front: word.slice(0, start), core: word.slice(start, end), back: word.slice(end) };
}

/** Parts of a word between characters that separate values in what Java prints. */
function partsOf(core: string): readonly (readonly [string, string])[] {
  return [...core.matchAll(/([^=:/,;|(){}[\]@&?<>!"'`]*)([=:/,;|(){}[\]@&?<>!"'`]*)/g)].map(
    ([, part = '', separator = '']) => [part, separator] as const,
  );
}

/** What is harmless as a whole word. */
function isWhole(core: string, before: string): boolean {
  return (
    (root.test(core) && className.test(core)) ||
    errorCode.test(core) ||
    configurationFile.test(core) ||
    /^\d{1,3}(?:\.\d{1,3}){3}$/.test(core) ||
    /^sensitive$|^\*+$|^(?:mysql-)?bin(?:log)?\.\d{6}$/.test(core) ||
    /^\d{4}-\d\d-\d\d(?:T[\d:.]{5,15}Z?)?$/.test(core) ||
    (/sql-?state|^code|^\[?errno/i.test(before) && /^\(?[0-9A-Z]{5}\)?$/.test(core)) ||
    (isHostPlace.test(before) && host.test(core))
  );
}

const root =
  /^(?:org|com|io|net|java|javax|jakarta|sun|jdk|scala|kotlin|oracle|reactor|streams|[a-z]{1,2})[./]/;
/** With dots as in messages, or with slashes as the JVM writes it. */
const className = /^[a-z]\w*(?:\.[a-z]\w*)*\.[A-Z][\w$]*$|^[a-z]\w*(?:\/[a-z]\w*)*\/[A-Z][\w$]*$/;
const configurationFile = /^(?:\/[\w.-]+)+\.(?:conf|jaas|jks|json|keytab|p12|pem|properties|yaml|yml)$/;
const errorCode = /^[A-Z]{2,6}-\d{1,6}$/;
const isHostPlace =
  /(?:^|\W)(?:host|hostname|to|at|from|server|broker|node|address|UnknownHostException|ConnectException):?$/i;
const host = /^[a-z][a-z0-9-]*(?:\.[a-z0-9-]+)*\.[a-z]{2,}(?:[:/]\d{1,5})?$/;

function isHarmlessPart(
  part: string,
  {
    behind,
    before,
    values,
  }: { readonly behind: string; readonly before: string; readonly values: QuotedValues },
): boolean {
  if (part === '' || values.isDeclared(part)) return true;
  if (/^[-+.\u2026#*]+$/.test(part)) return true;
  if (isWhole(part, '')) return true;
  if (number.test(part)) return true;
  if (/^\d{1,19}$/.test(part) && (values.identifiers === true || countedBefore.test(before))) return true;
  // `orders-0`: a task of the connector.
  const task = /^(.*)-\d{1,5}$/.exec(part)?.[1];
  if (task !== undefined && values.isDeclared(task)) return true;
  if (values.identifiers === true && identifier.test(part)) return true;
  if (behind.endsWith('//') && host.test(part)) return true;
  return isOwnWord(part);
}

const number = /^[-+]?\d{1,5}(?:\.\d{1,3})?(?:ms|s|m|h|d|b|kb|mb|gb|bytes|%)?$/i;
const countedBefore = /^(?:offset|position|after|timestamp|generation|lsn|than|for|of|within|timeout)[:=]?$/i;
const identifier = /^(?:[a-z]+|[A-Z]+)(?:[._-](?:[a-z]+|[A-Z]+|\d+))*$/;
