import { describe, expect, it } from 'vitest';
import { foundIn } from '../../../support/found-in.ts';

describe('statements of ksqlDB', () => {
  it('create connectors; other statements are ignored', () => {
    const text = `-- CREATE SINK CONNECTOR no WITH ('connector.class' = 'X');
CREATE STREAM s (a INT) WITH (kafka_topic = 'a;b');
/* CREATE SINK CONNECTOR no WITH ('connector.class' = 'X'); */
create source connector if not exists \`orders-db\` with (
  'connector.class' = 'X',      -- the class
  "query" = 'SELECT ''a'' -- no comment',
  'tasks.max' = 2,
  'ratio' = -1.50,
  'errors.log.enable' = TRUE,
  'table.name.format' = '\${topic}'
);
CREATE SINK CONNECTOR lines WITH ('connector.class'='Y');
DROP CONNECTOR x;
CREATE SINK CONNECTOR "Quoted" WITH ('connector.class'='Z')`;
    expect(foundIn('a.sql', text)).toEqual({
      configs: {
        'orders-db': {
          'connector.class': 'X',
          query: "SELECT 'a' -- no comment",
          'tasks.max': '2',
          ratio: '-1.50',
          'errors.log.enable': 'true',
          'table.name.format': '${topic}',
        },
        LINES: { 'connector.class': 'Y' },
        Quoted: { 'connector.class': 'Z' },
      },
      lines: [4, 12, 14],
      states: [],
      secretKeys: [],
      skipped: [],
      notRead: [],
      variables: {},
      codes: [],
    });
  });

  it('have variables that are defined before', () => {
    const text = `DEFINE host = 'db';
DEFINE pw = 'x';
CREATE SINK CONNECTOR a WITH ('connector.class' = 'X', 'url' = 'jdbc://\${host}/\${topic}', 'db.password' = '\${pw}');`;
    expect(foundIn('a.ksql', text)).toMatchObject({
      configs: { A: { url: 'jdbc://${var.host}/${topic}', 'db.password': '${env.PW}' } },
      variables: { host: 'db' },
    });
  });

  it('are recognized without an extension', () => {
    expect(
      foundIn('statements', "\nCREATE SINK CONNECTOR a\nWITH ('connector.class' = 'X');").configs,
    ).toEqual({
      A: { 'connector.class': 'X' },
    });
  });

  it.each([
    ['an open quote', "CREATE SINK CONNECTOR a WITH ('connector.class = X);"],
    ['an open comment', "/* CREATE SINK CONNECTOR a WITH ('connector.class' = 'X');"],
    ['an open bracket', "CREATE SINK CONNECTOR a WITH ('connector.class' = 'X';"],
    ['no value', "CREATE SINK CONNECTOR a WITH ('connector.class');"],
    ['no config', 'CREATE SINK CONNECTOR a;'],
  ])('with %s are reported', (_, text) => {
    expect(foundIn('a.sql', text).codes).toEqual(['import-unreadable']);
  });

  it('may have variables in a name without quotes', () => {
    const text = `DEFINE env = 'dev';
CREATE SINK CONNECTOR \${env}_orders WITH ('connector.class'='X');
CREATE SINK CONNECTOR orders_\${stage} WITH ('connector.class'='Y');`;
    const { configs, codes } = foundIn('a.sql', text);
    expect([Object.keys(configs), codes]).toEqual([['DEV_ORDERS', 'ORDERS_${stage}'], []]);
  });
});
