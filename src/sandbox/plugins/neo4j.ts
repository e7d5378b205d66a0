import { atLeast } from '../validation/checks.ts';
import {
  type KeyDefinition,
  type KeyOptions,
  type KeyType,
  optionalKey,
  type ValueCheck,
} from '../validation/key-definition.ts';
import type { ConnectorPlugin } from './plugin.ts';

const hour = '3600000';

/**
 * The sink of Neo4j Streams (versions 1 and 2). Nothing is required; keys of one topic, such as
 * `neo4j.topic.cypher.<topic>`, are not defined, so validation does not speak of them.
 */
export const neo4jSink: ConnectorPlugin = {
  className: 'streams.kafka.connect.sink.Neo4jSinkConnector',
  type: 'sink',
  version: '2.0.0',
  keys: [
    key('neo4j.authentication.type', 'STRING', 'Authentication', {
      importance: 'HIGH',
      default: 'BASIC',
      check: enumeration('NONE', 'BASIC', 'KERBEROS'),
    }),
    key('neo4j.authentication.basic.username', 'STRING', 'Authentication', high('')),
    key('neo4j.authentication.basic.password', 'PASSWORD', 'Authentication', high('')),
    key('neo4j.authentication.basic.realm', 'STRING', 'Authentication', high('')),
    key('neo4j.authentication.kerberos.ticket', 'PASSWORD', 'Authentication', high('')),
    key('neo4j.server.uri', 'STRING', 'Connection', high('bolt://localhost:7687')),
    key('neo4j.database', 'STRING', 'Connection', high('')),
    key('neo4j.connection.max.pool.size', 'INT', 'Connection', { default: '100', check: atLeast(1) }),
    key('neo4j.connection.max.lifetime.msecs', 'LONG', 'Connection', { default: hour, check: atLeast(1) }),
    key('neo4j.connection.liveness.check.timeout.msecs', 'LONG', 'Connection', {
      default: '60000',
      check: atLeast(1),
    }),
    key('neo4j.connection.acquisition.timeout.msecs', 'LONG', 'Connection', {
      default: '60000',
      check: atLeast(1),
    }),
    key('neo4j.encryption.enabled', 'BOOLEAN', 'Encryption', high('false')),
    key('neo4j.encryption.trust.strategy', 'STRING', 'Encryption', {
      importance: 'MEDIUM',
      default: 'TRUST_ALL_CERTIFICATES',
      check: enumeration(
        'TRUST_ALL_CERTIFICATES',
        'TRUST_CUSTOM_CA_SIGNED_CERTIFICATES',
        'TRUST_SYSTEM_CA_SIGNED_CERTIFICATES',
      ),
    }),
    key('neo4j.encryption.ca.certificate.path', 'STRING', 'Encryption', {
      importance: 'MEDIUM',
      default: '',
    }),
    key('neo4j.batch.size', 'INT', 'Batch Management', { default: '1000', check: atLeast(1) }),
    key('neo4j.batch.timeout.msecs', 'LONG', 'Batch Management', { default: '0', check: atLeast(0) }),
    key('neo4j.batch.parallelize', 'BOOLEAN', 'Batch Management', { importance: 'MEDIUM', default: 'true' }),
    key('neo4j.retry.backoff.msecs', 'LONG', 'Retry Strategy', {
      importance: 'MEDIUM',
      default: '30000',
      check: atLeast(1),
    }),
    // The plugin spells it so.
    key('neo4j.retry.max.attemps', 'INT', 'Retry Strategy', {
      importance: 'MEDIUM',
      default: '5',
      check: atLeast(1),
    }),
    key('neo4j.topic.cdc.sourceId', 'STRING', 'Topic Cypher Mapping', high('')),
    key('neo4j.topic.cdc.sourceId.labelName', 'STRING', 'Topic Cypher Mapping', high('SourceEvent')),
    key('neo4j.topic.cdc.sourceId.idName', 'STRING', 'Topic Cypher Mapping', high('sourceId')),
    key('neo4j.topic.cdc.schema', 'STRING', 'Topic Cypher Mapping', high('')),
    key('neo4j.topic.cud', 'STRING', 'Topic Cypher Mapping', high('')),
  ],
  taskClass: 'streams.kafka.connect.sink.Neo4jSinkTask',
  tasks: 'tasks.max',
};

function key(name: string, type: KeyType, group: string, options: KeyOptions): KeyDefinition {
  return optionalKey(name, type, { importance: 'LOW', ...options, group });
}

function high(value: string): KeyOptions {
  return { importance: 'HIGH', default: value };
}

function enumeration(...names: readonly string[]): ValueCheck {
  return (value) =>
    names.includes(String(value))
      ? undefined
      : `'${value}' is not a valid value. Valid values are ${names.join(', ')}.`;
}
