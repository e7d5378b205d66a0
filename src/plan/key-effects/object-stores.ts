import type { EffectRow } from './effect-row.ts';

const s3 = ['io.confluent.connect.s3.S3SinkConnector'];
const gcs = ['io.confluent.connect.gcs.GcsSinkConnector'];
const azure = ['io.confluent.connect.azure.blob.AzureBlobStorageSinkConnector'];
const confluent = [...s3, ...gcs, ...azure];
const aivenS3 = [
  'io.aiven.kafka.connect.s3.AivenKafkaConnectS3SinkConnector',
  'io.aiven.kafka.connect.s3.S3SinkConnector',
];
const aivenGcs = ['io.aiven.kafka.connect.gcs.GcsSinkConnector'];
const s3Page = {
  documentation: 'https://docs.confluent.io/kafka-connectors/s3-sink/current/configuration_options.html',
};
const gcsPage = {
  documentation: 'https://docs.confluent.io/legacy/platform/5.5.15/connect/kafka-connect-gcs/index.html',
};
const aivenS3Page = { documentation: 'https://github.com/Aiven-Open/s3-connector-for-apache-kafka' };
const aivenGcsPage = { documentation: 'https://aiven.io/docs/products/kafka/kafka-connect/howto/gcs-sink' };

const otherBucket = 'later records go to another bucket; earlier ones are not written again';
const otherNames = 'later objects get other names; those before keep theirs';

/** Sinks for S3, Google Cloud Storage and Azure Blob Storage. Committed offsets say which objects are written. */
export const objectStoreRows: readonly EffectRow[] = [
  {
    plugins: s3,
    keys: ['s3.bucket.name', 'store.url'],
    effect: 'target-renamed',
    sentence: otherBucket,
    source: s3Page,
  },
  {
    plugins: gcs,
    keys: ['gcs.bucket.name', 'store.url'],
    effect: 'target-renamed',
    sentence: otherBucket,
    source: gcsPage,
  },
  {
    plugins: confluent,
    keys: [
      'topics.dir',
      'directory.delim',
      'file.delim',
      'partitioner.class',
      'path.format',
      'partition.duration.ms',
      'partition.field.name',
      'locale',
      'timezone',
      'timestamp.extractor',
      'timestamp.field',
    ],
    effect: 'target-renamed',
    sentence: otherNames,
    source: s3Page,
  },
  {
    plugins: confluent,
    keys: ['flush.size', 'rotate.interval.ms', 'rotate.schedule.interval.ms'],
    effect: 'replay',
    sentence: 'objects end at other records: some since the last commit may be written twice',
    source: s3Page,
  },
  {
    plugins: confluent,
    keys: ['format.class', 's3.compression.type', 'gcs.compression.type', 'schema.compatibility'],
    effect: 'other-format',
    sentence: 'later objects have another format or another name than those before',
    source: s3Page,
  },
  {
    plugins: aivenS3,
    keys: ['aws.s3.bucket.name'],
    formerly: ['aws_s3_bucket', 'aws.s3.bucket'],
    effect: 'target-renamed',
    sentence: otherBucket,
    source: aivenS3Page,
  },
  {
    plugins: aivenGcs,
    keys: ['gcs.bucket.name'],
    effect: 'target-renamed',
    sentence: otherBucket,
    source: aivenGcsPage,
  },
  {
    plugins: [...aivenS3, ...aivenGcs],
    keys: ['file.name.prefix', 'file.name.template', 'file.name.timestamp.timezone', 'aws.s3.prefix'],
    effect: 'target-renamed',
    sentence: otherNames,
    source: aivenS3Page,
  },
  {
    plugins: [...aivenS3, ...aivenGcs],
    keys: ['format.output.type', 'format.output.fields', 'file.compression.type'],
    effect: 'other-format',
    sentence: 'later objects have another format than those before',
    source: aivenS3Page,
  },
];
