import { type Diagnostic, diagnose } from '../model/diagnostic.ts';
import { misspelledKeys } from '../model/misspelled-keys.ts';
import { renamedKeys } from '../model/renamed-keys.ts';
import { checkAliases } from './check-aliases.ts';
import { holdsSecret } from './mask-excerpt.ts';
import type { ResolvedConfig } from './resolve-config.ts';

type CheckedConfig = Pick<ResolvedConfig, 'config' | 'origins' | 'secretKeys'>;

/** The rules; each one looks at the whole config. */
const rules: readonly ((config: CheckedConfig) => readonly Diagnostic[])[] = [
  misspelled,
  renamed,
  checkAliases,
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

function misspelled({ config, origins }: CheckedConfig): readonly Diagnostic[] {
  return misspelledKeys(config).map(({ key, near }) =>
    diagnose('misspelled-key', { key, near }, { source: origins.get(key)?.source }),
  );
}

function renamed({ config, origins }: CheckedConfig): readonly Diagnostic[] {
  return renamedKeys(config).map((found) =>
    diagnose('renamed-key', found, { source: origins.get(found.key)?.source }),
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
