import { describe, expect, it } from 'vitest';
import { filledIn } from '../../../../../src/import/formats/found-connector.ts';
import { readFoundFile } from '../../../../../src/import/formats/read/read-found-file.ts';
import { mergeCounterparts } from '../../../../../src/import/sources/merge-counterparts.ts';
import { describeDiagnostic } from '../../../../../src/model/diagnostic.ts';

/** The connectors of a file, and the messages about them. */
function read(text: string, file = 'resources.yaml') {
  const found = readFoundFile({ file, text, readNamed: () => undefined });
  return {
    connectors: found.connectors.map(({ name, state, config }) => ({
      name,
      ...(state && { state }),
      config: Object.fromEntries([...config].map(([key, value]) => [key, filledIn(value, new Map())])),
    })),
    messages: [...found.skipped.map(({ problem }) => problem), ...found.diagnostics].map(
      (problem) => describeDiagnostic(problem, (one) => one).message,
    ),
  };
}

/** Paths and labels that the warning about a connector names. */
function ignored(text: string): readonly string[] {
  const { messages } = read(text);
  return messages.flatMap((message) => {
    const list = /^not imported with "[^"]+": (.+), which a connector file cannot declare$/.exec(
      message,
    )?.[1];
    return list?.split(/, and | and |, /) ?? [];
  });
}

function strimzi(spec: string, metadata = 'name: invoices'): string {
  return `apiVersion: kafka.strimzi.io/v1beta2\nkind: KafkaConnector\nmetadata: {${metadata}}\nspec: ${spec}\n`;
}

describe('a resource of an operator', () => {
  it.each([
    [
      'Strimzi',
      strimzi('{class: Sink, tasksMax: 3, version: 2.1.0, state: paused, config: {topics: a}}'),
      {
        name: 'invoices',
        state: 'paused',
        config: {
          'connector.class': 'Sink',
          'tasks.max': '3',
          'connector.plugin.version': '2.1.0',
          topics: 'a',
        },
      },
    ],
    [
      'IBM Event Streams',
      'apiVersion: eventstreams.ibm.com/v1beta2\nkind: KafkaConnector\nmetadata: {name: mq}\nspec: {class: MQ, tasksMax: 1, config: {topic: t}}\n',
      { name: 'mq', config: { 'connector.class': 'MQ', 'tasks.max': '1', topic: 't' } },
    ],
    [
      'Confluent for Kubernetes',
      'apiVersion: platform.confluent.io/v1beta1\nkind: Connector\nmetadata: {name: pageviews, namespace: x}\nspec: {name: Page_Views, class: Datagen, taskMax: 4, configs: {quickstart: p}}\n',
      { name: 'Page_Views', config: { 'connector.class': 'Datagen', 'tasks.max': '4', quickstart: 'p' } },
    ],
    [
      'Confluent for Kubernetes Blueprints',
      'apiVersion: apps.cpc.platform.confluent.io/v1beta1\nkind: Connector\nmetadata: {name: p}\nspec: {connectorConfigs: {class: Datagen, taskMax: 4, configs: {quickstart: p}}}\n',
      { name: 'p', config: { 'connector.class': 'Datagen', 'tasks.max': '4', quickstart: 'p' } },
    ],
    [
      'Aiven',
      'apiVersion: aiven.io/v1alpha1\nkind: KafkaConnector\nmetadata: {name: os}\nspec: {connectorClass: Search, userConfig: {topics: t, tasks.max: "2"}}\n',
      { name: 'os', config: { 'connector.class': 'Search', topics: 't', 'tasks.max': '2' } },
    ],
    [
      'Jikkou',
      'apiVersion: kafka.jikkou.io/v1beta1\nkind: KafkaConnector\nmetadata: {name: j}\nspec: {connectorClass: Sink, tasksMax: 2, state: STOPPED, config: {topics: t}}\n',
      { name: 'j', state: 'stopped', config: { 'connector.class': 'Sink', 'tasks.max': '2', topics: 't' } },
    ],
    [
      'Ns4Kafka',
      'apiVersion: v1\nkind: Connector\nmetadata: {name: ns}\nspec: {connectCluster: local, config: {connector.class: Sink, topics: t}}\n',
      { name: 'ns', config: { 'connector.class': 'Sink', topics: 't' } },
    ],
    [
      'Conduktor',
      'apiVersion: kafka/v2\nkind: Connector\nmetadata: {name: c}\nspec: {config: {connector.class: Sink, topics: t}}\n',
      { name: 'c', config: { 'connector.class': 'Sink', topics: 't' } },
    ],
    [
      'a provider of Crossplane',
      'apiVersion: kafka.example.org/v1\nkind: KafkaConnector\nmetadata: {name: x}\nspec: {forProvider: {config: {connector.class: Sink, topics: t}}}\n',
      { name: 'x', config: { 'connector.class': 'Sink', topics: 't' } },
    ],
    [
      'no operator that is named',
      'kind: KafkaConnector\nmetadata: {name: x}\nspec: {class: Sink, tasksMax: 1, config: {topics: t}}\n',
      { name: 'x', config: { 'connector.class': 'Sink', 'tasks.max': '1', topics: 't' } },
    ],
  ])('of %s is read', (_, text, connector) => {
    expect(read(text).connectors).toEqual([connector]);
  });

  it.each([
    ['{class: C, state: running}', 'running'],
    ['{class: C, state: stopped}', 'stopped'],
    ['{class: C, pause: true}', 'paused'],
    ['{class: C, pause: "true"}', 'paused'],
    ['{class: C, pause: false}', undefined],
    ['{class: C, pause: true, state: running}', 'running'],
    ['{class: C, pause: true, state: stopped}', 'stopped'],
    ['{class: C}', undefined],
  ])('with spec %s declares the state %s', (spec, state) => {
    expect(read(strimzi(spec)).connectors[0]?.state).toBe(state);
    expect(ignored(strimzi(spec))).toEqual([]);
  });

  it('sets class, tasks, version and name by its spec, and names what the config says otherwise', () => {
    const text = strimzi(
      '{class: A, tasksMax: 2, version: "1", config: {connector.class: B, tasks.max: 3, connector.plugin.version: "1", name: other, topics: t}}',
    );
    expect(read(text).connectors).toEqual([
      {
        name: 'invoices',
        config: { 'connector.class': 'A', 'tasks.max': '2', 'connector.plugin.version': '1', topics: 't' },
      },
    ]);
    expect(ignored(text)).toEqual([
      'spec.config.name',
      'spec.config.connector.class',
      'spec.config.tasks.max',
    ]);
  });

  it('keeps class and tasks of the config where the spec has none', () => {
    const text = strimzi('{config: {connector.class: B, tasks.max: 3}}');
    expect(read(text)).toEqual({
      connectors: [{ name: 'invoices', config: { 'connector.class': 'B', 'tasks.max': '3' } }],
      messages: [],
    });
  });

  it.each([
    [strimzi('{class: C, autoRestart: {enabled: true, maxRestarts: 5}}'), ['spec.autoRestart']],
    [
      strimzi('{class: C, alterOffsets: {fromConfigMap: {name: o}}, listOffsets: {toConfigMap: {name: o}}}'),
      ['spec.alterOffsets', 'spec.listOffsets'],
    ],
    [
      strimzi(
        '{class: C, state: lost}',
        'name: x, labels: {strimzi.io/cluster: east, app: shop}, annotations: {strimzi.io/restart: "true", kubectl.kubernetes.io/x: y}',
      ),
      ['spec.state', 'strimzi.io/cluster', 'strimzi.io/restart'],
    ],
    [
      'apiVersion: platform.confluent.io/v1beta1\nkind: Connector\nmetadata: {name: x}\nspec: {class: C, taskMax: 1, configs: {a: b}, restartPolicy: {type: OnFailure, maxRetry: 3}, connectClusterRef: {name: c}, connectRest: {endpoint: e}}\n',
      ['spec.restartPolicy', 'spec.connectClusterRef', 'spec.connectRest'],
    ],
    [
      'apiVersion: apps.cpc.platform.confluent.io/v1beta1\nkind: Connector\nmetadata: {name: x}\nspec: {connectorConfigs: {class: C, taskMax: 1, configs: {a: b}, extra: 1}, action: {type: Pause}}\n',
      ['spec.connectorConfigs.extra', 'spec.action'],
    ],
    [
      'apiVersion: aiven.io/v1alpha1\nkind: KafkaConnector\nmetadata: {name: x}\nspec: {project: p, serviceName: s, authSecretRef: {name: t}, connectorClass: C, userConfig: {a: b}}\n',
      ['spec.project', 'spec.serviceName', 'spec.authSecretRef'],
    ],
    [
      'apiVersion: kafka.jikkou.io/v1\nkind: KafkaConnector\nmetadata: {name: x, labels: {kafka.jikkou.io/connect-cluster: c}}\nspec: {connectorClass: C, config: {a: b}}\n',
      ['kafka.jikkou.io/connect-cluster'],
    ],
    [
      'apiVersion: v1\nkind: Connector\nmetadata: {name: x, cluster: k}\nspec: {connectCluster: local, config: {connector.class: C}}\n',
      ['spec.connectCluster', 'metadata.cluster'],
    ],
    [
      'apiVersion: kafka/v2\nkind: Connector\nmetadata: {name: x, cluster: k, connectCluster: c, autoRestart: {enabled: true}}\nspec: {config: {connector.class: C}}\n',
      ['metadata.connectCluster', 'metadata.cluster', 'metadata.autoRestart'],
    ],
  ])('has one warning that names what has no counterpart (%#)', (text, parts) => {
    expect(read(text).connectors).toHaveLength(1);
    expect(read(text).messages).toHaveLength(1);
    expect(ignored(text)).toEqual(parts);
  });

  it('is read from lists, from several documents, and from JSON', () => {
    const one = (name: string) =>
      `{"apiVersion": "kafka.strimzi.io/v1", "kind": "KafkaConnector", "metadata": {"name": "${name}"}, "spec": {"class": "C", "tasksMax": 2, "config": {"a": 1.50, "b": true}}}`;
    const config = { 'connector.class': 'C', 'tasks.max': '2', a: '1.50', b: 'true' };
    const both = [
      { name: 'm', config },
      { name: 'n', config },
    ];
    expect(read(`kind: List\nitems: [${one('m')}, ${one('n')}]\n`).connectors).toEqual(both);
    expect(read(`${one('m')}\n---\n${one('n')}\n`).connectors).toEqual(both);
    const list = `{"kind": "KafkaConnectorList", "items": [${one('m')}, ${one('n')}]}`;
    expect(read(list, 'all.json').connectors).toEqual(both);
  });

  it('joins lists of words, and skips a connector with nested values', () => {
    expect(read(strimzi('{class: C, config: {topics: [a, b]}}')).connectors[0]?.config['topics']).toBe('a,b');
    const nested = read(strimzi('{class: C, config: {a: {b: c}}}'));
    expect(nested.connectors).toEqual([]);
    expect(nested.messages[0]).toContain('skipped "invoices": the value of "a" is nested');
  });

  it.each([
    [
      'the Connect cluster itself',
      'apiVersion: kafka.strimzi.io/v1\nkind: KafkaConnect\nmetadata: {name: c}\nspec: {replicas: 1, config: {group.id: g}}\n',
    ],
    [
      'a connector of another product',
      'apiVersion: tailscale.com/v1alpha1\nkind: Connector\nmetadata: {name: c}\nspec: {hostname: h, subnetRouter: {advertiseRoutes: [a]}}\n',
    ],
    ['a config map', 'apiVersion: v1\nkind: ConfigMap\nmetadata: {name: c}\ndata: {a: b}\n'],
  ])('is not %s', (_, text) => {
    expect(read(`${text}---\n${strimzi('{class: C}')}`)).toEqual({
      connectors: [{ name: 'invoices', config: { 'connector.class': 'C' } }],
      messages: [],
    });
  });

  it('shares one warning with others that say the same', () => {
    const labelled = (name: string, more = '') =>
      strimzi(`{class: C${more}}`, `name: ${name}, labels: {strimzi.io/cluster: c}`);
    const names = Array.from({ length: 13 }, (_, index) => `c${index}`);
    const text = [...names.map((name) => labelled(name)), labelled('x', ', autoRestart: {}')].join('---\n');
    const found = readFoundFile({ file: 'a.yaml', text, readNamed: () => undefined });
    const messages = mergeCounterparts(found.diagnostics).map(
      (problem) => describeDiagnostic(problem, (one) => one).message,
    );
    expect(messages).toEqual([
      'not imported with "c0", "c1", "c2", "c3", "c4", "c5", "c6", "c7", "c8", "c9" and 3 more: strimzi.io/cluster, which a connector file cannot declare',
      'not imported with "x": spec.autoRestart and strimzi.io/cluster, which a connector file cannot declare',
    ]);
  });
});
