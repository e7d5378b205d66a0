import type { StringMap } from '../http/jackson.ts';
import type { ConnectorPlugin } from '../plugins/plugin.ts';
import { does } from '../profile.ts';
import { noConnectorType, unknownClass } from './failure.ts';
import { frameworkKeys } from './framework-keys.ts';
import type { KeyDefinition } from './key-definition.ts';
import { type FindClass, type KeyResult, parseKey } from './parse-value.ts';
import { withPluginVersions } from './plugin-versions.ts';
import { validateConverters, validateOverrides, validateTransformations } from './prefixed-keys.ts';
import { validateSinkTopics } from './sink-topics.ts';
import type { ValidationContext } from './validation-context.ts';

/** The outcome of a validation that ran (Connect REST contract 7.1). */
export interface Verdict {
  readonly plugin: ConnectorPlugin;
  /** In the order of the answer: the framework's keys, the plugin's, converters' and overrides'. */
  readonly results: readonly KeyResult[];
  readonly errorCount: number;
}

/** Validates a configuration as PUT, POST and `/validate` do; contacts nothing and resolves no reference. */
export function validateConfig(context: ValidationContext, config: StringMap): Verdict {
  const plugin = findPlugin(context, config);
  const findClass = classFinder(context);
  const nulls = does(context.profile, 'nullValuesRefused') ? nullResults(config) : [];
  const given = new Map([...config].filter(([, value]) => value !== null));
  const framework = frameworkResults(context, plugin, given, findClass);
  const keys = context.catalogue.keysOf(plugin);
  const own =
    plugin.validate?.(keys, given, findClass) ??
    keys.map((key) => parseKey(key, given.get(key.name), findClass));
  const connector = [...nulls, ...framework, ...validateTransformations(context, given, findClass), ...own];
  // Of prefixed groups keys are counted, of everything else messages (Connect REST contract 7.1).
  const grouped = [
    ...validateConverters(context, given, findClass),
    ...validateOverrides(context.profile, plugin.type, given),
  ];
  const errorCount =
    connector.reduce((sum, result) => sum + result.errors.length, 0) +
    grouped.filter((result) => result.errors.length > 0).length;
  return { plugin, results: [...connector, ...grouped], errorCount };
}

/** The connector class of a configuration, or the failure that a worker answers. */
export function findPlugin(context: ValidationContext, config: StringMap): ConnectorPlugin {
  const className = config.get('connector.class');
  if (className === undefined || className === null) throw noConnectorType(context.profile, config);
  const plugin = context.catalogue.findConnector(className.trim(), config);
  if (plugin) return plugin;
  const status = does(context.profile, 'unknownClassIs400') ? 400 : 500;
  throw unknownClass(status, className, context.catalogue.describeConnectors());
}

/** The messages of all keys, as the 400 of PUT and POST lists them. */
export function messagesOf(verdict: Verdict): readonly string[] {
  return verdict.results.flatMap((result) => result.errors);
}

function frameworkResults(
  context: ValidationContext,
  plugin: ConnectorPlugin,
  config: StringMap,
  findClass: FindClass,
): readonly KeyResult[] {
  const keys = frameworkKeys(context.profile, plugin.type);
  const known = does(context.profile, 'pluginVersionKeys')
    ? withPluginVersions(context.catalogue, plugin, { keys, config })
    : keys;
  const results = known.map((key) => parseKey(key, config.get(key.name), findClass));
  const withTopics = plugin.type === 'sink' ? validateSinkTopics(context.profile, config, results) : results;
  return withTopics.map((result) => (isExactlyOnceRequired(result) ? exactlyOnceRefused(result) : result));
}

function isExactlyOnceRequired(result: KeyResult): boolean {
  return result.name === 'exactly.once.support' && result.value?.toLowerCase() === 'required';
}

// The sandbox is a worker with exactly.once.source.support=disabled, the default.
function exactlyOnceRefused(result: KeyResult): KeyResult {
  return {
    ...result,
    errors: [
      'This worker does not have exactly-once source support enabled.',
      'The connector does not support exactly-once semantics with the provided configuration.',
    ],
  };
}

function nullResults(config: StringMap): KeyResult[] {
  return [...config]
    .filter(([, value]) => value === null)
    .map(([name]) => ({
      name,
      definition: undefined,
      value: null,
      recommended: [],
      errors: ['Null value can not be supplied as the configuration value.'],
    }));
}

function classFinder({ catalogue }: ValidationContext): FindClass {
  return (className: string, key: KeyDefinition) => {
    const kind = key.name === 'header.converter' ? 'header_converter' : kindOf(key.name);
    return catalogue.findComponent(kind, className)?.className;
  };
}

function kindOf(key: string): 'converter' | 'transformation' | 'predicate' {
  if (key.startsWith('transforms.')) return 'transformation';
  return key.startsWith('predicates.') ? 'predicate' : 'converter';
}
