import type { PluginKey } from '../../model/plugin.ts';
import { members, optionalText, optionalWord, text, word } from '../decode.ts';

/** One definition of a key, there and in the answer to a validation. */
export function parsePluginKey(value: unknown): PluginKey {
  const key = members(value, 'the definition of a key');
  return {
    name: text(key['name'], 'the name of a key'),
    type: word(key['type'], 'the type of a key'),
    required: key['required'] === true,
    defaultValue: optionalText(key['default_value']),
    importance: optionalWord(key['importance']) ?? '',
    documentation: optionalText(key['documentation']) ?? '',
    group: optionalText(key['group']),
  };
}
