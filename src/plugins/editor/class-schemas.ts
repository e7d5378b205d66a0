import { commonClasses } from '../../model/plugin-snapshot.ts';
import type { EditorClass, EditorKey } from './editor-class.ts';
import { type JsonSchema, refTo } from './json-schema.ts';
import { keyChecks, shownKey } from './key-schema.ts';
import { misspelledKeys } from './misspelled-keys.ts';

/** What a config may hold beside the keys that its connector and the worker define. */
export interface FreeKeys {
  /** Keys that the project itself adds, such as its marker. */
  readonly names: readonly string[];
  /** Globs over keys whose names the author of a config chooses, or that a client or driver defines. */
  globsOf(plugin: EditorClass): readonly string[];
}

/** The keys that name converters; the definition `config` holds them, with the classes to choose from. */
export const converterKeys = ['key.converter', 'value.converter', 'header.converter'] as const;

/** The connectors among plugins. */
export function connectorsOf(classes: readonly EditorClass[]): readonly EditorClass[] {
  return classes.filter(({ type }) => type === 'source' || type === 'sink');
}

/** A definition for each plugin, by class: of a connector its whole config, of others their own keys. */
export function classDefinitions(
  classes: readonly EditorClass[],
  free: FreeKeys,
): Readonly<Record<string, JsonSchema>> {
  const shownKeys = shownKeysOf(classes);
  const shown = (plugin: EditorClass) => shownKeys.get(plugin.className) ?? {};
  const common = classes.filter(({ type }) => type === 'common');
  const commonOf = ({ type }: EditorClass) =>
    common.find(({ className }) => className === commonClasses[type === 'sink' ? 'sink' : 'source']);
  return Object.fromEntries([
    ...classes.map((plugin) => [plugin.className, { properties: shown(plugin) }] as const),
    ...connectorsOf(classes).map((plugin) => {
      const parts = { own: shown(plugin), common: commonOf(plugin), free };
      return [plugin.className, connectorDefinition(plugin, parts)] as const;
    }),
    ...common.map(
      (plugin) => [misspelledName(plugin), { allOf: misspelledCommonKeys(plugin, classes, free) }] as const,
    ),
  ]);
}

/** The definition of the misspellings of the keys that a worker adds: each connector refers to it. */
function misspelledName({ className }: EditorClass): string {
  return `${className} (misspelled)`;
}

function misspelledCommonKeys(
  common: EditorClass,
  classes: readonly EditorClass[],
  free: FreeKeys,
): readonly JsonSchema[] {
  const plugins = [...connectorsOf(classes), common];
  const known = plugins.flatMap(({ keys }) => keys.map(({ definition }) => definition.name));
  return misspelledKeys(
    common.keys.map(({ definition }) => definition.name),
    { known: [...new Set([...known, ...free.names])], free: free.globsOf(common) },
  );
}

/**
 * What is shown for the keys of each plugin. Many plugins define the same keys with the same documentation: then the later
 * ones refer to the first.
 */
function shownKeysOf(classes: readonly EditorClass[]): ReadonlyMap<string, JsonSchema> {
  const places = new Map<string, string>();
  const shown = (plugin: EditorClass, key: EditorKey): JsonSchema => {
    const schema = shownKey(plugin, key);
    const text = JSON.stringify(schema);
    const place = places.get(text);
    if (place !== undefined) return { $ref: place };
    places.set(text, refTo(plugin.className, key.definition.name));
    return schema;
  };
  return new Map(
    classes.map((plugin) => [
      plugin.className,
      Object.fromEntries(plugin.keys.map((key) => [key.definition.name, shown(plugin, key)])),
    ]),
  );
}

interface ConnectorKeys {
  readonly own: JsonSchema;
  readonly common: EditorClass | undefined;
  readonly free: FreeKeys;
}

function connectorDefinition(plugin: EditorClass, { own, common, free }: ConnectorKeys): JsonSchema {
  const added = (common?.keys ?? []).filter(({ definition }) => !Object.hasOwn(own, definition.name));
  const properties = {
    ...Object.fromEntries(
      added.map(({ definition: { name } }) => [name, { $ref: refTo(common?.className ?? '', name) }]),
    ),
    ...Object.fromEntries(converterKeys.map((name) => [name, { $ref: refTo('config', name) }])),
    ...own,
    // It stands above, for every connector.
    'connector.class': true,
  };
  return {
    properties,
    allOf: [
      { properties: { ...keyChecks(common ?? plugin, added), ...keyChecks(plugin, plugin.keys) } },
      { $ref: refTo(common ? misspelledName(common) : 'config') },
      ...misspelledKeys(Object.keys(own), {
        known: [...Object.keys(properties), ...free.names],
        free: free.globsOf(plugin),
      }),
    ],
  };
}
