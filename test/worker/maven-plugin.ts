import process from 'node:process';
import { cachedFolder, copyArtifacts } from './artifacts.ts';
import { projectOf } from './pom.ts';

/** The coordinates of a plugin in Maven Central. */
export interface MavenPlugin {
  readonly group: string;
  readonly artifact: string;
  readonly version: string;
}

/**
 * A folder for `plugin.path` with the jars of a plugin and of what it needs, from the cache or, once, from Maven
 * Central. Throws `MissingPart` where it cannot be fetched.
 */
export function resolveMavenPlugin(
  plugin: MavenPlugin,
  env: NodeJS.ProcessEnv = process.env,
): Promise<string> {
  const { group, artifact, version } = plugin;
  const what = `${group}:${artifact}:${version}`;
  return cachedFolder(`${artifact}-${version}`, env, (unfinished) =>
    copyArtifacts({ folder: unfinished, pom: projectOf([plugin]), what, env }),
  );
}

/** Connector plugins that Maven Central serves with all that they need. */
export const mavenPlugins = {
  debeziumMySql: { group: 'io.debezium', artifact: 'debezium-connector-mysql', version: '2.7.4.Final' },
  debeziumMySqlOld: { group: 'io.debezium', artifact: 'debezium-connector-mysql', version: '1.9.7.Final' },
  debeziumPostgres: { group: 'io.debezium', artifact: 'debezium-connector-postgres', version: '2.7.4.Final' },
  debeziumSqlServer: {
    group: 'io.debezium',
    artifact: 'debezium-connector-sqlserver',
    version: '2.7.3.Final',
  },
  debeziumMongoDb: { group: 'io.debezium', artifact: 'debezium-connector-mongodb', version: '2.7.4.Final' },
  debeziumOracle: { group: 'io.debezium', artifact: 'debezium-connector-oracle', version: '2.7.3.Final' },
  debeziumJdbc: { group: 'io.debezium', artifact: 'debezium-connector-jdbc', version: '2.7.0.Final' },
  mongoDb: { group: 'org.mongodb.kafka', artifact: 'mongo-kafka-connect', version: '1.13.0' },
  snowflake: { group: 'com.snowflake', artifact: 'snowflake-kafka-connector', version: '2.5.0' },
  pubSub: { group: 'com.google.cloud', artifact: 'pubsub-group-kafka-connector', version: '1.3.2' },
  transformCommon: {
    group: 'com.github.jcustenborder.kafka.connect',
    artifact: 'kafka-connect-transform-common',
    version: '0.1.0.14',
  },
} as const satisfies Readonly<Record<string, MavenPlugin>>;
