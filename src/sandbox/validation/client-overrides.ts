import type { StringMap } from '../http/jackson.ts';
import { hashCode, inHashOrder } from '../java-text.ts';
import clients from '../plugins/kafka-clients.json' with { type: 'json' };
import { releaseOf } from '../plugins/load-definitions.ts';
import type { PluginKey } from '../plugins/plugin-definition.ts';
import { does, type Profile } from '../profile.ts';
import { configException } from './failure.ts';
import { inRelease, type KeyDefinition, optionalKey, prefixed, requiredKey } from './key-definition.ts';
import { type KeyResult, parseKey } from './parse-value.ts';

/**
 * The client overrides of a connector. A value that cannot be parsed makes the whole validation fail; no other value
 * is checked. Before 3.0 all of them are refused (KIP-722).
 */
export function validateOverrides(
  profile: Profile,
  type: 'source' | 'sink',
  config: StringMap,
): readonly KeyResult[] {
  return clientsOf(type, config).flatMap((client) => {
    const prefix = `${client}.override.`;
    const names = [...config.keys()].filter((key) => key.startsWith(prefix) && key !== prefix);
    const definitions = definitionsOf(profile, client);
    return inHashOrder(
      names.map((name) => name.slice(prefix.length)),
      hashCode,
    )
      .map((key) => {
        const value = config.get(`${prefix}${key}`) ?? null;
        const errors = does(profile, 'clientOverridesAllowed') ? [] : [refusedOverride(key)];
        return { ...parsedOverride(definitions.get(key), key, value), name: `${prefix}${key}`, errors };
      })
      .map((result) => ({
        ...result,
        definition: result.definition && prefixed(result.definition, prefix),
      }));
  });
}

function parsedOverride(definition: KeyDefinition | undefined, key: string, value: string | null): KeyResult {
  if (!definition) return { name: key, definition, value, recommended: [], errors: [] };
  const result = parseKey(definition, value, (className) => ({ className }));
  const [problem] = result.errors;
  if (problem !== undefined) throw configException(problem);
  return result;
}

function refusedOverride(key: string): string {
  return `The 'None' policy does not allow '${key}' to be overridden in the connector configuration.`;
}

type Client = 'producer' | 'consumer' | 'admin';

/** The clients that a connector uses, in the order of the answer. */
function clientsOf(type: 'source' | 'sink', config: StringMap): readonly Client[] {
  if (type === 'source') {
    const createsTopics = [...config.keys()].some((key) => key.startsWith('topic.creation.'));
    const hasOwnOffsets = (config.get('offsets.storage.topic') ?? '').trim() !== '';
    return [
      'producer',
      ...(hasOwnOffsets ? (['consumer'] as const) : []),
      ...(createsTopics ? (['admin'] as const) : []),
    ];
  }
  const deadLetters = config.get('errors.deadletterqueue.topic.name')?.trim();
  return deadLetters ? ['producer', 'consumer', 'admin'] : ['consumer'];
}

function definitionsOf(profile: Profile, client: Client): ReadonlyMap<string, KeyDefinition> {
  const rows = (clients as readonly ClientKey[]).filter((row) => row.clients.includes(client));
  return new Map(inRelease(profile, rows.map(toDefinition)).map((key) => [key.name, key]));
}

type ClientKey = PluginKey & { readonly clients: readonly string[] };

function toDefinition({
  name,
  type,
  required,
  default_value,
  importance,
  since,
  until,
}: ClientKey): KeyDefinition {
  const options = {
    importance: importance ?? 'MEDIUM',
    ...(since !== undefined && { since: releaseOf(since) }),
    ...(until !== undefined && { until: releaseOf(until) }),
  };
  if (required === true) return requiredKey(name, type, options);
  return optionalKey(name, type, { ...options, default: default_value ?? null });
}
