import type { Profile } from '../profile.ts';
import {
  atLeast,
  connectorName,
  distinctElements,
  noDuplicates,
  noneOrAtLeast,
  notEmpty,
  oneOf,
  oneOfIgnoringCase,
} from './checks.ts';
import { regularExpression } from './java-regex.ts';
import { inRelease, type KeyDefinition, optionalKey, requiredKey } from './key-definition.ts';

/** The keys that the framework defines for every connector of a type, in the order of a worker of that release. */
export function frameworkKeys(profile: Profile, type: 'source' | 'sink'): readonly KeyDefinition[] {
  return [...commonKeysOf(profile), ...inRelease(profile, type === 'source' ? sourceKeys : sinkKeys)];
}

/** The keys that sources and sinks have in common. */
export function commonKeysOf(profile: Profile): readonly KeyDefinition[] {
  const common = inRelease(profile, commonKeys).map((key, index) => ({ ...key, order: index + 1 }));
  return [...common, ...errorKeys];
}

const commonKeys: readonly KeyDefinition[] = [
  requiredKey('name', 'STRING', {
    importance: 'HIGH',
    group: 'Common',
    width: 'MEDIUM',
    displayName: 'Connector name',
    documentation: 'The name of the connector, unique in the cluster.',
    check: connectorName,
  }),
  requiredKey('connector.class', 'STRING', {
    importance: 'HIGH',
    group: 'Common',
    width: 'LONG',
    displayName: 'Connector class',
    documentation: 'The class of the connector: its full name, its simple name, or that without "Connector".',
  }),
  optionalKey('connector.plugin.version', 'STRING', {
    group: 'Common',
    width: 'MEDIUM',
    displayName: 'Connector version',
    documentation: 'The version of the plugin, where several are installed.',
    since: [4, 1, 0],
  }),
  optionalKey('tasks.max', 'INT', {
    default: '1',
    importance: 'HIGH',
    group: 'Common',
    width: 'SHORT',
    displayName: 'Tasks max',
    documentation: 'How many tasks the connector may have.',
    check: atLeast(1),
  }),
  optionalKey('tasks.max.enforce', 'BOOLEAN', {
    default: 'true',
    importance: 'LOW',
    group: 'Common',
    width: 'SHORT',
    displayName: 'Enforce tasks max',
    documentation: 'Whether a connector that makes more tasks than tasks.max fails (deprecated).',
    since: [3, 8, 0],
  }),
  ...converterKeys('key', 'Key', 'How keys of records are serialised.'),
  ...converterKeys('value', 'Value', 'How values of records are serialised.'),
  ...converterKeys('header', 'Header', 'How headers of records are serialised.'),
  optionalKey('transforms', 'LIST', {
    default: '',
    importance: 'LOW',
    group: 'Transforms',
    width: 'LONG',
    displayName: 'Transforms',
    documentation: 'Aliases of the transformations that records go through, in order.',
    check: noDuplicates,
  }),
  optionalKey('predicates', 'LIST', {
    default: '',
    importance: 'LOW',
    group: 'Predicates',
    width: 'LONG',
    displayName: 'Predicates',
    documentation: 'Aliases of the predicates that transformations refer to.',
    check: noDuplicates,
  }),
  optionalKey('config.action.reload', 'STRING', {
    default: 'restart',
    importance: 'LOW',
    group: 'Common',
    width: 'MEDIUM',
    displayName: 'Reload Action',
    documentation: 'What happens when a value that a configuration provider gave has expired.',
    check: oneOf('none', 'restart'),
  }),
];

function converterKeys(
  part: 'key' | 'value' | 'header',
  title: string,
  documentation: string,
): KeyDefinition[] {
  const options = { importance: 'LOW', group: 'Common', width: 'SHORT' } as const;
  return [
    optionalKey(`${part}.converter`, 'CLASS', {
      ...options,
      displayName: `${title} converter class`,
      documentation,
    }),
    optionalKey(`${part}.converter.plugin.version`, 'STRING', {
      ...options,
      displayName: `${title} converter version`,
      documentation: 'The version of the converter, where several are installed.',
      since: [4, 1, 0],
    }),
  ];
}

const errorKeys: readonly KeyDefinition[] = [
  optionalKey('errors.retry.timeout', 'LONG', {
    ...errors(1, 'MEDIUM', 'Retry Timeout for Errors'),
    default: '0',
    documentation: 'For how many milliseconds a failed operation is tried again; -1 is for ever.',
  }),
  optionalKey('errors.retry.delay.max.ms', 'LONG', {
    ...errors(2, 'MEDIUM', 'Maximum Delay Between Retries for Errors'),
    default: '60000',
    documentation: 'How long the pause between two tries may grow.',
  }),
  optionalKey('errors.tolerance', 'STRING', {
    ...errors(3, 'SHORT', 'Error Tolerance'),
    default: 'none',
    documentation: 'Whether a record that fails ends the task (none) or is skipped (all).',
    check: oneOf('none', 'all'),
  }),
  optionalKey('errors.log.enable', 'BOOLEAN', {
    ...errors(4, 'SHORT', 'Log Errors'),
    default: 'false',
    documentation: 'Whether each failure is logged.',
  }),
  optionalKey('errors.log.include.messages', 'BOOLEAN', {
    ...errors(5, 'SHORT', 'Log Error Details'),
    default: 'false',
    documentation: 'Whether the log holds the record too.',
  }),
];

const topics = optionalKey('topics', 'LIST', {
  default: '',
  importance: 'HIGH',
  group: 'Common',
  order: 4,
  width: 'LONG',
  displayName: 'Topics',
  documentation: 'The topics to read.',
});

const sinkKeys: readonly KeyDefinition[] = [
  { ...topics, until: [4, 2, 0] },
  { ...topics, check: distinctElements('accepted'), since: [4, 2, 0] },
  optionalKey('topics.regex', 'STRING', {
    default: '',
    importance: 'HIGH',
    group: 'Common',
    order: 4,
    width: 'LONG',
    displayName: 'Topics regex',
    documentation: 'A regular expression for the topics to read.',
    check: regularExpression,
  }),
  optionalKey('errors.deadletterqueue.topic.name', 'STRING', {
    ...errors(6, 'MEDIUM', 'Dead Letter Queue Topic Name'),
    default: '',
    documentation: 'The topic that failed records go to; empty: none.',
  }),
  optionalKey('errors.deadletterqueue.topic.replication.factor', 'SHORT', {
    ...errors(7, 'MEDIUM', 'Dead Letter Queue Topic Replication Factor'),
    default: '3',
    documentation: 'The replication factor of that topic, if it has to be made.',
  }),
  optionalKey('errors.deadletterqueue.context.headers.enable', 'BOOLEAN', {
    ...errors(8, 'MEDIUM', 'Enable Error Context Headers'),
    default: 'false',
    documentation: 'Whether failed records get headers that tell what happened.',
  }),
];

const sourceKeys: readonly KeyDefinition[] = [
  optionalKey('topic.creation.groups', 'LIST', {
    default: '',
    importance: 'LOW',
    group: 'Topic Creation',
    order: 1,
    width: 'LONG',
    displayName: 'Topic Creation Groups',
    documentation: 'Groups of settings for the topics that this connector makes.',
    check: noDuplicates,
  }),
  optionalKey('exactly.once.support', 'STRING', {
    default: 'requested',
    group: 'Exactly Once Support',
    order: 2,
    width: 'SHORT',
    displayName: 'Exactly once support',
    documentation: 'Whether the connector may run without exactly-once delivery.',
    check: oneOfIgnoringCase('REQUIRED', 'REQUESTED'),
    since: [3, 3, 0],
  }),
  optionalKey('transaction.boundary', 'STRING', {
    default: 'poll',
    group: 'Exactly Once Support',
    order: 3,
    width: 'SHORT',
    displayName: 'Transaction Boundary',
    documentation: 'What a transaction of an exactly-once source spans.',
    check: oneOfIgnoringCase('INTERVAL', 'POLL', 'CONNECTOR'),
    since: [3, 3, 0],
  }),
  optionalKey('transaction.boundary.interval.ms', 'LONG', {
    importance: 'LOW',
    group: 'Exactly Once Support',
    order: 4,
    width: 'SHORT',
    displayName: 'Transaction boundary interval',
    documentation: 'The time between two commits, where the boundary is an interval.',
    check: noneOrAtLeast(0),
    since: [3, 3, 0],
  }),
  optionalKey('offsets.storage.topic', 'STRING', {
    importance: 'LOW',
    group: 'offsets.topic',
    order: 1,
    width: 'LONG',
    displayName: 'Offsets topic',
    documentation: 'A topic of its own for the offsets of this connector.',
    check: notEmpty,
    since: [3, 3, 0],
  }),
];

function errors(order: number, width: 'SHORT' | 'MEDIUM', displayName: string) {
  return { group: 'Error Handling', order, width, displayName } as const;
}
