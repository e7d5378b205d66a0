import { does } from '../profile.ts';
import { validateDebezium } from './debezium-validation.ts';
import { validateElasticsearch } from './elasticsearch-validation.ts';
import type { ConnectorBehaviour, TaskConfig } from './plugin.ts';

/** What a connector does beyond its definition: its tasks, its offsets, its own validation. */
export function behaviourOf(className: string): ConnectorBehaviour {
  return behaviours[className] ?? { ...commonBehaviour, taskClass: `${className}Task` };
}

/** The behaviour of every other connector: as many tasks as `tasks.max` allows. */
const commonBehaviour = { tasks: 'tasks.max', taskConfig: withoutFrameworkKeys } as const;

const behaviours: Readonly<Record<string, ConnectorBehaviour>> = {
  'org.apache.kafka.connect.file.FileStreamSourceConnector': {
    taskClass: 'org.apache.kafka.connect.file.FileStreamSourceTask',
    tasks: 'one',
    taskConfig: (config, profile) => {
      if (does(profile, 'wholeConfigToTasks')) return config;
      return only(new Map([['batch.size', '2000'], ...config]), ['topic', 'file', 'batch.size']);
    },
    altersOffsets: true,
    partitionKey: 'filename',
  },
  'org.apache.kafka.connect.file.FileStreamSinkConnector': {
    taskClass: 'org.apache.kafka.connect.file.FileStreamSinkTask',
    tasks: 'tasks.max',
    taskConfig: (config, profile) =>
      does(profile, 'wholeConfigToTasks') ? config : only(config, ['file', 'topics', 'topics.regex']),
    altersOffsets: true,
  },
  // Debezium for MySQL accepts the keys of 1.9 (`database.server.name`, `table.whitelist`) and of 2.7 (`topic.prefix`)
  // alike. A real one knows those of its own version only, and connects to the database while it validates.
  'io.debezium.connector.mysql.MySqlConnector': {
    taskClass: 'io.debezium.connector.mysql.MySqlConnectorTask',
    tasks: 'one',
    validate: validateDebezium,
  },
  'io.confluent.connect.elasticsearch.ElasticsearchSinkConnector': {
    taskClass: 'io.confluent.connect.elasticsearch.ElasticsearchSinkTask',
    tasks: 'tasks.max',
    validate: validateElasticsearch,
  },
  'streams.kafka.connect.sink.Neo4jSinkConnector': {
    taskClass: 'streams.kafka.connect.sink.Neo4jSinkTask',
    tasks: 'tasks.max',
  },
};

function only(config: ReadonlyMap<string, string>, keys: readonly string[]): ReadonlyMap<string, string> {
  return new Map([...config].filter(([key]) => keys.includes(key)));
}

const frameworkKey =
  /^(name|tasks\.max(\.enforce)?|(key|value|header)\.converter(\..*)?|transforms(\..*)?|predicates(\..*)?|config\.action\.reload|errors\..*|(producer|consumer|admin)\.override\..*|topic\.creation\..*)$/;

// Many plugins pass on only the keys that they define: a changed converter does not reach their tasks before 3.7.1.
function withoutFrameworkKeys(config: TaskConfig): TaskConfig {
  return new Map([...config].filter(([key]) => !frameworkKey.test(key)));
}
