import type { Members } from './data-shape.ts';

/** How an operator declares a connector. Paths of keys begin at the resource. */
export interface Operator {
  /** The operator as messages name it. */
  readonly label: string;
  /** Where its resources have the config; the first one that is there counts. */
  readonly config: readonly string[];
  /** The keys outside of the config that set a key of the connector, by that key; the first one that is there counts. */
  readonly keys: Readonly<Record<string, readonly string[]>>;
  /** Prefixes of its labels and annotations. */
  readonly prefixes: readonly string[];
}

interface KnownOperator extends Operator {
  readonly kind: string;
  /** The group, or group and version, of its `apiVersion`. */
  readonly groups: readonly string[];
}

const strimzi = {
  kind: 'KafkaConnector',
  config: ['spec.config'],
  keys: {
    'connector.class': ['spec.class'],
    'tasks.max': ['spec.tasksMax'],
    'connector.plugin.version': ['spec.version'],
  },
} as const;

const known: readonly KnownOperator[] = [
  { ...strimzi, label: 'Strimzi', groups: ['kafka.strimzi.io'], prefixes: ['strimzi.io/'] },
  {
    ...strimzi,
    label: 'IBM Event Streams',
    groups: ['eventstreams.ibm.com'],
    prefixes: ['eventstreams.ibm.com/'],
  },
  {
    label: 'Confluent for Kubernetes',
    kind: 'Connector',
    groups: ['platform.confluent.io'],
    config: ['spec.configs'],
    keys: { 'connector.class': ['spec.class'], 'tasks.max': ['spec.taskMax'] },
    prefixes: ['platform.confluent.io/'],
  },
  {
    label: 'Confluent for Kubernetes Blueprints',
    kind: 'Connector',
    groups: ['apps.cpc.platform.confluent.io'],
    config: ['spec.connectorConfigs.configs'],
    keys: {
      'connector.class': ['spec.connectorConfigs.class'],
      'tasks.max': ['spec.connectorConfigs.taskMax'],
    },
    prefixes: ['apps.cpc.platform.confluent.io/', 'platform.confluent.io/'],
  },
  {
    label: 'Aiven Operator',
    kind: 'KafkaConnector',
    groups: ['aiven.io'],
    config: ['spec.userConfig'],
    keys: { 'connector.class': ['spec.connectorClass'] },
    prefixes: ['controllers.aiven.io/', 'aiven.io/'],
  },
  {
    label: 'Jikkou',
    kind: 'KafkaConnector',
    groups: ['kafka.jikkou.io'],
    config: ['spec.config'],
    keys: { 'connector.class': ['spec.connectorClass'], 'tasks.max': ['spec.tasksMax'] },
    prefixes: ['kafka.jikkou.io/', 'jikkou.io/'],
  },
  {
    label: 'Conduktor',
    kind: 'Connector',
    groups: ['kafka/v2', 'kafka/v1'],
    config: ['spec.config'],
    keys: {},
    prefixes: ['conduktor.io/'],
  },
];

/** Kafkactl of Michelin has no group of its own: it is recognized by the cluster in the resource. */
const ns4kafka: Operator = { label: 'Ns4Kafka', config: ['spec.config'], keys: {}, prefixes: [] };

/** Any other resource of these kinds, such as one without an `apiVersion`. */
const unknown: Operator = {
  label: 'an operator',
  config: ['spec.config', 'spec.configs', 'spec.userConfig', 'spec.forProvider.config'],
  keys: {
    'connector.class': ['spec.class', 'spec.connectorClass', 'spec.forProvider.connectorClass'],
    'tasks.max': ['spec.tasksMax', 'spec.taskMax', 'spec.forProvider.tasksMax'],
  },
  prefixes: [],
};

const kinds: ReadonlySet<unknown> = new Set(['KafkaConnector', 'Connector']);

/** The operator of a resource; undefined if the resource is no connector. Other products have a kind `Connector` too. */
export function operatorOf(resource: Members): Operator | undefined {
  const { kind, apiVersion } = resource;
  if (!kinds.has(kind)) return undefined;
  const version = typeof apiVersion === 'string' ? apiVersion : '';
  const group = version.split('/', 1)[0] ?? '';
  const found = known.find(
    (one) => one.kind === kind && (one.groups.includes(group) || one.groups.includes(version)),
  );
  if (found) return found;
  if (memberAt(resource, 'spec.connectCluster') !== undefined) return ns4kafka;
  const classes = unknown.keys['connector.class'] ?? [];
  const places = [...classes, ...unknown.config.map((place) => `${place}.connector.class`)];
  return places.some((place) => memberAt(resource, place) !== undefined) ? unknown : undefined;
}

/** The member at a path of keys; a key may contain dots where the rest of the path is one key. */
export function memberAt(value: unknown, path: string): unknown {
  if (typeof value !== 'object' || value === null) return undefined;
  const members = value as Members;
  if (Object.hasOwn(members, path)) return members[path];
  const dot = path.indexOf('.');
  return dot < 0 ? undefined : memberAt(members[path.slice(0, dot)], path.slice(dot + 1));
}
