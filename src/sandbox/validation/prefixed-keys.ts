import type { StringMap } from '../http/jackson.ts';
import type { ComponentPlugin } from '../plugins/plugin.ts';
import { does, type Profile } from '../profile.ts';
import { type KeyDefinition, type KeyType, optionalKey, prefixed, requiredKey } from './key-definition.ts';
import { type FindClass, type KeyResult, parseKey } from './parse-value.ts';
import { classesOf, versioned } from './plugin-versions.ts';
import type { ValidationContext } from './validation-context.ts';

/** The keys of each transformation and predicate that `transforms` and `predicates` name. */
export function validateTransformations(
  context: ValidationContext,
  config: StringMap,
  findClass: FindClass,
): readonly KeyResult[] {
  return (['transformation', 'predicate'] as const).flatMap((kind) => {
    const list = config.get(kind === 'transformation' ? 'transforms' : 'predicates');
    return aliasesOf(list).flatMap((alias) => {
      const keys = aliasKeys(context, config, { kind, alias });
      return keys.map((key) =>
        withSecondError(context.profile, parseKey(key, config.get(key.name), findClass)),
      );
    });
  });
}

/** The keys of the converters that are set (3.8+): validated under their own names, shown under the prefix. */
export function validateConverters(
  { profile, catalogue }: ValidationContext,
  config: StringMap,
  findClass: FindClass,
): readonly KeyResult[] {
  if (!does(profile, 'converterKeysValidated')) return [];
  return (['key', 'value', 'header'] as const).flatMap((part) => {
    const className = config.get(`${part}.converter`);
    const kind = part === 'header' ? 'header_converter' : 'converter';
    const component = className ? catalogue.findComponent(kind, className.trim()) : undefined;
    const prefix = `${part}.converter.`;
    return (component ? catalogue.keysOf(component) : []).map((key) => {
      const fallback = key.name === 'converter.type' ? part : undefined;
      const result = parseKey(key, config.get(`${prefix}${key.name}`) ?? fallback, findClass);
      return { ...result, name: `${prefix}${key.name}`, definition: prefixed(key, prefix) };
    });
  });
}

/** The client overrides of a connector: allowed from 3.0 on, values unchecked; refused before (KIP-722). */
export function validateOverrides(
  profile: Profile,
  type: 'source' | 'sink',
  config: StringMap,
): readonly KeyResult[] {
  return overridePrefixes(type, config).flatMap((prefix) =>
    [...config]
      .filter(([key]) => key.startsWith(prefix))
      .map(([name, value]) => {
        const key = name.slice(prefix.length);
        const definition = clientKeys.find((known) => known.name === key);
        return {
          name,
          definition: definition && prefixed(definition, prefix),
          value: definition?.type === 'PASSWORD' ? '[hidden]' : value,
          recommended: [],
          errors: does(profile, 'clientOverridesAllowed') ? [] : [refusedOverride(key)],
        };
      }),
  );
}

function refusedOverride(key: string): string {
  return `The 'None' policy does not allow '${key}' to be overridden in the connector configuration.`;
}

function aliasesOf(list: string | null | undefined): readonly string[] {
  const trimmed = list?.trim() ?? '';
  return trimmed === '' ? [] : [...new Set(trimmed.split(/\s*,\s*/))];
}

function aliasKeys(
  { profile, catalogue }: ValidationContext,
  config: StringMap,
  { kind, alias }: { readonly kind: 'transformation' | 'predicate'; readonly alias: string },
): readonly KeyDefinition[] {
  const [title, group] =
    kind === 'transformation' ? ['Transformation', 'Transforms'] : ['Predicate', 'Predicates'];
  const prefix = `${group.toLowerCase()}.${alias}.`;
  const className = config.get(`${prefix}type`)?.trim() ?? '';
  const component = catalogue.findComponent(kind, className);
  const options = { importance: 'HIGH', width: 'LONG' } as const;
  const type: KeyDefinition = {
    ...requiredKey('type', 'CLASS', { ...options, displayName: `${title} type for ${alias}` }),
    recommended: classesOf(catalogue, kind),
  };
  const version = optionalKey('plugin.version', 'STRING', {
    ...options,
    displayName: `${title} version for ${alias}`,
  });
  const keys = [
    type,
    ...(does(profile, 'pluginVersionKeys')
      ? [versioned(version, component && catalogue.versionOf(component))]
      : []),
    ...(component ? sorted([...catalogue.keysOf(component), ...frameworkAdds(component)]) : []),
  ];
  return keys.map((key, order) => ({ ...prefixed(key, prefix), group: `${group}: ${alias}`, order }));
}

function frameworkAdds(component: ComponentPlugin): readonly KeyDefinition[] {
  return component.kind === 'transformation' ? transformationKeys : [];
}

/** What the framework adds to the keys of each transformation (KIP-585). */
const transformationKeys: readonly KeyDefinition[] = [
  optionalKey('negate', 'BOOLEAN', {
    default: 'false',
    documentation: 'Whether the transformation applies where the predicate does not.',
  }),
  optionalKey('predicate', 'STRING', {
    documentation: 'The alias of the predicate that decides whether the transformation applies.',
  }),
];

function sorted(keys: readonly KeyDefinition[]): readonly KeyDefinition[] {
  const ranks = { HIGH: 0, MEDIUM: 1, LOW: 2 };
  return keys.toSorted(
    (one, other) => ranks[one.importance] - ranks[other.importance] || (one.name < other.name ? -1 : 1),
  );
}

// Before 3.9 a type that is not a class has two errors.
function withSecondError(profile: Profile, result: KeyResult): KeyResult {
  const isType = result.definition?.type === 'CLASS' && result.value === null;
  if (!isType || result.errors.length === 0 || does(profile, 'singleTypeError')) return result;
  const kind = result.name.startsWith('predicates.') ? 'Predicate' : 'Transformation';
  const second = `Invalid value null for configuration ${result.name}: Not a ${kind}`;
  return { ...result, errors: [...result.errors, second] };
}

function overridePrefixes(type: 'source' | 'sink', config: StringMap): readonly string[] {
  if (type === 'source') return ['producer.override.'];
  const deadLetters = config.get('errors.deadletterqueue.topic.name');
  return deadLetters
    ? ['consumer.override.', 'producer.override.', 'admin.override.']
    : ['consumer.override.'];
}

/** The keys of Kafka's clients whose types matter to a client of the REST API. */
const clientKeys: readonly KeyDefinition[] = [
  client('acks', 'STRING', 'all'),
  client('bootstrap.servers', 'LIST', ''),
  client('max.poll.records', 'INT', '500'),
  client('sasl.jaas.config', 'PASSWORD', null),
  client('sasl.mechanism', 'STRING', 'GSSAPI'),
  client('security.protocol', 'STRING', 'PLAINTEXT'),
  client('ssl.key.password', 'PASSWORD', null),
  client('ssl.keystore.key', 'PASSWORD', null),
  client('ssl.keystore.password', 'PASSWORD', null),
  client('ssl.truststore.password', 'PASSWORD', null),
];

function client(name: string, type: KeyType, value: string | null): KeyDefinition {
  return optionalKey(name, type, { default: value });
}
