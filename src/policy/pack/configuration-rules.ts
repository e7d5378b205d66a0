import { connectorWith, fails, passes } from './examples.ts';
import type { ReadyMadePolicy } from './ready-made-policy.ts';

const json = 'org.apache.kafka.connect.json.JsonConverter';

/** Ready-made policies about configurations. */
export const configurationRules: readonly ReadyMadePolicy[] = [
  {
    name: 'dead-letter-queue',
    description:
      'A sink that tolerates all errors drops records. With a dead letter queue they are kept, and can be repaired.',
    match: { type: ['sink'] },
    assert:
      "connector.config.get('errors.tolerance', 'none') != 'all' || connector.config.get('errors.deadletterqueue.topic.name', '') != ''",
    message:
      'errors.tolerance is all, and there is no errors.deadletterqueue.topic.name: failed records are lost',
    parameters: {},
    examples: [
      passes({ connector: connectorWith({ topics: 'orders' }) }),
      passes({
        connector: connectorWith({
          topics: 'orders',
          'errors.tolerance': 'all',
          'errors.deadletterqueue.topic.name': 'orders-dlq',
        }),
      }),
      fails({ connector: connectorWith({ topics: 'orders', 'errors.tolerance': 'all' }) }),
    ],
  },
  {
    name: 'errors-logged',
    description: 'Where all errors are tolerated, the log must say what went wrong.',
    match: {},
    assert:
      "connector.config.get('errors.tolerance', 'none') != 'all' || connector.config.get('errors.log.enable', 'false') == 'true'",
    message: 'errors.tolerance is all, and errors.log.enable is not true: nobody notices failed records',
    parameters: {},
    examples: [
      passes({ connector: connectorWith({ 'errors.tolerance': 'all', 'errors.log.enable': 'true' }) }),
      fails({ connector: connectorWith({ 'errors.tolerance': 'all' }) }),
    ],
  },
  {
    name: 'tasks-max',
    description: 'Many tasks of one connector take threads and connections from all others on the worker.',
    match: {},
    assert: "int(connector.config.get('tasks.max', '1')) <= params.max",
    message:
      "tasks.max is {{ connector.config.get('tasks.max', '1') }}, and at most {{ params.max }} are allowed",
    parameters: { max: { default: 8, description: 'the most tasks of a connector' } },
    examples: [
      passes({ connector: connectorWith({}) }),
      passes({ connector: connectorWith({ 'tasks.max': '8' }) }),
      fails({ connector: connectorWith({ 'tasks.max': '9' }) }),
    ],
  },
  {
    name: 'allowed-classes',
    description: 'Only plugins that the platform team runs and updates may be used.',
    match: {},
    assert:
      "params.classes.exists(allowed, allowed.endsWith('*') ? connector.class.startsWith(allowed.substring(0, allowed.size() - 1)) : connector.class == allowed)",
    message: "the class {{ connector.class }} is not one of {{ params.classes.join(', ') }}",
    parameters: {
      classes: { default: ['*'], description: 'classes, or beginnings of classes that end in *' },
    },
    examples: [
      passes({
        connector: connectorWith({ 'connector.class': 'io.debezium.connector.mysql.MySqlConnector' }),
      }),
    ],
  },
  {
    name: 'no-file-stream',
    description:
      'FileStream connectors are examples: they read and write files of one worker, and lose data when a task moves.',
    match: { class: ['*FileStream*'] },
    assert: '!params.clusters.exists(production, cluster.name.startsWith(production))',
    message: '{{ connector.class }} is an example and must not run on {{ cluster.name }}',
    parameters: {
      clusters: { default: ['prod'], description: 'beginnings of the names of production clusters' },
    },
    examples: [
      passes({ connector: connectorWith({ 'connector.class': 'FileStreamSink' }), cluster: { name: 'dev' } }),
      fails({ connector: connectorWith({ 'connector.class': 'FileStreamSink' }), cluster: { name: 'prod' } }),
    ],
  },
  {
    name: 'converters-with-schemas',
    description:
      'Records without a schema break their consumers when a field changes; a sink of a database cannot write them.',
    match: {},
    assert:
      "['key.converter', 'value.converter'].all(converter, !connector.config.get(converter, '').endsWith('JsonConverter') || connector.config.get(converter + '.schemas.enable', 'true') != 'false')",
    message: 'a JsonConverter has schemas.enable: false; enable it, or use Avro, Protobuf or JSON Schema',
    parameters: {},
    examples: [
      passes({ connector: connectorWith({ 'value.converter': 'io.confluent.connect.avro.AvroConverter' }) }),
      passes({ connector: connectorWith({ 'value.converter': json }) }),
      fails({
        connector: connectorWith({ 'value.converter': json, 'value.converter.schemas.enable': 'false' }),
      }),
    ],
  },
];
