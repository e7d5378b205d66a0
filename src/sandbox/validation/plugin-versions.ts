import type { StringMap } from '../http/jackson.ts';
import type { PluginCatalogue } from '../plugins/catalogue.ts';
import type { ComponentKind, ConnectorPlugin } from '../plugins/plugin.ts';
import type { KeyDefinition } from './key-definition.ts';

/** The converters of the worker's own properties: the defaults of the three converter keys. */
const workerConverters: Readonly<Record<string, string>> = {
  'key.converter': 'org.apache.kafka.connect.json.JsonConverter',
  'value.converter': 'org.apache.kafka.connect.json.JsonConverter',
  'header.converter': 'org.apache.kafka.connect.storage.SimpleHeaderConverter',
};

/**
 * From 4.1 on (KIP-891) validation shows which class and which version a plugin key falls back to, and what else is
 * installed.
 */
export function withPluginVersions(
  catalogue: PluginCatalogue,
  plugin: ConnectorPlugin,
  { keys, config }: { readonly keys: readonly KeyDefinition[]; readonly config: StringMap },
): readonly KeyDefinition[] {
  return keys.map((key) => {
    if (key.name === 'connector.plugin.version') return versioned(key, catalogue.versionOf(plugin));
    const converter = workerConverters[key.name];
    if (converter !== undefined) {
      return { ...key, defaultValue: converter, recommended: classesOf(catalogue, kindOf(key.name)) };
    }
    const part = key.name.replace(/\.plugin\.version$/, '');
    if (part === key.name) return key;
    const className = config.get(part) ?? workerConverters[part] ?? '';
    const found = catalogue.findComponent(kindOf(part), className);
    return versioned(key, found && catalogue.versionOf(found));
  });
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

function kindOf(key: string): ComponentKind {
  return key.startsWith('header.') ? 'header_converter' : 'converter';
}
