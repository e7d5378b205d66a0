import type { StringMap } from '../http/jackson.ts';
import { inGroups, type KeyDefinition, optionalKey } from '../validation/key-definition.ts';
import type { KeyResult } from '../validation/parse-value.ts';
import { debeziumMysqlKeys } from './debezium-mysql-keys.ts';
import type { ConnectorPlugin } from './plugin.ts';

const keys: readonly KeyDefinition[] = inGroups(
  Object.entries(debeziumMysqlKeys).flatMap(([group, rows]) =>
    rows.map(([name, type, importance, displayName, fallback]) =>
      optionalKey(name, type, { importance, group, displayName, default: fallback, width: 'MEDIUM' }),
    ),
  ),
);

/**
 * Debezium for MySQL. It takes the keys of 1.x (`database.server.name`, `database.history.…`, `table.whitelist`) and
 * of 2.x (`topic.prefix`, `schema.history.internal.…`) alike; a real one knows its own only, and connects to the
 * database while it validates, which the sandbox never does. One task.
 */
export const debeziumMysql: ConnectorPlugin = {
  className: 'io.debezium.connector.mysql.MySqlConnector',
  type: 'source',
  version: '2.7.4.Final',
  keys,
  taskClass: 'io.debezium.connector.mysql.MySqlConnectorTask',
  tasks: 'one',
  validate,
};

// None is required by its definition: Debezium finds out itself, with messages of its own, and shows no values.
function validate(config: StringMap): readonly KeyResult[] {
  return keys.map((key) => ({
    name: key.name,
    definition: key,
    value: null,
    recommended: [],
    errors: problemsOf(key, config).map((problem) => `The '${key.name}' value is invalid: ${problem}`),
  }));
}

const required = new Set(['database.hostname', 'database.user']);
const snapshotModes = [
  'always',
  'initial',
  'initial_only',
  'when_needed',
  'never',
  'schema_only',
  'schema_only_recovery',
  'no_data',
  'recovery',
  'configuration_based',
  'custom',
];

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
    default:
      return key.name === 'snapshot.mode' && !snapshotModes.includes(text.toLowerCase())
        ? [`Value must be one of ${snapshotModes.join(', ')}`]
        : [];
  }
}

function isMissing(name: string, config: StringMap): boolean {
  if (name === 'topic.prefix') return !config.has('topic.prefix') && !config.has('database.server.name');
  return required.has(name);
}
