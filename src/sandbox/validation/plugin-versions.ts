import type { StringMap } from '../http/jackson.ts';
import type { PluginCatalogue } from '../plugins/catalogue.ts';
import type { ComponentKind, ComponentPlugin, ConnectorPlugin } from '../plugins/plugin.ts';
import { parseVersionRange } from '../plugins/version-range.ts';
import type { KeyDefinition } from './key-definition.ts';
import type { FindClass, KeyResult } from './parse-value.ts';

/** The converters of the worker's own properties: the defaults of the three converter keys. */
const workerConverters: Readonly<Record<string, string>> = {
  'key.converter': 'org.apache.kafka.connect.json.JsonConverter',
  'value.converter': 'org.apache.kafka.connect.json.JsonConverter',
  'header.converter': 'org.apache.kafka.connect.storage.SimpleHeaderConverter',
};

/** What the definitions of plugin keys depend on. */
export interface VersionedKeys {
  readonly keys: readonly KeyDefinition[];
  readonly config: StringMap;
  readonly findClass: FindClass;
  /** `unfit`: no installed version of the connector fits, and the worker does not look for converters then. */
  readonly connectorVersion: 'fits' | 'unfit';
}

/**
 * From 4.1 on (KIP-891) validation shows which class and which version a plugin key falls back to, and what else is
 * installed.
 */
export function withPluginVersions(
  catalogue: PluginCatalogue,
  plugin: ConnectorPlugin,
  versions: VersionedKeys,
): readonly KeyDefinition[] {
  return versions.keys.map((key) => {
    if (key.name === 'connector.plugin.version') return versioned(key, catalogue.versionOf(plugin));
    const converter = workerConverters[key.name];
    if (converter !== undefined) {
      if (versions.connectorVersion === 'unfit') return key;
      return { ...key, defaultValue: converter, recommended: classesOf(catalogue, kindOf(key.name)) };
    }
    const part = key.name.replace(/\.plugin\.version$/, '');
    return part === key.name ? key : converterVersion(catalogue, key, { part, ...versions });
  });
}

/** `key.converter.plugin.version` and its siblings: invisible where the converter cannot be loaded. */
function converterVersion(
  catalogue: PluginCatalogue,
  key: KeyDefinition,
  { part, keys, config, findClass, connectorVersion }: VersionedKeys & { readonly part: string },
): KeyDefinition {
  const fits = connectorVersion === 'fits';
  const className = (config.get(part) ?? (fits ? workerConverters[part] : undefined) ?? '').trim();
  const found = className === '' ? undefined : catalogue.findComponent(kindOf(part), className);
  const shown = versioned(key, fits && found ? catalogue.versionOf(found) : undefined);
  const partKey = keys.find(({ name }) => name === part) ?? key;
  const isLoaded = config.get(part) !== null && findClass(className, partKey) !== undefined;
  return isLoaded ? shown : { ...shown, recommended: [], isHidden: true };
}

/** The `plugin.version` key of one transformation or predicate. */
export function versioned(key: KeyDefinition, version: string | undefined): KeyDefinition {
  return { ...key, defaultValue: version ?? null, recommended: version === undefined ? [] : [version] };
}

/** The classes of a kind that are installed, as `recommended_values` lists them. */
export function classesOf(catalogue: PluginCatalogue, kind: ComponentKind): readonly string[] {
  return catalogue.components
    .filter((component) => component.kind === kind)
    .map((component) => component.className);
}

/** Why the requested version of a plugin is refused, and whether it is the version itself that cannot be read. */
export interface VersionRefusal {
  readonly message: string;
  readonly kind: 'unreadable' | 'not-installed';
}

/** Undefined where an installed version of the plugin fits the requested one. */
export function refusedVersion(
  catalogue: PluginCatalogue,
  plugin: ConnectorPlugin | ComponentPlugin | undefined,
  requested: string | null | undefined,
): VersionRefusal | undefined {
  if (requested === undefined || requested === null) return undefined;
  const range = parseVersionRange(requested);
  if (!range) return undefined;
  if ('problem' in range) return { message: range.problem, kind: 'unreadable' };
  if (!plugin) return undefined;
  const installed = catalogue.versionsOf(plugin);
  if (installed.some((version) => range.accepts(version))) return undefined;
  return {
    message:
      `Plugin ${plugin.className} not found that matches the version range ${range.text}, ` +
      `available versions: [${installed.join(', ')}]`,
    kind: 'not-installed',
  };
}

/** The same results with the refusals of `*.converter.plugin.version`. */
export function withConverterVersions(
  catalogue: PluginCatalogue,
  config: StringMap,
  results: readonly KeyResult[],
): readonly KeyResult[] {
  const refusals = new Map<string, string>();
  for (const part of Object.keys(workerConverters)) {
    const refusal = refusedConverterVersion(catalogue, config, part);
    if (!refusal) continue;
    refusals.set(`${part}.plugin.version`, refusal.message);
    if (refusal.kind === 'not-installed') refusals.set(part, refusal.message);
  }
  return results.map((result) => {
    const message = refusals.get(result.name);
    return message === undefined ? result : { ...result, errors: [...result.errors, message] };
  });
}

/** The refusal of one of `key.converter.plugin.version` and its siblings; a converter that is not set has none. */
export function refusedConverterVersion(
  catalogue: PluginCatalogue,
  config: StringMap,
  part: string,
): VersionRefusal | undefined {
  const className = config.get(part);
  const found = className ? catalogue.findComponent(kindOf(part), className) : undefined;
  return refusedVersion(catalogue, found, config.get(`${part}.plugin.version`));
}

function kindOf(key: string): ComponentKind {
  return key.startsWith('header.') ? 'header_converter' : 'converter';
}
