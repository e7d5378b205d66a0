import { alike, key, topics, transformations, urls } from './part.ts';
import type { CollisionRule } from './rule.ts';

const divide = 'remove all but one, divide  topics  between them, or';

/** Sinks that write the same records into the same files or objects. */
export const storageRules: readonly CollisionRule[] = [
  {
    id: 'file-sink',
    classes: ['org.apache.kafka.connect.file.FileStreamSinkConnector'],
    identity: [key('file')],
    at: ['file'],
    uses: 'writes the file "{file}"',
    consequence: 'their lines are mixed, and those of topics that both read are written twice',
    remedy: 'set another  file  in each',
    source:
      '[FileStreamSinkTask](https://github.com/apache/kafka/blob/trunk/connect/file/src/main/java/org/apache/kafka/connect/file/FileStreamSinkTask.java): appends to the file',
  },
  {
    id: 's3-objects',
    classes: ['io.confluent.connect.s3.S3SinkConnector'],
    identity: [
      key('s3.bucket.name'),
      alike('store.url'),
      key('topics.dir', { otherwise: 'topics' }),
      topics(),
      alike('format.class', 'partitioner.class', 'path.format', 'partition.field.name'),
      transformations(),
    ],
    at: ['topics.dir', 's3.bucket.name', 'topics', 'topics.regex'],
    uses: 'writes {topics} to "{topics.dir}" of the bucket "{s3.bucket.name}"',
    consequence:
      'objects are named by topic, partition and first offset, so they overwrite objects of each other or store records twice',
    remedy: `${divide} set another  topics.dir  in each`,
    source:
      '[S3 sink connector](https://docs.confluent.io/kafka-connectors/s3-sink/current/overview.html#s3-object-names): names of objects',
  },
  {
    id: 'gcs-objects',
    classes: ['io.confluent.connect.gcs.GcsSinkConnector'],
    identity: [
      key('gcs.bucket.name'),
      key('topics.dir', { otherwise: 'topics' }),
      topics(),
      alike('format.class', 'partitioner.class', 'path.format', 'partition.field.name'),
      transformations(),
    ],
    at: ['topics.dir', 'gcs.bucket.name', 'topics', 'topics.regex'],
    uses: 'writes {topics} to "{topics.dir}" of the bucket "{gcs.bucket.name}"',
    consequence:
      'objects are named by topic, partition and first offset, so they overwrite objects of each other or store records twice',
    remedy: `${divide} set another  topics.dir  in each`,
    source:
      '[GCS sink connector](https://docs.confluent.io/kafka-connectors/gcs-sink/current/overview.html): names of objects',
  },
  {
    id: 'azure-blobs',
    classes: ['io.confluent.connect.azure.blob.AzureBlobStorageSinkConnector'],
    identity: [
      key('azblob.account.name'),
      key('azblob.container.name', { otherwise: 'default' }),
      key('topics.dir', { otherwise: 'topics' }),
      topics(),
      alike('format.class', 'partitioner.class', 'path.format', 'partition.field.name'),
      transformations(),
    ],
    at: ['topics.dir', 'azblob.container.name', 'topics', 'topics.regex'],
    uses: 'writes {topics} to "{topics.dir}" of the container "{azblob.container.name}"',
    consequence:
      'blobs are named by topic, partition and first offset, so they overwrite blobs of each other or store records twice',
    remedy: `${divide} set another  topics.dir  in each`,
    source:
      '[Azure Blob Storage sink connector](https://docs.confluent.io/kafka-connectors/azure-blob-storage-sink/current/overview.html): names of blobs',
  },
  {
    id: 'hdfs-files',
    classes: ['io.confluent.connect.hdfs.HdfsSinkConnector', 'io.confluent.connect.hdfs3.Hdfs3SinkConnector'],
    identity: [
      urls(['hdfs.url', 'store.url']),
      key('topics.dir', { otherwise: 'topics' }),
      key('logs.dir', { otherwise: 'logs' }),
      topics(),
      transformations(),
    ],
    at: ['topics.dir', 'logs.dir', 'topics', 'topics.regex'],
    uses: 'writes {topics} to "{topics.dir}" and keeps its write-ahead log in "{logs.dir}"',
    consequence: 'each takes a lease of the log of a partition, so one of them waits or fails',
    remedy: `${divide} set another  topics.dir  and  logs.dir  in each`,
    source:
      '[HDFS sink connector](https://docs.confluent.io/kafka-connectors/hdfs/current/overview.html): exactly once with a write-ahead log',
  },
  {
    id: 'aiven-s3-objects',
    classes: ['io.aiven.kafka.connect.s3.AivenKafkaConnectS3SinkConnector'],
    identity: [
      key(['aws.s3.bucket.name', 'aws_s3_bucket']),
      topics(),
      alike(
        'aws.s3.endpoint',
        'aws.s3.prefix.template',
        'aws.s3.prefix',
        'aws_s3_prefix',
        'file.name.template',
        'file.name.prefix',
        'format.output.type',
        'file.compression.type',
      ),
      transformations(),
    ],
    at: ['aws.s3.bucket.name', 'aws_s3_bucket', 'topics', 'topics.regex'],
    uses: 'writes {topics} under the same prefix of the bucket "{aws.s3.bucket.name}"',
    consequence:
      'objects are named by topic, partition and first offset, so they overwrite objects of each other or store records twice',
    remedy: `${divide} set another  aws.s3.prefix.template  in each`,
    source:
      '[Aiven S3 sink connector](https://github.com/Aiven-Open/s3-connector-for-apache-kafka): file.name.template',
  },
  {
    id: 'aiven-gcs-objects',
    classes: ['io.aiven.kafka.connect.gcs.GcsSinkConnector'],
    identity: [
      key('gcs.bucket.name'),
      topics(),
      alike('file.name.template', 'file.name.prefix', 'format.output.type', 'file.compression.type'),
      transformations(),
    ],
    at: ['gcs.bucket.name', 'topics', 'topics.regex'],
    uses: 'writes {topics} under the same prefix of the bucket "{gcs.bucket.name}"',
    consequence:
      'objects are named by topic, partition and first offset, so they overwrite objects of each other or store records twice',
    remedy: `${divide} set another  file.name.prefix  in each`,
    source:
      '[Aiven GCS sink connector](https://github.com/Aiven-Open/gcs-connector-for-apache-kafka): file.name.template',
  },
];
