import { type Diagnostic, diagnose } from '../model/diagnostic.ts';
import { memoize } from '../model/memoize.ts';
import { distanceBetween } from '../model/nearest-name.ts';
import { holdsSecret } from './mask-excerpt.ts';
import type { ResolvedConfig } from './resolve-config.ts';

type CheckedConfig = Pick<ResolvedConfig, 'config' | 'origins' | 'secretKeys'>;

/** The rules; each one looks at the whole config. */
const rules: readonly ((config: CheckedConfig) => readonly Diagnostic[])[] = [
  misspelledKeys,
  (config) => unfinishedAliases(config, 'transforms'),
  (config) => unfinishedAliases(config, 'predicates'),
  unusedPredicates,
  deadLetterQueueOnSource,
  silentRecordLoss,
  missingCommas,
];

/**
 * Warnings for configs that a worker accepts although they are probably mistakes. They do not name the connector: a
 * mistake in a shared layer affects many connectors and is one problem.
 */
export function checkConfig(config: CheckedConfig): readonly Diagnostic[] {
  const large = tooLarge(config);
  return large ? [large] : rules.flatMap((rule) => rule(config));
}

/** Workers store a configuration in one record of a Kafka topic: `max.request.size` of their producer, 1 MiB. */
const mebibyte = 1024 * 1024;

function tooLarge({ config, origins }: CheckedConfig): Diagnostic | undefined {
  let characters = 0;
  for (const [key, value] of config) characters += key.length + value.length;
  // In JSON a character takes six bytes at most; nearly all configurations are far below.
  if (characters * 6 <= mebibyte) return undefined;
  const bytes = Buffer.byteLength(JSON.stringify(Object.fromEntries(config)));
  if (bytes <= mebibyte) return undefined;
  const [largest = ''] = [...config].reduce((one, other) => (other[1].length > one[1].length ? other : one));
  const size = `${(bytes / mebibyte).toFixed(1)} MiB`;
  return diagnose('config-too-large', { size, key: largest }, { source: origins.get(largest)?.source });
}

/** Keys that every worker defines and that people type by hand. */
const frameworkKeys = [
  'connector.class',
  'tasks.max',
  'topics.regex',
  'key.converter',
  'value.converter',
  'header.converter',
  'transforms',
  'predicates',
  'errors.tolerance',
  'errors.log.enable',
  'errors.log.include.messages',
  'errors.retry.timeout',
  'errors.retry.delay.max.ms',
  'errors.deadletterqueue.topic.name',
  'errors.deadletterqueue.topic.replication.factor',
  'errors.deadletterqueue.context.headers.enable',
  'exactly.once.support',
  'offsets.storage.topic',
  'topic.creation.groups',
  'config.action.reload',
];

/** Mistakes found in real configs that differ from the right key by more than two letters. */
const knownMistakes: readonly (readonly [RegExp, string])[] = [
  [/^(.*converter)\.schema\.enable$/, '$1.schemas.enable'],
  [/^(database|schema|table|column|collection)\.(include|exclude)$/, '$1.$2.list'],
  [/^.+(transforms|predicates)$/, '$1'],
  [/^max\.tasks$/, 'tasks.max'],
  [/^errors\.dead\.?letter\.?queue\.(?:topic|name)$/, 'errors.deadletterqueue.topic.name'],
];

function misspelledKeys({ config, origins }: CheckedConfig): readonly Diagnostic[] {
  const found: Diagnostic[] = [];
  for (const key of config.keys()) {
    const near = correctionOf(key);
    if (near === undefined || config.has(near)) continue;
    found.push(diagnose('misspelled-key', { key, near }, { source: origins.get(key)?.source }));
  }
  return found;
}

const correctionOf = memoize(findCorrection);

function findCorrection(key: string): string | undefined {
  // A key disabled with an underscore is reported as `comment-key`.
  if (frameworkKeys.includes(key) || key.startsWith('_')) return undefined;
  const mistake = knownMistakes.find(([pattern]) => pattern.test(key));
  if (mistake) return key.replace(...mistake);
  return frameworkKeys.find((known) => {
    const most = known.length > 14 ? 2 : 1;
    return Math.abs(known.length - key.length) <= most && distanceBetween(key, known) <= most;
  });
}

function unfinishedAliases(
  { config, origins, secretKeys }: CheckedConfig,
  list: 'transforms' | 'predicates',
): readonly Diagnostic[] {
  // Values of environment variables are never shown, not even as an alias.
  if (secretKeys.has(list)) return [];
  const aliases = listOf(config.get(list));
  const untyped = aliases.filter((alias) => !config.has(`${list}.${alias}.type`));
  const typed = typedAliases(config, list);
  const unlisted = typed.filter((alias) => !aliases.includes(alias) && !isOption(alias, aliases));
  return [
    ...untyped.map((alias) =>
      diagnose('alias-without-type', { list, alias }, { source: origins.get(list)?.source }),
    ),
    ...unlisted.map((alias) =>
      diagnose('alias-not-listed', { list, alias }, { source: origins.get(`${list}.${alias}.type`)?.source }),
    ),
  ];
}

/** Returns `cast` for `transforms.cast.type`. */
function typedAliases(config: CheckedConfig['config'], list: string): readonly string[] {
  const [start, end] = [`${list}.`, '.type'];
  const aliases: string[] = [];
  for (const key of config.keys()) {
    if (!key.endsWith(end) || !key.startsWith(start) || key.length <= start.length + end.length) continue;
    aliases.push(key.slice(start.length, -end.length));
  }
  return aliases;
}

/** `transforms.cast.field.type` is an option of the transformation `cast`. */
function isOption(alias: string, aliases: readonly string[]): boolean {
  return aliases.some((other) => alias.startsWith(`${other}.`));
}

function unusedPredicates({ config, origins, secretKeys }: CheckedConfig): readonly Diagnostic[] {
  const aliases = secretKeys.has('predicates') ? [] : listOf(config.get('predicates'));
  if (aliases.length === 0) return [];
  const used = new Set(
    [...config].filter(([key]) => /^transforms\..+\.predicate$/.test(key)).map(([, value]) => value.trim()),
  );
  return aliases
    .filter((alias) => !used.has(alias) && config.has(`predicates.${alias}.type`))
    .map((alias) =>
      diagnose('unused-predicate', { alias }, { source: origins.get(`predicates.${alias}.type`)?.source }),
    );
}

function deadLetterQueueOnSource({ config, origins }: CheckedConfig): readonly Diagnostic[] {
  const key = 'errors.deadletterqueue.topic.name';
  const isWritten = (config.get(key) ?? '') !== '';
  return isWritten && isSource(config)
    ? [diagnose('dead-letter-queue-on-source', { key }, { source: origins.get(key)?.source })]
    : [];
}

/** A connector with a class that is not a sink: a sink requires topics, and its class name usually contains "sink". */
function isSource(config: CheckedConfig['config']): boolean {
  const className = config.get('connector.class') ?? '';
  return className !== '' && !/sink/i.test(className) && !config.has('topics') && !config.has('topics.regex');
}

function silentRecordLoss({ config, origins }: CheckedConfig): readonly Diagnostic[] {
  const isTolerant = config.get('errors.tolerance')?.trim().toLowerCase() === 'all';
  const isKept = (config.get('errors.deadletterqueue.topic.name') ?? '') !== '';
  const isLogged = config.get('errors.log.enable')?.trim().toLowerCase() === 'true';
  if (!isTolerant || isKept || isLogged) return [];
  return [diagnose('silent-record-loss', {}, { source: origins.get('errors.tolerance')?.source })];
}

/** A list of at least four words, one of which in the middle consists of two. SQL does not match. */
function missingCommas({ config, origins, secretKeys }: CheckedConfig): readonly Diagnostic[] {
  const lists = [...config].filter(([, value]) => value.includes(','));
  return lists.flatMap(([key, value]) => {
    const elements = value.split(',').map((element) => element.trim());
    if (elements.length < 4 || secretKeys.has(key) || holdsSecret(key, value)) return [];
    const odd = elements.filter((element) => !word.test(element));
    const [element] = odd;
    const isInside = element !== undefined && elements[0] !== element && elements.at(-1) !== element;
    const depth = element?.split(/\s+/).map(depthOf) ?? [];
    const usual = depthOf(elements[0] ?? '');
    // Phrases contain spaces on purpose; qualified names such as shop.orders do not.
    const isTwoWords = usual > 0 && depth.every((one) => one === usual);
    if (odd.length !== 1 || !isInside || !isTwoWords) return [];
    return [diagnose('missing-comma', { key, element }, { source: origins.get(key)?.source })];
  });
}

/** The number of dots in a word; -1 if the text is not a word. */
function depthOf(text: string): number {
  return word.test(text) ? text.split('.').length - 1 : -1;
}

const word = /^[\w.$*\\-]+$/;

function listOf(value: string | undefined): readonly string[] {
  if (value === undefined) return [];
  return value
    .split(',')
    .map((element) => element.trim())
    .filter((element) => element !== '');
}
