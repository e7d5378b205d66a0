import type { CreateChange, UpdateChange } from '../model/change.ts';
import type { PresentConnector } from '../model/desired-connector.ts';
import { withMeaning, withoutExceptionClass } from '../model/java-exception.ts';
import type { KeyError, PluginKey, Validation } from '../model/plugin.ts';
import { declaredWords, isResolvedByTheWorker } from '../model/redaction/connector-values.ts';
import { findSecrets } from '../model/redaction/find-secrets.ts';
import { keepOwnWords, splitInvalidValue, unknownMask } from '../model/redaction/own-words.ts';
import { saysSecret } from '../model/redaction/secret-key-name.ts';
import { plainSource, type Source } from '../model/source.ts';
import { replaceSpans } from '../model/span.ts';

/**
 * A worker's objection without what may be a secret that no scrubbing can find. A worker resolves provider references
 * before it validates, so what it quotes may be a value that we never saw, of this key or of another one
 * (Connect REST contract 7.4): then only words that are known to be harmless are kept. Values that we do know are
 * scrubbed later, wherever they stand.
 */
export function withoutValue(
  error: KeyError,
  change: CreateChange | UpdateChange,
  validation: Validation,
): string {
  const message = withoutExceptionClass(error.workerMessage);
  const { desired, target } = change;
  const isSecret = (key: string) =>
    desired.secretKeys.has(key) || saysSecret(key) || isPassword(key, validation);
  if ([...target.values()].some(isResolvedByTheWorker)) return withoutUnknown(message, change, isSecret);
  const key = error.key ?? splitInvalidValue(message)?.key;
  return key !== undefined && isSecret(key) ? withoutQuotedValue(message) : message;
}

/** The key that an objection names, unless it is a word of a worker that may be a resolved value. */
export function knownKey(
  { key }: KeyError,
  { target }: CreateChange | UpdateChange,
  { keys }: Validation,
): string | undefined {
  if (key === undefined || target.has(key) || keys.some(({ name }) => name === key)) return key;
  if (![...target.values()].some(isResolvedByTheWorker)) return key;
  return keepOwnWords(key, { isDeclared: () => false }) === key ? key : undefined;
}

function withoutUnknown(
  message: string,
  { name, target }: CreateChange | UpdateChange,
  isSecret: (key: string) => boolean,
): string {
  // It prints the whole configuration, resolved.
  if (/ contains no connector type$/.test(message)) return 'the configuration has no connector.class';
  const open = [...target].flatMap(([key, value]) => [
    key,
    ...(isSecret(key) ? [] : [withoutSecrets(value)]),
  ]);
  const declared = declaredWords([name, ...open]);
  const kept = keepOwnWords(message, { isDeclared: (word) => declared.has(word) });
  if (!isNothing.test(kept)) return kept;
  const [, exception = ''] = isNothing.exec(kept) ?? [];
  return exception === '' ? notShown : withMeaning(`${exception}${notShown}`);
}

function withoutSecrets(value: string): string {
  return replaceSpans(value, findSecrets(value).spans, () => ' ');
}

/** Nothing but the class of an exception. */
const isNothing = /^((?:(?:[a-z]\w*\.)+[A-Z][\w$]*: )?)(?:\(not shown\)|[\s.,:;'"()[\]{}])*$/;

const notShown =
  'the plugin rejects it; its message is not shown, because it may contain the resolved value of a ${provider:…}';

function isPassword(key: string, { keys }: Validation): boolean {
  return keys.some((defined) => defined.name === key && defined.type === 'PASSWORD');
}

/** What Connect's own checks say about a value: `Invalid value V for configuration K: why`. */
function withoutQuotedValue(message: string): string {
  const { front, value, key, why } = splitInvalidValue(message) ?? {};
  if (front !== '' || value === undefined || why === undefined) return message;
  // Shorter values are no secrets that hiding could keep, and would tear the sentence to pieces.
  const reason = value.length < 4 ? why : why.replaceAll(value, unknownMask);
  return `Invalid value ${unknownMask} for configuration ${key}${reason}`;
}

/**
 * A place in a connector's file whose line does not show what the plugin calls a PASSWORD: when the file was read,
 * only the names of keys could tell. Where the place lies behind such a value on the same line, no line is shown.
 */
export function withoutPasswords(
  source: Source,
  { origins }: Pick<PresentConnector, 'origins'>,
  keys: readonly Pick<PluginKey, 'name' | 'type'>[],
): Source {
  const { excerpt, ...place } = plainSource(source);
  const onLine = keys
    .filter(({ type }) => type === 'PASSWORD')
    .flatMap(({ name }) => origins.get(name)?.source ?? [])
    .filter(({ file, line }) => file === source.file && line === source.line)
    .sort((one, other) => one.column - other.column);
  const [first] = onLine;
  if (!first || excerpt === undefined) return source;
  if (source.column > first.column) return place;
  return { ...place, excerpt: `${excerpt.slice(0, (first.endColumn ?? first.column) - 1)}: (sensitive)` };
}
