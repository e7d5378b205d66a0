import type { StringMap } from '../http/jackson.ts';
import type { KeyDefinition, ParsedValue } from '../validation/key-definition.ts';
import { type FindClass, type KeyResult, parseKey } from '../validation/parse-value.ts';

/** Validates as Confluent's Elasticsearch sink does (versions 11 to 14): URLs, and credentials that belong together. */
export function validateElasticsearch(
  keys: readonly KeyDefinition[],
  config: StringMap,
  findClass: FindClass,
): readonly KeyResult[] {
  const checked = keys.map((key) => (key.name === 'connection.url' ? { ...key, check: checkUrls } : key));
  const results = checked.map((key) => parseKey(key, config.get(key.name), findClass));
  if (config.has('connection.username') === config.has('connection.password')) return results;
  const incomplete = "Both 'connection.username' and 'connection.password' must be set.";
  return results.map((result) =>
    ['connection.username', 'connection.password'].includes(result.name)
      ? { ...result, errors: [...result.errors, incomplete] }
      : result,
  );
}

function checkUrls(value: ParsedValue): string | undefined {
  if (value === null) return 'The config must be provided and non-null.';
  const bad = [value].flat().find((url) => /\s|[<>{}|\\^`"]/.test(url));
  return bad === undefined ? undefined : `The provided url '${bad}' is not a valid url.`;
}
