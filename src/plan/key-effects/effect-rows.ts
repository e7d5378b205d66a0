import { debeziumRows } from './debezium.ts';
import { debeziumCaptureRows } from './debezium-capture.ts';
import { debeziumDatabaseRows } from './debezium-databases.ts';
import type { EffectRow } from './effect-row.ts';
import { everyPluginRows } from './every-plugin.ts';
import { fileStreamRows } from './file-stream.ts';
import { jdbcSinkRows } from './jdbc-sink.ts';
import { jdbcSourceRows } from './jdbc-source.ts';
import { mirrorMakerRows } from './mirror-maker.ts';
import { mongoDbRows } from './mongodb.ts';
import { objectStoreRows } from './object-stores.ts';
import { searchIndexRows } from './search-indexes.ts';
import { snowflakeRows } from './snowflake.ts';

/** The families of the table, in the order of the documentation. */
export const effectFamilies = {
  'Every plugin': everyPluginRows,
  FileStream: fileStreamRows,
  'MirrorMaker 2': mirrorMakerRows,
  'Debezium sources': debeziumRows,
  'Debezium: what is captured': debeziumCaptureRows,
  'Debezium: one kind of database': debeziumDatabaseRows,
  'JDBC sources': jdbcSourceRows,
  'JDBC sinks': jdbcSinkRows,
  'Object stores': objectStoreRows,
  'Elasticsearch and OpenSearch': searchIndexRows,
  MongoDB: mongoDbRows,
  Snowflake: snowflakeRows,
} as const satisfies Readonly<Record<string, readonly EffectRow[]>>;

/** All rows. */
export const effectRows: readonly EffectRow[] = Object.values(effectFamilies).flat();
