import type { CreateChange, UpdateChange } from '../model/change.ts';
import type { PresentConnector } from '../model/desired-connector.ts';
import { withMeaning, withoutExceptionClass } from '../model/java-exception.ts';
import type { KeyError, PluginKey, Validation } from '../model/plugin.ts';
import { saysSecret } from '../model/redaction/secret-key-name.ts';
import { plainSource, type Source } from '../model/source.ts';

/**
 * A worker's objection without what may be a secret that no scrubbing can find. A worker resolves provider references
 * before it validates, so what it quotes may be a value that we never saw (Connect REST contract 7.4): then only
 * words that are known to be Connect's own are kept. Values that we do know are scrubbed later, wherever they stand.
 */
export function withoutValue(
  error: KeyError,
  { desired, target }: CreateChange | UpdateChange,
  validation: Validation,
): string {
  const message = withoutExceptionClass(error.workerMessage);
  const key = error.key ?? invalidValue.exec(message)?.[2];
  const values = key === undefined ? [...target.values()] : [target.get(key) ?? ''];
  if (values.some(isResolvedByTheWorker)) return inOwnWords(message) ?? notShownOf(message);
  const isSecret =
    key !== undefined && (desired.secretKeys.has(key) || saysSecret(key) || isPassword(key, validation));
  return isSecret ? (withoutQuotedValue(message) ?? message) : message;
}

/** The class of the exception is Java's; its message may quote anything. */
function notShownOf(message: string): string {
  const exception = /^(?:[a-z]\w*\.)+[A-Z][\w$]*(?:Exception|Error)(?=: |$)/.exec(message)?.[0];
  return exception === undefined ? notShown : withMeaning(`${exception}: ${notShown}`);
}

const notShown =
  'the plugin rejects it; its message is not shown, because it may contain the resolved value of a ${provider:…}';

/** `${provider:…}`, and anything that could be one: a value that the worker replaces. */
function isResolvedByTheWorker(value: string): boolean {
  for (let start = value.indexOf('${'); start >= 0; ) {
    const end = value.indexOf('}', start);
    if (end < 0) return false;
    if (value.slice(start, end).includes(':')) return true;
    start = value.indexOf('${', end);
  }
  return false;
}

function isPassword(key: string, { keys }: Validation): boolean {
  return keys.some((defined) => defined.name === key && defined.type === 'PASSWORD');
}

/** What Connect's own checks say about a value: `Invalid value V for configuration K: why`. */
const invalidValue = /^Invalid value (.*) for configuration (\S+?)(:? .*)?$/s;

function withoutQuotedValue(message: string): string | undefined {
  const [, value, key, why] = invalidValue.exec(message) ?? [];
  if (value === undefined || key === undefined) return undefined;
  const hidden = '(value not shown)';
  // Shorter values are no secrets that hiding could keep, and would tear the sentence to pieces.
  const reason = value.length < 4 ? (why ?? '') : (why ?? '').replaceAll(value, hidden);
  return `Invalid value ${hidden} for configuration ${key}${reason}`;
}

/** Sentences of Connect itself that quote no value. */
const harmless: readonly RegExp[] = [
  /^Missing required configuration "[^"]*" which has no default value\.?$/,
  /^The '\w+' policy does not allow '[\w.-]+' to be overridden in the connector configuration\.?$/,
  /^(?=[\w ,.]*$).*\btopics\.regex\b/,
  /^Could not read properties from file \S+$/,
  /^Invalid value for configuration '[\w.-]+': the value resolved from the config provider reference failed validation$/,
  // Names of classes in the messages of the JVM, with our explanation behind them.
  /^java\.lang\.(?:NoClassDefFound|NoSuchMethod|NoSuchField|AbstractMethod|UnsupportedClassVersion)Error: [\w/$.;<>[\],' ()-]+$/,
];

function inOwnWords(message: string): string | undefined {
  // It prints the whole configuration, resolved.
  if (/ contains no connector type$/.test(message)) return 'the configuration has no connector.class';
  return harmless.some((sentence) => sentence.test(message)) ? message : withoutQuotedValue(message);
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
