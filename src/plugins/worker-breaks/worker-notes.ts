import type { WorkerNote } from './worker-break.ts';

const notable4 = 'https://kafka.apache.org/40/getting-started/upgrade/';

/** What releases changed about the workers themselves. An upgrade past a release shows its notes. */
export const workerNotes: readonly WorkerNote[] = [
  {
    release: [3, 0, 0],
    message:
      'the worker settings internal.key.converter, internal.value.converter, rest.host.name and rest.port were removed: use listeners',
    source: 'KIP-738, KAFKA-12482',
  },
  {
    release: [3, 0, 0],
    message:
      'the default of connector.client.config.override.policy is All: connectors may override settings of producers and consumers',
    source: 'KIP-722',
  },
  {
    release: [3, 2, 0],
    message:
      'the file connectors are no longer on the class path: add connect-file to plugin.path if they are used',
    source: 'KAFKA-13748 (3.1.1, 3.2.0)',
  },
  {
    release: [3, 4, 0],
    message: 'JndiLoginModule is refused in sasl.jaas.config unless a system property allows it',
    source: 'CVE-2023-25194',
  },
  {
    release: [3, 8, 0],
    message: 'a connector with more tasks than tasks.max fails',
    source: 'KIP-1004',
  },
  {
    release: [4, 0, 0],
    message: 'the workers need Java 17',
    source: 'KIP-1013',
  },
  {
    release: [4, 0, 0],
    message: 'the workers need brokers 2.1 or later',
    source: 'KIP-896',
  },
  {
    release: [4, 0, 0],
    message:
      'logging uses Log4j 2: convert connect-log4j.properties, and check that the image has log4j-core',
    source: `KIP-653; ${notable4}`,
  },
  {
    release: [4, 0, 0],
    message: 'GET /connectors/{name}/tasks-config was removed: use GET /connectors/{name}/tasks',
    source: 'KIP-970; Connect REST contract 4.10',
  },
  {
    release: [4, 0, 0],
    message:
      'the default linger.ms of producers is 5 ms instead of 0: source connectors send larger batches a little later',
    source: notable4,
  },
  {
    release: [4, 0, 0],
    message:
      'the worker settings auto.include.jmx.reporter, metrics.jmx.blacklist and metrics.jmx.whitelist were removed',
    source: notable4,
  },
  {
    release: [4, 0, 0],
    message:
      'SourceTask.commitRecord with one argument, SinkTask.onPartitionsAssigned and SinkTask.onPartitionsRevoked were removed: plugins that override only these are no longer called',
    source: notable4,
  },
  {
    release: [4, 0, 0],
    message: 'the original MirrorMaker (MM1) was removed: use the connectors of MirrorMaker 2',
    source: notable4,
  },
  {
    release: [4, 1, 0],
    message:
      'SASL OAUTHBEARER reads only files that the system property org.apache.kafka.sasl.oauthbearer.allowed.files lists',
    source: 'https://kafka.apache.org/41/configuration/system-properties',
  },
  {
    release: [4, 2, 0],
    message:
      'the override policy Principal is deprecated, and Allowlist will be the default in 5.0: set connector.client.config.override.policy',
    source: 'KIP-1188; https://kafka.apache.org/42/getting-started/upgrade/',
  },
  {
    release: [4, 4, 0],
    message:
      'about 30 classes of org.apache.kafka.common.utils moved, AppInfoParser among them: plugins that use one do not load and need a newer release',
    source: 'KAFKA-20297; Connect REST contract 14; seen on real workers',
  },
];
