import type { Plugin, PluginKey } from '../model/plugin.ts';
import { items, members, optionalText, text } from './decode.ts';

/** `GET /connector-plugins` (Connect REST contract 4.18). */
export function parsePlugins(value: unknown): readonly Plugin[] {
  return items(value, 'the list of plugins').map((item) => {
    const plugin = members(item, 'a plugin');
    return {
      className: text(plugin['class'], 'the class of a plugin'),
      type: optionalText(plugin['type']) ?? 'unknown',
      version: optionalText(plugin['version']),
    };
  });
}

/** `GET /connector-plugins/{class}/config` (Connect REST contract 4.19). */
export function parsePluginKeys(value: unknown): readonly PluginKey[] {
  return items(value, 'the list of configuration keys').map(parsePluginKey);
}

/** One definition of a key, there and in the answer to a validation. */
export function parsePluginKey(value: unknown): PluginKey {
  const key = members(value, 'the definition of a key');
  return {
    name: text(key['name'], 'the name of a key'),
    type: text(key['type'], 'the type of a key'),
    required: key['required'] === true,
    defaultValue: optionalText(key['default_value']),
    importance: optionalText(key['importance']) ?? '',
    documentation: optionalText(key['documentation']) ?? '',
    group: optionalText(key['group']),
  };
}
