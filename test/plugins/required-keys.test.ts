import { describe, expect, it } from 'vitest';
import { isRequired } from '../../src/plugins/required-keys.ts';
import { snapshotKey } from '../../src/plugins/snapshot-key.ts';

describe('a required key', () => {
  const keyNamed = (name: string, required: boolean) =>
    snapshotKey(
      {
        ...{ name, type: 'STRING', required, importance: 'LOW', group: undefined, documentation: '' },
        defaultValue: undefined,
      },
      { scrub: (text) => text },
    );

  it('is one that the definition or the validation of the plugin requires', () => {
    const mysql = { className: 'io.debezium.connector.mysql.MySqlConnector', type: 'source' } as const;
    expect(isRequired(mysql, keyNamed('topic.prefix', false))).toBe(true);
    expect(isRequired(mysql, keyNamed('table.include.list', false))).toBe(false);
    expect(isRequired(mysql, keyNamed('anything', true))).toBe(true);
  });

  it('is not the type of a converter, which the worker sets', () => {
    const className = 'org.apache.kafka.connect.json.JsonConverter';
    expect(isRequired({ className, type: 'converter' }, keyNamed('converter.type', true))).toBe(false);
    expect(isRequired({ className, type: 'source' }, keyNamed('converter.type', true))).toBe(true);
  });
});
