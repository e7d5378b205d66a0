import type { Config } from '../model/config.ts';
import type { KeyError } from '../model/plugin.ts';
import { tidyWorkerMessage } from './worker-message.ts';

/**
 * The message of a worker that could not validate each key, because the configuration caused an error: an unknown class, a
 * provider that cannot read its file, a plugin that throws (Connect REST contract 7.2). The message is all there is;
 * the key is named where the message leaves no doubt.
 */
export function explainRejectedConfig(said: string | undefined, config: Config): KeyError {
  const message = tidyWorkerMessage(said ?? '');
  if (message === '' || message === 'null') {
    return { key: undefined, workerMessage: 'the plugin failed without saying why' };
  }
  return { key: keyOf(message, config), workerMessage: message };
}

const known: readonly (readonly [RegExp, string])[] = [
  [/^Failed to find any class that implements Connector/, 'connector.class'],
  [/^More than one connector matches/, 'connector.class'],
  [/^Included connector type .* does not match request type/s, 'connector.class'],
  [/contains no connector type/, 'connector.class'],
  [/^Must configure one of topics or topics\.regex/, 'topics'],
  [/^topics and topics\.regex are mutually exclusive/, 'topics'],
  [/^The DLQ topic /, 'errors.deadletterqueue.topic.name'],
];

function keyOf(message: string, config: Config): string | undefined {
  const fixed = known.find(([pattern]) => pattern.test(message))?.[1];
  return fixed ?? namedKey(message, config) ?? keyOfFile(message, config);
}

/** The two sentences in which Kafka names a key. The value in front of it may hold anything, the same words too. */
function namedKey(message: string, config: Config): string | undefined {
  const missing = /^Missing required configuration "([^"]+)"/.exec(message)?.[1];
  if (missing !== undefined) return missing;
  if (!message.startsWith('Invalid value ')) return undefined;
  const named = [...message.matchAll(/ for configuration ([\w.$-]*[\w$-])/g)].flatMap(
    (match) => match[1] ?? [],
  );
  return named.find((key) => config.has(key)) ?? named[0];
}

/** A provider names the file it could not read; the key is the one whose value refers to it. */
function keyOfFile(message: string, config: Config): string | undefined {
  const file = /^Could not read properties from file (.+)$/.exec(message)?.[1]?.trim();
  if (!file) return undefined;
  const keys = [...config].filter(([, value]) => value.includes(file)).map(([key]) => key);
  return keys.length === 1 ? keys[0] : undefined;
}
