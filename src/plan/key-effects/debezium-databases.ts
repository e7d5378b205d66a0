import type { EffectRow } from './effect-row.ts';

const page = (connector: string) =>
  `https://debezium.io/documentation/reference/stable/connectors/${connector}.html`;
const mySql = ['io.debezium.connector.mysql.*', 'io.debezium.connector.mariadb.*'];
const postgres = ['io.debezium.connector.postgresql.*'];
const sqlServer = ['io.debezium.connector.sqlserver.*'];
const oracle = ['io.debezium.connector.oracle.*'];
const mongoDb = ['io.debezium.connector.mongodb.MongoDbConnector'];

/** Keys that one kind of database has. */
export const debeziumDatabaseRows: readonly EffectRow[] = [
  {
    plugins: mySql,
    keys: ['database.server.id', 'database.server.id.offset'],
    effect: 'no-effect',
    sentence: 'registers as another replica; the id must be unused',
    source: {
      documentation: `${page('mysql')}#mysql-property-database-server-id`,
      experiment: 'database.server.id of Debezium: the offsets are kept',
    },
  },
  {
    plugins: mySql,
    keys: ['gtid.source.includes', 'gtid.source.excludes'],
    effect: 'records-missed',
    sentence: 'events of other sources are read from now on',
    source: { documentation: `${page('mysql')}#mysql-property-gtid-source-includes` },
  },
  {
    plugins: postgres,
    keys: ['slot.name'],
    effect: 'left-behind',
    sentence: 'reads from another replication slot; the old slot remains and retains WAL',
    source: {
      documentation: `${page('postgresql')}#postgresql-property-slot-name`,
      experiment: 'slot.name of Debezium: the old slot remains, and nothing is read again',
    },
  },
  {
    plugins: postgres,
    keys: ['slot.drop.on.stop'],
    when: { to: ['true'] },
    effect: 'records-missed',
    sentence: 'each stop drops the slot, and the server may forget what happens until the next start',
    source: { documentation: `${page('postgresql')}#postgresql-property-slot-drop-on-stop` },
  },
  {
    plugins: postgres,
    keys: ['publication.name'],
    effect: 'left-behind',
    sentence: 'reads the tables of another publication; the old publication remains',
    source: {
      documentation: `${page('postgresql')}#postgresql-property-publication-name`,
      experiment: 'publication.name of Debezium: the old publication remains',
    },
  },
  {
    plugins: postgres,
    keys: ['plugin.name'],
    effect: 'left-behind',
    sentence: 'a slot belongs to one output plugin: another slot.name is needed, and the old slot remains',
    source: { documentation: `${page('postgresql')}#postgresql-property-plugin-name` },
  },
  {
    plugins: postgres,
    keys: ['database.dbname'],
    effect: 'offsets-lost',
    sentence: 'offsets do not name the database: they count for another one, which needs its own slot',
    losesOffsets: true,
    source: { documentation: `${page('postgresql')}#postgresql-property-database-dbname` },
  },
  {
    plugins: sqlServer,
    keys: ['database.names'],
    formerly: ['database.dbname'],
    effect: 'new-snapshot',
    sentence: 'offsets are stored for each database: one that is added starts with a snapshot',
    source: { documentation: page('sqlserver') },
  },
  {
    plugins: oracle,
    keys: ['database.dbname', 'database.pdb.name'],
    effect: 'offsets-lost',
    sentence: 'offsets are positions in the log of the former database, and do not fit another one',
    losesOffsets: true,
    source: { documentation: page('oracle') },
  },
  {
    plugins: oracle,
    keys: ['database.connection.adapter'],
    effect: 'offsets-lost',
    sentence: 'each adapter has offsets of its own form, which another one may not understand',
    losesOffsets: true,
    source: { documentation: page('oracle') },
  },
  {
    plugins: oracle,
    keys: ['log.mining.strategy'],
    effect: 'schema-history',
    sentence: 'changes of table structures are followed in another way',
    source: { documentation: page('oracle') },
  },
  {
    plugins: mongoDb,
    keys: ['mongodb.connection.string'],
    formerly: ['mongodb.hosts'],
    effect: 'offsets-lost',
    sentence: 'offsets are positions in the former change stream, and fit only the same cluster',
    losesOffsets: true,
    source: { documentation: page('mongodb') },
  },
  {
    plugins: mongoDb,
    keys: ['capture.mode', 'capture.mode.full.update.type'],
    effect: 'other-format',
    sentence: 'later update events have another content than those in the topics',
    source: { documentation: page('mongodb') },
  },
  {
    plugins: mongoDb,
    keys: ['field.exclude.list', 'field.renames', 'cursor.pipeline'],
    effect: 'other-format',
    sentence: 'later events have other fields than those in the topics, or are left out',
    source: { documentation: page('mongodb') },
  },
];
