import type { Release } from '../profile.ts';
import { noDuplicates, regularExpression } from '../validation/checks.ts';
import {
  type KeyDefinition,
  type KeyOptions,
  optionalKey,
  requiredKey,
} from '../validation/key-definition.ts';
import type { ComponentPlugin } from './plugin.ts';

const apache = 'org.apache.kafka.connect';

const high: KeyOptions = { importance: 'HIGH' };
const replaceNull = since(
  [3, 5, 0],
  optionalKey('replace.null.with.default', 'BOOLEAN', {
    default: 'true',
    documentation: 'Whether a null in a field that has a default is read as that default.',
  }),
);
const converterType = requiredKey('converter.type', 'STRING', {
  importance: 'LOW',
  documentation: 'What the converter is used for: key, value or header.',
});

/** The converters, transformations and predicates that are installed: Apache's, and what the tutorials need. */
export const components: readonly ComponentPlugin[] = [
  ...transformation('Cast', ['Key', 'Value'], [requiredKey('spec', 'LIST', high), replaceNull]),
  ...transformation('DropHeaders', [], [requiredKey('headers', 'LIST', high)], [3, 0, 0]),
  ...transformation(
    'ExtractField',
    ['Key', 'Value'],
    [
      requiredKey('field', 'STRING'),
      replaceNull,
      since([3, 8, 0], optionalKey('field.syntax.version', 'STRING', { ...high, default: 'V1' })),
    ],
  ),
  ...transformation('Filter', [], []),
  ...transformation('Flatten', ['Key', 'Value'], [optionalKey('delimiter', 'STRING', { default: '.' })]),
  ...transformation(
    'HeaderFrom',
    ['Key', 'Value'],
    [
      requiredKey('fields', 'LIST', high),
      requiredKey('headers', 'LIST', high),
      requiredKey('operation', 'STRING', high),
      replaceNull,
    ],
    [3, 0, 0],
  ),
  ...transformation('HoistField', ['Key', 'Value'], [requiredKey('field', 'STRING')]),
  ...transformation(
    'InsertField',
    ['Key', 'Value'],
    [
      ...strings('topic.field', 'partition.field', 'offset.field', 'timestamp.field'),
      ...strings('static.field', 'static.value'),
      replaceNull,
    ],
  ),
  ...transformation(
    'InsertHeader',
    [],
    [requiredKey('header', 'STRING', high), requiredKey('value.literal', 'STRING', high)],
    [3, 0, 0],
  ),
  ...transformation(
    'MaskField',
    ['Key', 'Value'],
    [
      requiredKey('fields', 'LIST', high),
      optionalKey('replacement', 'STRING', { importance: 'LOW' }),
      replaceNull,
    ],
  ),
  ...transformation(
    'RegexRouter',
    [],
    [
      requiredKey('regex', 'STRING', { ...high, check: regularExpression }),
      requiredKey('replacement', 'STRING', high),
    ],
  ),
  ...transformation(
    'ReplaceField',
    ['Key', 'Value'],
    [
      ...lists('exclude', 'include', 'renames'),
      optionalKey('blacklist', 'LIST', { importance: 'LOW' }),
      optionalKey('whitelist', 'LIST', { importance: 'LOW' }),
      replaceNull,
    ],
  ),
  ...transformation(
    'SetSchemaMetadata',
    ['Key', 'Value'],
    [optionalKey('schema.name', 'STRING', high), optionalKey('schema.version', 'INT', high), replaceNull],
  ),
  ...transformation(
    'TimestampConverter',
    ['Key', 'Value'],
    [
      optionalKey('field', 'STRING', { ...high, default: '' }),
      requiredKey('target.type', 'STRING', high),
      optionalKey('format', 'STRING', { default: '' }),
      optionalKey('unix.precision', 'STRING', { importance: 'LOW', default: 'milliseconds' }),
      replaceNull,
    ],
  ),
  ...transformation(
    'TimestampRouter',
    [],
    [
      optionalKey('topic.format', 'STRING', { ...high, default: '${topic}-${timestamp}' }),
      optionalKey('timestamp.format', 'STRING', { ...high, default: 'yyyyMMdd' }),
    ],
  ),
  ...transformation(
    'ValueToKey',
    [],
    [requiredKey('fields', 'LIST', { ...high, check: noDuplicates }), replaceNull],
  ),
  ...['ExtractNewRecordState', 'UnwrapFromEnvelope'].map((name) => ({
    className: `io.debezium.transforms.${name}`,
    kind: 'transformation' as const,
    version: '2.7.4.Final',
    keys: [
      optionalKey('drop.tombstones', 'BOOLEAN', { importance: 'LOW', default: 'true' }),
      optionalKey('delete.handling.mode', 'STRING', { default: 'drop' }),
      optionalKey('add.fields', 'LIST', { importance: 'LOW', default: '' }),
      optionalKey('add.headers', 'LIST', { importance: 'LOW', default: '' }),
      optionalKey('route.by.field', 'STRING', { importance: 'LOW', default: '' }),
    ],
  })),
  predicate('HasHeaderKey', [requiredKey('name', 'STRING')]),
  predicate('RecordIsTombstone', []),
  predicate('TopicNameMatches', [requiredKey('pattern', 'STRING', { check: regularExpression })]),
  ...converter('converters.BooleanConverter', [converterType], [3, 7, 0]),
  ...converter('converters.ByteArrayConverter', [converterType]),
  ...['Double', 'Float', 'Integer', 'Long', 'Short'].flatMap((type) =>
    converter(`converters.${type}Converter`, [converterType]),
  ),
  ...converter('json.JsonConverter', [
    converterType,
    optionalKey(
      'schemas.enable',
      'BOOLEAN',
      titled('Enable Schemas', { group: 'Schemas', order: 0, default: 'true', importance: 'HIGH' }),
    ),
    optionalKey(
      'schemas.cache.size',
      'INT',
      titled('Schema Cache Size', { group: 'Schemas', order: 1, default: '1000', importance: 'HIGH' }),
    ),
    optionalKey(
      'decimal.format',
      'STRING',
      titled('Decimal Format', { group: 'Serialization', order: 0, default: 'BASE64', importance: 'LOW' }),
    ),
    since(
      [3, 5, 0],
      optionalKey(
        'replace.null.with.default',
        'BOOLEAN',
        titled('Replace null with default', {
          group: 'Serialization',
          order: 1,
          default: 'true',
          importance: 'LOW',
        }),
      ),
    ),
    since(
      [4, 2, 0],
      optionalKey(
        'schema.content',
        'STRING',
        titled('Schema Content', { ...high, group: 'Schemas', order: 2 }),
      ),
    ),
  ]),
  ...converter('storage.StringConverter', [
    converterType,
    optionalKey('converter.encoding', 'STRING', titled('Encoding', { ...high, default: 'UTF-8' })),
  ]),
  { className: `${apache}.storage.SimpleHeaderConverter`, kind: 'header_converter', keys: [] },
  // Confluent's converters define no keys for validation.
  ...['avro.AvroConverter', 'json.JsonSchemaConverter', 'protobuf.ProtobufConverter'].map((name) => ({
    className: `io.confluent.connect.${name}`,
    kind: 'converter' as const,
    version: '7.9.0-ccs',
    keys: [],
  })),
];

/** What the framework adds to the keys of each transformation (KIP-585). */
export const transformationKeys: readonly KeyDefinition[] = [
  optionalKey('negate', 'BOOLEAN', {
    default: 'false',
    documentation: 'Whether the transformation applies where the predicate does not.',
  }),
  optionalKey('predicate', 'STRING', {
    documentation: 'The alias of the predicate that decides whether the transformation applies.',
  }),
];

function transformation(
  name: string,
  parts: readonly string[],
  keys: readonly KeyDefinition[],
  release?: Release,
): ComponentPlugin[] {
  const names = parts.length === 0 ? [name] : parts.map((part) => `${name}$${part}`);
  return names.map((one) => ({
    className: `${apache}.transforms.${one}`,
    kind: 'transformation',
    keys,
    ...(release && { since: release }),
  }));
}

function predicate(name: string, keys: readonly KeyDefinition[]): ComponentPlugin {
  return { className: `${apache}.transforms.predicates.${name}`, kind: 'predicate', keys };
}

// Apache's converters can serialise headers too.
function converter(name: string, keys: readonly KeyDefinition[], release?: Release): ComponentPlugin[] {
  return (['converter', 'header_converter'] as const).map((kind) => ({
    className: `${apache}.${name}`,
    kind,
    keys,
    ...(release && { since: release }),
  }));
}

function since(release: Release, key: KeyDefinition): KeyDefinition {
  return { ...key, since: release };
}

function strings(...names: readonly string[]): KeyDefinition[] {
  return names.map((name) => optionalKey(name, 'STRING'));
}

function lists(...names: readonly string[]): KeyDefinition[] {
  return names.map((name) => optionalKey(name, 'LIST', { default: '' }));
}

function titled(displayName: string, options: KeyOptions): KeyOptions {
  return { width: 'MEDIUM', ...options, displayName };
}
