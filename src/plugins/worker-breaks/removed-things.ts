import { usedPlugins } from '../../model/redaction/password-keys.ts';
import { isMirror, keysWhere, type RunningConnector, type WorkerBreak } from './worker-break.ts';

const notable = 'https://kafka.apache.org/40/getting-started/upgrade/';

/** Classes and keys of Apache Kafka that a release removed. */
export const removalBreaks: readonly WorkerBreak[] = [
  {
    id: 'removed-partitioner',
    release: [4, 0, 0],
    level: 'fails',
    concerns: (connector) =>
      keysWhere(
        connector,
        (key, value) =>
          key === 'producer.override.partitioner.class' && removedPartitioners.has(value.trim()),
      ),
    message: ([key]) => `${key} names a partitioner that 4.0 removed: every task fails`,
    hint: 'remove the key: the built-in partitioner does the same',
    source: `${notable}; seen on real workers`,
  },
  {
    id: 'removed-login-handler',
    release: [4, 0, 0],
    level: 'fails',
    concerns: (connector) =>
      keysWhere(connector, (_, value) => value.includes('oauthbearer.secured.OAuthBearer')),
    message: ([key]) =>
      `${key} names a class in oauthbearer.secured, a package that 4.0 removed: every task fails`,
    hint: 'name org.apache.kafka.common.security.oauthbearer.OAuthBearerLoginCallbackHandler',
    source: `${notable}; seen on real workers`,
  },
  {
    id: 'replace-field-lists',
    release: [4, 0, 0],
    level: 'changes',
    concerns: (connector) => keysOfReplaceField(connector),
    message: (keys) =>
      `${keys.join(', ')} is ignored from 4.0 on: ReplaceField keeps all fields, also those that it removes today`,
    hint: 'rename blacklist to exclude, and whitelist to include (known since 2.7), and apply before the upgrade',
    source: `KIP-629; ${notable}; seen on real workers`,
  },
  {
    id: 'mirror-lists',
    release: [4, 0, 0],
    level: 'changes',
    concerns: (connector) => {
      const names = isMirror(connector) ? mirrorLists : [];
      return keysWhere(connector, (key) => names.includes(key));
    },
    message: (keys) =>
      `${keys.join(', ')} is ignored from 4.0 on: MirrorMaker also replicates what it leaves out today`,
    hint: 'rename topics.blacklist to topics.exclude, groups.blacklist to groups.exclude, config.properties.blacklist to config.properties.exclude',
    source: `KIP-629; ${notable}; seen on real workers`,
  },
  {
    id: 'mirror-settings',
    release: [4, 0, 0],
    level: 'changes',
    concerns: (connector) =>
      isMirror(connector, /^Source$/)
        ? keysWhere(connector, (key) => mirrorSettings.includes(key))
        : undefined,
    message: (keys) => `${keys.join(', ')} was removed from MirrorSourceConnector in 4.0 and is ignored`,
    hint: 'remove it: 4.0 always uses the incremental API (brokers 2.3 or later), and always adds the alias to metrics',
    source: `${notable}; seen on real workers`,
  },
];

const removedPartitioners: ReadonlySet<string> = new Set([
  'org.apache.kafka.clients.producer.internals.DefaultPartitioner',
  'org.apache.kafka.clients.producer.UniformStickyPartitioner',
]);

const mirrorLists = ['topics.blacklist', 'groups.blacklist', 'config.properties.blacklist'];
const mirrorSettings = ['use.incremental.alter.configs', 'add.source.alias.to.metrics'];

function keysOfReplaceField({ config }: RunningConnector): readonly string[] | undefined {
  const keys = usedPlugins(config).flatMap(({ kind, className, prefix }) =>
    kind === 'transformation' && /^org\.apache\.kafka\.connect\.transforms\.ReplaceField\$/.test(className)
      ? [`${prefix}blacklist`, `${prefix}whitelist`].filter((key) => config.has(key))
      : [],
  );
  return keys.length > 0 ? keys : undefined;
}
