import type { StringMap } from '../http/jackson.ts';
import { between } from '../validation/checks.ts';
import {
  inGroups,
  type KeyDefinition,
  type KeyOptions,
  type KeyType,
  optionalKey,
  requiredKey,
  type ValueCheck,
} from '../validation/key-definition.ts';
import { type FindClass, type KeyResult, parseKey } from '../validation/parse-value.ts';
import type { ConnectorPlugin } from './plugin.ts';

const intLimit = 2_147_483_647;
const dayInMs = 86_400_000;

const connector = inGroup('Connector');
const conversion = inGroup('Data Conversion');
const proxy = inGroup('Proxy');
const security = inGroup('Security');
const kerberos = inGroup('Kerberos');
const dataStream = inGroup('Data Stream');

const keys: readonly KeyDefinition[] = inGroups([
  requiredKey('connection.url', 'LIST', {
    importance: 'HIGH',
    group: 'Connector',
    width: 'LONG',
    displayName: 'Connection URLs',
    documentation: 'The URLs of the Elasticsearch nodes.',
    check: urls,
  }),
  connector('connection.username', 'STRING', 'Connection Username', { importance: 'MEDIUM' }),
  connector('connection.password', 'PASSWORD', 'Connection Password', { importance: 'MEDIUM' }),
  connector('batch.size', 'INT', 'Batch Size', {
    importance: 'MEDIUM',
    default: '2000',
    check: between(1, 1_000_000),
  }),
  connector('bulk.size.bytes', 'LONG', 'Bulk Size (bytes)', {
    default: '5242880',
    check: between(-1, intLimit),
  }),
  connector('max.in.flight.requests', 'INT', 'Max In-flight Requests', {
    importance: 'MEDIUM',
    default: '5',
    check: between(1, 1000),
  }),
  connector('max.buffered.records', 'INT', 'Max Buffered Records', {
    default: '20000',
    check: between(1, intLimit),
  }),
  connector('linger.ms', 'LONG', 'Linger (ms)', { default: '1', check: between(0, 7 * dayInMs) }),
  connector('flush.timeout.ms', 'LONG', 'Flush Timeout (ms)', {
    default: '180000',
    check: between(1000, 7 * dayInMs),
  }),
  connector('flush.synchronously', 'BOOLEAN', 'Flush Synchronously', { default: 'false' }),
  connector('max.retries', 'INT', 'Max Retries', { default: '5', check: between(0, intLimit) }),
  connector('retry.backoff.ms', 'LONG', 'Retry Backoff (ms)', {
    default: '100',
    check: between(0, dayInMs),
  }),
  connector('connection.compression', 'BOOLEAN', 'Compression', { default: 'false' }),
  connector('max.connection.idle.time.ms', 'INT', 'Max Connection Idle Time', {
    default: '60000',
    check: between(-1, dayInMs),
  }),
  connector('connection.timeout.ms', 'INT', 'Connection Timeout', {
    default: '1000',
    check: between(0, dayInMs / 2),
  }),
  connector('read.timeout.ms', 'INT', 'Read Timeout', { default: '3000', check: between(0, 7 * dayInMs) }),
  conversion('key.ignore', 'BOOLEAN', 'Ignore Key mode', { importance: 'HIGH', default: 'false' }),
  conversion('schema.ignore', 'BOOLEAN', 'Ignore Schema mode', { default: 'false' }),
  conversion('compact.map.entries', 'BOOLEAN', 'Compact Map Entries', { default: 'true' }),
  conversion('topic.key.ignore', 'LIST', "Topics for 'Ignore Key' mode", { default: '', width: 'LONG' }),
  conversion('topic.schema.ignore', 'LIST', "Topics for 'Ignore Schema' mode", {
    default: '',
    width: 'LONG',
  }),
  conversion('drop.invalid.message', 'BOOLEAN', 'Drop invalid messages', { default: 'false', width: 'LONG' }),
  conversion('behavior.on.null.values', 'STRING', 'Behavior for null-valued records', {
    default: 'FAIL',
    check: word('ignore', 'delete', 'fail'),
  }),
  conversion('behavior.on.malformed.documents', 'STRING', 'Behavior on malformed documents', {
    default: 'FAIL',
    check: word('ignore', 'warn', 'fail'),
  }),
  conversion('write.method', 'STRING', 'Write Method', {
    default: 'INSERT',
    check: word('insert', 'upsert'),
  }),
  proxy('proxy.host', 'STRING', 'Proxy Host', { default: '', width: 'LONG' }),
  proxy('proxy.port', 'INT', 'Proxy Port', { default: '8080', width: 'LONG', check: between(1, 65_535) }),
  proxy('proxy.username', 'STRING', 'Proxy Username', { default: '', width: 'LONG' }),
  proxy('proxy.password', 'PASSWORD', 'Proxy Password', { width: 'LONG' }),
  security('elastic.security.protocol', 'STRING', 'Security protocol', {
    importance: 'MEDIUM',
    default: 'PLAINTEXT',
    check: word('plaintext', 'ssl'),
  }),
  security('elastic.https.ssl.keystore.location', 'STRING', 'Keystore Location', { importance: 'HIGH' }),
  security('elastic.https.ssl.keystore.password', 'PASSWORD', 'Keystore Password', { importance: 'HIGH' }),
  security('elastic.https.ssl.key.password', 'PASSWORD', 'Key Password', { importance: 'HIGH' }),
  security('elastic.https.ssl.keystore.type', 'STRING', 'Keystore Type', { default: 'JKS' }),
  security('elastic.https.ssl.truststore.location', 'STRING', 'Truststore Location', { importance: 'HIGH' }),
  security('elastic.https.ssl.truststore.password', 'PASSWORD', 'Truststore Password', {
    importance: 'HIGH',
  }),
  security('elastic.https.ssl.truststore.type', 'STRING', 'Truststore Type', { default: 'JKS' }),
  security('elastic.https.ssl.endpoint.identification.algorithm', 'STRING', 'Endpoint Identification', {
    default: 'https',
  }),
  kerberos('kerberos.user.principal', 'STRING', 'Kerberos User Principal', { width: 'LONG' }),
  kerberos('kerberos.keytab.path', 'STRING', 'Kerberos Keytab File Path', { width: 'LONG' }),
  dataStream('data.stream.dataset', 'STRING', 'Data Stream Dataset', { default: '', width: 'MEDIUM' }),
  dataStream('data.stream.type', 'STRING', 'Data Stream Type', {
    default: 'NONE',
    check: word('logs', 'metrics', 'none'),
  }),
  dataStream('data.stream.timestamp.field', 'LIST', 'Data Stream Timestamp Field', {
    default: '',
    width: 'LONG',
  }),
]);

/** Confluent's Elasticsearch sink, as of its versions 11 to 14; the keys of older ones are unknown to it and pass. */
export const elasticsearchSink: ConnectorPlugin = {
  className: 'io.confluent.connect.elasticsearch.ElasticsearchSinkConnector',
  type: 'sink',
  version: '14.1.0',
  keys,
  taskClass: 'io.confluent.connect.elasticsearch.ElasticsearchSinkTask',
  tasks: 'tasks.max',
  validate,
};

function validate(config: StringMap, findClass: FindClass): readonly KeyResult[] {
  const results = keys.map((key) => parseKey(key, config.get(key.name), findClass));
  if (config.has('connection.username') === config.has('connection.password')) return results;
  const incomplete = "Both 'connection.username' and 'connection.password' must be set.";
  return results.map((result) =>
    ['connection.username', 'connection.password'].includes(result.name)
      ? { ...result, errors: [...result.errors, incomplete] }
      : result,
  );
}

function inGroup(group: string) {
  return (name: string, type: KeyType, displayName: string, options: KeyOptions = {}): KeyDefinition =>
    optionalKey(name, type, { importance: 'LOW', width: 'SHORT', ...options, group, displayName });
}

function urls(value: Parameters<ValueCheck>[0]): string | undefined {
  if (value === null) return 'The config must be provided and non-null.';
  const bad = [value].flat().find((url) => /\s|[<>{}|\\^`"]/.test(url));
  return bad === undefined ? undefined : `The provided url '${bad}' is not a valid url.`;
}

function word(...words: readonly string[]): ValueCheck {
  return (value) =>
    value === null || words.includes(String(value).toLowerCase())
      ? undefined
      : `Value must be one of: [${words.join(', ')}]`;
}
