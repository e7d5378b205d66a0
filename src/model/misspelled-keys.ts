import type { Config } from './config.ts';
import { memoize } from './memoize.ts';
import { distanceBetween } from './nearest-name.ts';

/** A key that no worker reads, and the one that was probably meant. */
export interface MisspelledKey {
  readonly key: string;
  readonly near: string;
}

/** Keys that differ by one or two letters from a key of every worker, or are a common mistake. */
export function misspelledKeys(config: Config): readonly MisspelledKey[] {
  const found: MisspelledKey[] = [];
  for (const key of config.keys()) {
    const near = correctionOf(key);
    if (near !== undefined && !config.has(near)) found.push({ key, near });
  }
  return found;
}

/**
 * Whether a key is meant as a comment or is disabled. Keys such as `_aiven.restart.on.failure` are excluded: the
 * service that runs the worker reads them.
 */
export function isCommentKey(key: string): boolean {
  return /^(?:_(?!_proto__$|aiven\.)|#|\/\/|comments?$)/i.test(key);
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

const correctionOf = memoize(findCorrection);

function findCorrection(key: string): string | undefined {
  // Comments and disabled keys are reported as such.
  if (frameworkKeys.includes(key) || isCommentKey(key)) return undefined;
  const mistake = knownMistakes.find(([pattern]) => pattern.test(key));
  if (mistake) return key.replace(...mistake);
  return frameworkKeys.find((known) => {
    const most = known.length > 14 ? 2 : 1;
    return Math.abs(known.length - key.length) <= most && distanceBetween(key, known) <= most;
  });
}
