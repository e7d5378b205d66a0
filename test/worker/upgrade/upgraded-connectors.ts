import { misbehavingSource } from '../plugin/build-plugin.ts';

const probe = 'connectsync.upgrade.ProbeSourceConnector';
const sink = { 'connector.class': 'connectsync.upgrade.ProbeSinkConnector' };
const source = { 'connector.class': probe, region: 'eu', 'batch.size': '10' };

/** A source with one transformation of Apache Kafka. */
function transformed(type: string, keys: Readonly<Record<string, string>>): Record<string, string> {
  const prefixed = Object.entries(keys).map(([key, value]) => [`transforms.a.${key}`, value]);
  return {
    ...source,
    transforms: 'a',
    'transforms.a.type': `org.apache.kafka.connect.transforms.${type}`,
    ...Object.fromEntries(prefixed),
  };
}

/** Connectors that run before the upgrade, by name. Some do not survive it. */
export const upgradedConnectors: Readonly<Record<string, Readonly<Record<string, string>>>> = {
  // Sinks.
  t: { ...sink, topics: 't' },
  't,t': { ...sink, topics: 't,t' },
  't,,u': { ...sink, topics: 't,,u' },
  't,': { ...sink, topics: 't,' },
  'blanks around': { ...sink, topics: ' t , u ' },
  regex: { ...sink, 'topics.regex': 't.*' },
  'bootstrap, at end': { ...sink, topics: 't', 'consumer.override.bootstrap.servers': 'BROKER,' },
  'bootstrap twice': { ...sink, topics: 't', 'consumer.override.bootstrap.servers': 'BROKER,BROKER' },
  // The plugin changes.
  'probe as it was': source,
  'probe, removed key': { ...source, 'retired.key': 'x' },
  'probe, deprecated key': { ...source, 'old.name': 'x' },
  'probe, new required key': { 'connector.class': probe, 'batch.size': '10' },
  'probe, new type': { ...source, 'batch.size': 'many' },
  'probe, other default': { 'connector.class': probe, region: 'eu' },
  'retired class': { 'connector.class': 'connectsync.upgrade.RetiredSourceConnector' },
  'retired transformation': {
    ...source,
    transforms: 'a',
    'transforms.a.type': 'connectsync.upgrade.RetiredTransformation',
  },
  'old file plugin': {
    'connector.class': 'org.apache.kafka.connect.file.FileStreamSourceConnector',
    topic: 'lines',
    file: '/dev/null',
  },
  'version 9.9.9': { ...source, 'connector.plugin.version': '9.9.9' },
  'version [2,3)': { ...source, 'connector.plugin.version': '[2,3)' },
  'converter version': {
    ...source,
    'key.converter': 'org.apache.kafka.connect.json.JsonConverter',
    'key.converter.plugin.version': '1.0',
  },
  // Kafka Connect changes.
  'ReplaceField, blacklist': transformed('ReplaceField$Value', { blacklist: 'x' }),
  'ReplaceField, x,x': transformed('ReplaceField$Value', { exclude: 'x,x' }),
  'ReplaceField, x,,y': transformed('ReplaceField$Value', { include: 'x,,y' }),
  'ReplaceField, empty': transformed('ReplaceField$Value', { include: '' }),
  'ReplaceField, renames': transformed('ReplaceField$Value', { renames: 'a:b,a:b' }),
  'ValueToKey, x,x': transformed('ValueToKey', { fields: 'x,x' }),
  'ValueToKey, x,': transformed('ValueToKey', { fields: 'x,' }),
  'MaskField, x,x': transformed('MaskField$Value', { fields: 'x,x' }),
  'Cast, twice': transformed('Cast$Value', { spec: 'a:int8,a:int8' }),
  'removed partitioner': {
    ...source,
    'producer.override.partitioner.class': 'org.apache.kafka.clients.producer.internals.DefaultPartitioner',
  },
  'removed login handler': {
    ...source,
    'producer.override.sasl.login.callback.handler.class':
      'org.apache.kafka.common.security.oauthbearer.secured.OAuthBearerLoginCallbackHandler',
  },
  'removed setting of a client': { ...source, 'producer.override.auto.include.jmx.reporter': 'true' },
  'too many tasks': { 'connector.class': misbehavingSource, 'tasks.made': '3', 'tasks.max': '2' },
  'too many tasks, allowed': {
    'connector.class': misbehavingSource,
    'tasks.made': '3',
    'tasks.max': '2',
    'tasks.max.enforce': 'false',
  },
  'a name/with a slash': source,
};
