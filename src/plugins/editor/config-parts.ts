import type { EditorClass } from './editor-class.ts';
import { type JsonSchema, refTo } from './json-schema.ts';

/** The parts of a schema that describe the config of a connector of this class; of an unknown one without a class. */
export function configOf(plugin: EditorClass | undefined): readonly JsonSchema[] {
  return [{ $ref: refTo(plugin?.className ?? 'config') }, ...anyConnector];
}

/** The parts that describe a config whose connector is one of several: their keys, and no check. */
export function configOfSome(plugins: readonly EditorClass[]): readonly JsonSchema[] {
  return [keysOfAll(plugins), ...configOf(undefined)];
}

/** What holds for the config of every connector. The check of values comes last, because what is first is shown. */
const anyConnector: readonly JsonSchema[] = [{ $ref: refTo('components') }, { $ref: refTo('values') }];

/** The parts that describe a config whose connector is not known: the keys of all of them, and no check. */
export const anyConfig: readonly JsonSchema[] = [{ $ref: refTo('any config') }, ...anyConnector];

/** The keys of several plugins. A key of several of them is shown as the first one describes it. */
export function keysOfAll(plugins: readonly EditorClass[], except: JsonSchema = {}): JsonSchema {
  const properties = new Map<string, JsonSchema>();
  for (const plugin of plugins) {
    for (const { definition } of plugin.keys) {
      const { name } = definition;
      if (Object.hasOwn(except, name) || properties.has(name)) continue;
      properties.set(name, { $ref: refTo(plugin.className, name) });
    }
  }
  return { properties: Object.fromEntries(properties) };
}
