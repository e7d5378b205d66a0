import { describe, expect, it } from 'vitest';
import { describeDiagnostic } from '../../../src/model/diagnostic.ts';
import type { LiveConnector } from '../../../src/model/live-connector.ts';
import { declaredContenders } from '../../../src/plan/collisions/contenders.ts';
import { describeCollisions } from '../../../src/plan/collisions/describe-collisions.ts';
import { live, type PresentParts, present } from '../../support/connectors.ts';

const postgres = {
  'connector.class': 'io.debezium.connector.postgresql.PostgresConnector',
  'database.hostname': 'db.example',
};

function colliding(
  declared: Readonly<Record<string, PresentParts>>,
  undeclared: readonly LiveConnector[] = [],
) {
  const desired = Object.entries(declared).map(([name, parts]) => present(name, parts));
  const liveOnes = undeclared.map(({ name, config }) => ({ name, config, declared: undefined }));
  return describeCollisions([...declaredContenders(desired), ...liveOnes]);
}

describe('the warning of a collision', () => {
  it('names both connectors, the resource and the consequence, with both places', () => {
    const [problem, ...rest] = colliding({
      'orders-a': { config: { ...postgres, 'slot.name': 'shop' } },
      'orders-b': { config: { ...postgres, 'database.port': '5432', 'slot.name': 'shop' } },
    });
    expect(rest).toEqual([]);
    expect(problem).toMatchObject({
      code: 'connector-collision',
      severity: 'warning',
      source: { file: 'connectors/orders-b.yaml', line: 7 },
      related: [{ label: '"orders-a" too', source: { file: 'connectors/orders-a.yaml', line: 6 } }],
    });
    expect(problem && describeDiagnostic(problem, (text) => text)).toEqual({
      message:
        '"orders-b" reads from the replication slot "shop" of db.example:5432, as "orders-a" does: the name of a slot ' +
        'is unique on a PostgreSQL server, and a slot serves one client at a time, so all but one fail',
      hint: 'set another  slot.name  in each',
    });
  });

  it('points at the host where the slot is the default one', () => {
    const [problem] = colliding({ a: { config: postgres }, b: { config: postgres } });
    expect(problem?.source).toMatchObject({ file: 'connectors/b.yaml', line: 5 });
  });

  it('points at the connectors where both inherit one line', () => {
    const [one, other] = [present('a', { config: postgres }), present('b', { config: postgres })];
    const inherited = { ...other, origins: one.origins };
    const [problem] = describeCollisions(declaredContenders([one, inherited]));
    expect(problem?.source).toMatchObject({ file: 'connectors/a.yaml', line: 5 });
    expect(problem?.related).toMatchObject([{ source: { file: 'connectors/a.yaml', line: 1 } }]);
  });

  it('hides a value that one of them takes from the environment', () => {
    const [problem] = colliding({
      a: { config: postgres, secretKeys: ['database.hostname'] },
      b: { config: postgres },
    });
    expect(JSON.stringify(problem)).not.toContain('db.example');
    expect(problem?.args['workerMessage']).toBe('reads from the replication slot "debezium" of (sensitive)');
  });

  it('never shows a URL, which may contain a password', () => {
    const sink = {
      'connector.class': 'io.confluent.connect.jdbc.JdbcSinkConnector',
      'connection.url': 'jdbc:postgresql://app:hunter2@db/shop',
      topics: 'orders,returns',
    };
    const [problem] = colliding({ a: { config: sink }, b: { config: sink } });
    expect(problem?.args['workerMessage']).toBe(
      'writes the topics "orders" and "returns" to the same tables',
    );
    expect(JSON.stringify(problem?.args)).not.toMatch(/hunter2|app:/);
  });

  it('names live connectors that no file declares, and is not reported among those alone', () => {
    const undeclared = [live('legacy', { config: postgres }), live('older', { config: postgres })];
    const [problem] = colliding({ new: { config: postgres } }, undeclared);
    expect(problem && describeDiagnostic(problem, (text) => text).message).toContain(
      ', as "legacy" (in no file) and "older" (in no file) do: ',
    );
    expect(problem?.related).toEqual([]);
    expect(colliding({}, undeclared)).toEqual([]);
  });

  it('is about selected connectors only', () => {
    const desired = ['a', 'b', 'c'].map((name) => present(name, { config: postgres }));
    const report = (selected: string) =>
      describeCollisions(declaredContenders(desired), { isSelected: (name) => name === selected });
    expect(report('a').map(({ args }) => args['name'])).toEqual(['a']);
    expect(report('other')).toEqual([]);
  });

  it('lists ten of many connectors', () => {
    const names = Array.from({ length: 30 }, (_, index) => `c${index}`);
    const [problem, ...rest] = colliding(
      Object.fromEntries(names.map((name) => [name, { config: postgres }])),
    );
    expect(rest).toEqual([]);
    expect(problem?.related).toHaveLength(10);
    expect(problem && describeDiagnostic(problem, (text) => text).message).toContain(' and 19 more do: ');
  });
});
