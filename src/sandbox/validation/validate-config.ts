import type { StringMap } from '../http/jackson.ts';
import { hashCode, inHashOrder } from '../java-text.ts';
import type { LoadableClass } from '../plugins/catalogue.ts';
import type { ComponentKind, ConnectorPlugin } from '../plugins/plugin.ts';
import { does } from '../profile.ts';
import { validateOverrides } from './client-overrides.ts';
import { noConnectorType, nullPointer, repeatedVersion, unknownClass, unreadableVersion } from './failure.ts';
import { commonKeysOf, frameworkKeys } from './framework-keys.ts';
import type { KeyDefinition } from './key-definition.ts';
import { type FindClass, type KeyResult, parseKey } from './parse-value.ts';
import { refusedVersion, withConverterVersions, withPluginVersions } from './plugin-versions.ts';
import { validateConverters, validateTransformations } from './prefixed-keys.ts';
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
  const unfit = unfitVersion(context, plugin, config);
  if (unfit !== undefined) return verdictOfUnfit({ context, plugin, config, findClass, message: unfit });
  const framework = [
    ...frameworkResults(context, plugin, config, findClass),
    ...validateTransformations(context, config, findClass),
  ];
  const keys = context.catalogue.keysOf(plugin);
  const own =
    plugin.validate?.(keys, config, findClass) ??
    keys.map((key) => parseKey(key, config.get(key.name), findClass));
  const isOwn = (name: string) => keys.some((key) => key.name === name);
  const connector = [
    ...undefinedKeys(context, plugin, config, framework).filter(({ name }) => !isOwn(name)),
    ...withNulls(context, config, framework),
    ...own,
  ];
  refuseNullTexts(plugin, config);
  // Of prefixed groups keys are counted, of everything else messages (Connect REST contract 7.1).
  const grouped = [
    ...validateOverrides(context.profile, plugin.type, config),
    ...validateConverters(context, config, findClass),
  ];
  const errorCount =
    connector.reduce((sum, result) => sum + result.errors.length, 0) +
    grouped.filter((result) => result.errors.length > 0).length;
  return { plugin, results: [...connector, ...grouped], errorCount };
}

/** The connector class of a configuration, or the failure that a worker answers. */
export function findPlugin(context: ValidationContext, config: StringMap): ConnectorPlugin {
  const { profile, catalogue } = context;
  const className = config.get('connector.class');
  if (className === undefined || className === null) throw noConnectorType(profile, config);
  const plugin = catalogue.findConnector(className, config);
  if (plugin) return plugin;
  const hasFailed = catalogue.hasFailedBefore(className);
  throw unknownClass(className, {
    status: does(profile, 'unknownClassIs400') ? 400 : 500,
    installed: catalogue.describeConnectors(),
    isRepeated: hasFailed && does(profile, 'pluginVersionKeys'),
  });
}

/** Why no installed version of the connector fits `connector.plugin.version`; the second time it is a bug of Kafka. */
function unfitVersion(
  { profile, catalogue }: ValidationContext,
  plugin: ConnectorPlugin,
  config: StringMap,
): string | undefined {
  if (!does(profile, 'pluginVersionKeys')) return undefined;
  const refusal = refusedVersion(catalogue, plugin, config.get('connector.plugin.version'));
  if (!refusal) return undefined;
  if (refusal.kind === 'unreadable') throw unreadableVersion(refusal.message);
  if (catalogue.hasFailedBefore(`${config.get('connector.class')}: ${refusal.message}`))
    throw repeatedVersion();
  return refusal.message;
}

/** No version fits: the plugin is not asked, and only the keys that all connectors have are validated. */
function verdictOfUnfit({
  context,
  plugin,
  config,
  findClass,
  message,
}: {
  readonly context: ValidationContext;
  readonly plugin: ConnectorPlugin;
  readonly config: StringMap;
  readonly findClass: FindClass;
  readonly message: string;
}): Verdict {
  const keys = withPluginVersions(context.catalogue, plugin, {
    keys: commonKeysOf(context.profile),
    config,
    findClass,
    connectorVersion: 'unfit',
  });
  const parsed = keys.map((key) => {
    const result = parseKey(key, config.get(key.name), findClass);
    const isRefused = key.name === 'connector.class' || key.name === 'connector.plugin.version';
    return isRefused ? { ...result, errors: [...result.errors, message] } : result;
  });
  const known = withNulls(context, config, parsed);
  const results = [...undefinedKeys(context, plugin, config, known), ...known];
  return { plugin, results, errorCount: results.reduce((sum, { errors }) => sum + errors.length, 0) };
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
  const { profile, catalogue } = context;
  const hasVersions = does(profile, 'pluginVersionKeys');
  const keys = frameworkKeys(profile, plugin.type);
  const known = hasVersions
    ? withPluginVersions(catalogue, plugin, { keys, config, findClass, connectorVersion: 'fits' })
    : keys;
  const parsed = known.map((key) =>
    withUnloadable(key, config, parseKey(key, config.get(key.name), findClass)),
  );
  const results = hasVersions ? withConverterVersions(catalogue, config, parsed) : parsed;
  const withTopics = plugin.type === 'sink' ? validateSinkTopics(profile, config, results) : results;
  return withTopics.map(withExactlyOnce);
}

/** A converter is found without the blanks around its class, and then not loaded because of them. */
function withUnloadable(key: KeyDefinition, config: StringMap, result: KeyResult): KeyResult {
  const text = config.get(key.name) ?? '';
  const isUnloadable = /^(key|value|header)\.converter$/.test(key.name) && text !== text.trim();
  if (!isUnloadable || result.value === null || result.errors.length > 0) return result;
  return { ...result, errors: [`Failed to load class ${text}: ${text}`] };
}

// The sandbox is a worker with exactly.once.source.support=disabled, the default, and its connectors leave the
// boundaries of transactions to the worker.
function withExactlyOnce(result: KeyResult): KeyResult {
  const value = result.value?.toLowerCase();
  if (result.name === 'exactly.once.support' && value === 'required') {
    const message = 'This worker does not have exactly-once source support enabled.';
    return { ...result, errors: [...result.errors, message] };
  }
  if (result.name === 'transaction.boundary' && value === 'connector') {
    const message =
      'The connector does not support connector-defined transaction boundaries with the given configuration. ' +
      'Please reconfigure it to use a different transaction boundary definition.';
    return { ...result, errors: [...result.errors, message] };
  }
  return result;
}

const nullRefused = 'Null value can not be supplied as the configuration value.';

/** The results with the refusal of null values. Keys that the plugin defines are not among them. */
function withNulls(
  { profile }: ValidationContext,
  config: StringMap,
  results: readonly KeyResult[],
): readonly KeyResult[] {
  if (!does(profile, 'nullValuesRefused')) return results;
  return results.map((result) =>
    config.get(result.name) === null ? { ...result, errors: [...result.errors, nullRefused] } : result,
  );
}

/** What the answer shows first: null values of keys that the framework does not define, and a sink's group. */
function undefinedKeys(
  { profile }: ValidationContext,
  plugin: ConnectorPlugin,
  config: StringMap,
  results: readonly KeyResult[],
): readonly KeyResult[] {
  const defined = results.map(({ name }) => name);
  const group = 'consumer.override.group.id';
  const refusesNull = does(profile, 'nullValuesRefused');
  const others = [...config.keys()].filter(
    (key) =>
      !defined.includes(key) &&
      ((refusesNull && config.get(key) === null) || (plugin.type === 'sink' && key === group)),
  );
  return inHashOrder([...defined, ...others], hashCode)
    .filter((name) => others.includes(name))
    .map((name) => {
      const value = config.get(name) ?? null;
      const errors = value === null && refusesNull ? [nullRefused] : [];
      return { name, definition: undefined, value, recommended: [], errors };
    });
}

/** Two keys that a worker trims without a check, after the validation of the keys. */
function refuseNullTexts(plugin: ConnectorPlugin, config: StringMap): void {
  const key = plugin.type === 'sink' ? 'errors.deadletterqueue.topic.name' : 'offsets.storage.topic';
  if (config.get(key) !== null) return;
  const call = 'the return value of "java.util.Map.getOrDefault(Object, Object)"';
  throw nullPointer(`Cannot invoke "String.trim()" because ${call} is null`);
}

function classFinder({ catalogue }: ValidationContext): FindClass {
  return (className: string, key: KeyDefinition) => {
    const kind = key.name === 'header.converter' ? 'header_converter' : kindOf(key.name);
    const component = catalogue.findComponent(kind, className);
    if (component) return { className: component.className };
    const found = catalogue.findLoadable(className);
    return found && { className: found.className, objection: objectionTo(found, kind) };
  };
}

/** Why a class that can be loaded is not accepted as a plugin of a kind. */
function objectionTo({ className, shape, subclasses = [] }: LoadableClass, kind: ComponentKind): string {
  const wanted = interfaceNames[kind];
  if (className.endsWith(`.${wanted}`)) return 'This class is abstract and cannot be created.';
  if (subclasses.length > 0 && kind === 'transformation') {
    return `This class is abstract and cannot be created. Did you mean ${subclasses.join(', ')}?`;
  }
  const keyword = shape === 'interface' ? 'interface' : 'class';
  return `Class ${keyword} ${className} does not implement the ${wanted} interface`;
}

const interfaceNames: Readonly<Record<ComponentKind, string>> = {
  converter: 'Converter',
  header_converter: 'HeaderConverter',
  transformation: 'Transformation',
  predicate: 'Predicate',
};

function kindOf(key: string): 'converter' | 'transformation' | 'predicate' {
  if (key.startsWith('transforms.')) return 'transformation';
  return key.startsWith('predicates.') ? 'predicate' : 'converter';
}
