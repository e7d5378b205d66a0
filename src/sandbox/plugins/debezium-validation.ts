import type { StringMap } from '../http/jackson.ts';
import type { KeyDefinition } from '../validation/key-definition.ts';
import type { KeyResult } from '../validation/parse-value.ts';

/**
 * Validates as Debezium does: no key is required by its definition, its messages are its own, and its answer shows no
 * values.
 */
export function validateDebezium(keys: readonly KeyDefinition[], config: StringMap): readonly KeyResult[] {
  return keys.map((key) => ({
    name: key.name,
    definition: key,
    value: null,
    recommended: [],
    errors: problemsOf(key, config).map((problem) => `The '${key.name}' value is invalid: ${problem}`),
  }));
}

function problemsOf(key: KeyDefinition, config: StringMap): string[] {
  const text = config.get(key.name)?.trim();
  if (text === undefined) return isMissing(key.name, config) ? ['A value is required'] : [];
  switch (key.type) {
    case 'INT':
      return /^[+-]?\d+$/.test(text) ? [] : ['An integer is expected'];
    case 'LONG':
      return /^[+-]?\d+$/.test(text) ? [] : ['A long value is expected'];
    case 'BOOLEAN':
      return /^(true|false)$/i.test(text) ? [] : ["Either 'true' or 'false' is expected"];
    default: {
      const objection = key.check?.(text, key.name);
      return objection === undefined ? [] : [typeof objection === 'string' ? objection : objection.message];
    }
  }
}

function isMissing(name: string, config: StringMap): boolean {
  if (name === 'topic.prefix') return !config.has('topic.prefix') && !config.has('database.server.name');
  return name === 'database.hostname' || name === 'database.user';
}
