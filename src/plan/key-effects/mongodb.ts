import type { EffectRow } from './effect-row.ts';

const source = ['com.mongodb.kafka.connect.MongoSourceConnector'];
const sink = ['com.mongodb.kafka.connect.MongoSinkConnector'];
const page = (name: string) => ({
  documentation: `https://www.mongodb.com/docs/kafka-connector/current/${name}/`,
});
const sourcePage = (name: string) => page(`source-connector/configuration-properties/${name}`);
const guide = { documentation: 'https://docs.mongodb.com/kafka-connector/current/kafka-source/' };
const sinkPage = (name: string) => page(`sink-connector/configuration-properties/${name}`);

/** The connectors of MongoDB. The source stores its resume token under hosts, database and collection. */
export const mongoDbRows: readonly EffectRow[] = [
  {
    plugins: source,
    keys: ['connection.uri', 'database', 'collection'],
    effect: 'offsets-lost',
    sentence:
      'the resume token is stored under hosts, database and collection, unless offset.partition.name is set',
    losesOffsets: true,
    source: page('troubleshooting/recover-from-invalid-resume-token'),
  },
  {
    plugins: source,
    keys: ['offset.partition.name'],
    effect: 'offsets-lost',
    sentence: 'the resume token is looked for under another name: it starts as startup.mode says',
    losesOffsets: true,
    source: sourcePage('error-handling'),
  },
  {
    plugins: source,
    keys: [
      'startup.mode',
      'startup.mode.copy.existing.namespace.regex',
      'copy.existing',
      'copy.existing.namespace.regex',
    ],
    effect: 'no-effect',
    sentence: 'counts only for a start without a stored resume token',
    source: sourcePage('startup'),
  },
  {
    plugins: source,
    keys: ['topic.prefix', 'topic.suffix', 'topic.separator', 'topic.namespace.map', 'topic.mapper'],
    effect: 'topics-renamed',
    sentence: 'records go to topics of other names, which have only later changes',
    source: sourcePage('kafka-topic'),
  },
  {
    plugins: source,
    keys: ['pipeline'],
    effect: 'other-input',
    sentence: 'other changes are read from here on',
    source: guide,
  },
  {
    plugins: source,
    keys: [
      'publish.full.document.only',
      'change.stream.full.document',
      'output.format.key',
      'output.format.value',
      'output.schema.key',
      'output.schema.value',
      'output.json.formatter',
      'output.schema.infer.value',
    ],
    effect: 'other-format',
    sentence: 'later records have another form than those in the topics',
    source: guide,
  },
  {
    plugins: sink,
    keys: ['connection.uri'],
    effect: 'target-renamed',
    sentence:
      'later records go to another deployment, unless it is the same; earlier ones are not written again',
    source: sinkPage('mongodb-namespace'),
  },
  {
    plugins: sink,
    keys: [
      'database',
      'collection',
      'namespace.mapper',
      'topic.override.*.database',
      'topic.override.*.collection',
    ],
    effect: 'target-renamed',
    sentence: 'later records go to another collection; those before stay',
    source: sinkPage('mongodb-namespace'),
  },
  {
    plugins: sink,
    keys: [
      'document.id.strategy',
      'writemodel.strategy',
      'delete.on.null.values',
      'delete.writemodel.strategy',
      'change.data.capture.handler',
    ],
    effect: 'other-writes',
    sentence: 'later records are written under other ids or in another way',
    source: sinkPage('write-strategies'),
  },
];
