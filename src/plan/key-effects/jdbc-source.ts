import type { EffectRow } from './effect-row.ts';

const plugins = [
  'io.confluent.connect.jdbc.JdbcSourceConnector',
  'io.aiven.connect.jdbc.JdbcSourceConnector',
];
const documentation =
  'https://docs.confluent.io/kafka-connectors/jdbc/current/source-connector/source_config_options.html';
const source = { documentation };

/** The JDBC sources of Confluent and Aiven. They store an offset for each table, or one for the query. */
export const jdbcSourceRows: readonly EffectRow[] = [
  {
    plugins,
    keys: ['mode'],
    effect: 'offsets-lost',
    sentence: 'another mode follows other columns, and without a stored value it reads from the start',
    losesOffsets: true,
    source,
  },
  {
    plugins,
    keys: ['incrementing.column.name', 'timestamp.column.name'],
    effect: 'offsets-lost',
    sentence:
      'the stored value of the former column is compared with the new one: rows are missed or read again',
    losesOffsets: true,
    source,
  },
  {
    plugins,
    keys: ['query'],
    effect: 'offsets-lost',
    sentence:
      'the new query continues from the value of the former one; a change from or to tables starts anew',
    losesOffsets: true,
    source,
  },
  {
    plugins,
    keys: ['table.whitelist', 'table.include.list'],
    when: { list: 'include', covers: 'more' },
    effect: 'replay',
    sentence: 'a table that it has not read before is read from its start',
    source,
  },
  {
    plugins,
    keys: ['table.whitelist', 'table.include.list'],
    when: { list: 'include', covers: 'less' },
    effect: 'other-input',
    sentence: 'a table that is left out keeps its offset, from which it continues when it is added again',
    source,
  },
  {
    plugins,
    keys: ['table.blacklist', 'table.exclude.list', 'table.types', 'catalog.pattern', 'schema.pattern'],
    effect: 'other-input',
    sentence: 'other tables are read; one that is new to it from its start',
    source,
  },
  {
    plugins,
    keys: ['topic.prefix'],
    effect: 'topics-renamed',
    sentence: 'records go to topics of other names, which have only later rows',
    source,
  },
  {
    plugins,
    keys: ['connection.url'],
    effect: 'offsets-lost',
    sentence: 'offsets are stored for names of tables: they count for the same names in another database',
    losesOffsets: true,
    source,
  },
  {
    plugins,
    keys: ['timestamp.initial', 'incrementing.initial'],
    effect: 'no-effect',
    sentence: 'counts only for a table without a stored offset',
    source,
  },
  {
    plugins,
    keys: ['db.timezone'],
    effect: 'offsets-lost',
    sentence: 'stored timestamps are compared in another time zone: rows are missed or read again',
    losesOffsets: true,
    source,
  },
  {
    plugins,
    keys: ['numeric.mapping', 'numeric.precision.mapping', 'timestamp.granularity'],
    effect: 'other-format',
    sentence: 'later records have fields of other types than those in the topics',
    source,
  },
];
