import type { DesiredState } from '../../../../model/desired-connector.ts';
import { type DataShape, foundConnector, isMap, type Members, textOf } from './data-shape.ts';
import { memberAt, type Operator, operatorOf } from './operators.ts';

/**
 * Resources of operators: Strimzi, Confluent for Kubernetes, Aiven, Jikkou and others. As in the operators, what stands
 * beside the config takes precedence over the config. What a connector file cannot declare is named.
 */
export const operatorResource: DataShape = {
  form: 'resource of an operator',
  find: (value, path) => {
    const operator = operatorOf(value);
    if (!operator) return undefined;
    const spec = membersAt(value, 'spec');
    const place = operator.config.find((one) => isMap(memberAt(value, one))) ?? operator.config[0] ?? '';
    const { name: nameInConfig, ...config } = membersAt(value, place);
    const outside = keysOutside(value, operator);
    const name = textOf(spec['name']) ?? textOf(membersAt(value, 'metadata')['name']);
    const ignoredName = name !== undefined && nameInConfig !== undefined && textOf(nameInConfig) !== name;
    return [
      foundConnector({
        name: name ?? nameInConfig,
        config: { ...config, ...Object.fromEntries(outside) },
        state: stateOf(spec),
        path: [...path, ...place.split('.')],
        ignored: [
          ...(ignoredName ? [`${place}.name`] : []),
          ...outranked(config, outside).map((key) => `${place}.${key}`),
          ...withoutCounterpart(value, operator),
        ],
      }),
    ];
  },
};

function membersAt(value: Members, path: string): Members {
  const found = memberAt(value, path);
  return isMap(found) ? found : {};
}

/** The keys of the connector that are set outside of its config. */
function keysOutside(value: Members, { keys }: Operator): readonly (readonly [string, unknown])[] {
  return Object.entries(keys).flatMap(([key, places]) => {
    const found = places.map((place) => memberAt(value, place)).find((one) => textOf(one) !== undefined);
    return found === undefined ? [] : [[key, found] as const];
  });
}

/** Keys of the config with another value than the one that is in force. */
function outranked(config: Members, outside: readonly (readonly [string, unknown])[]): readonly string[] {
  return outside
    .filter(([key, value]) => key in config && textOf(config[key]) !== textOf(value))
    .map(([key]) => key);
}

const states: readonly DesiredState[] = ['running', 'paused', 'stopped'];

/** `state` takes precedence over `pause`, which older resources have. */
function stateOf(spec: Members): DesiredState | undefined {
  const text = textOf(spec['state'])?.toLowerCase();
  const state = states.find((one) => one === text);
  if (state || text !== undefined) return state;
  return textOf(spec['pause']) === 'true' ? 'paused' : undefined;
}

/** What a resource says about its connector and a connector file cannot. */
function withoutCounterpart(value: Members, operator: Operator): readonly string[] {
  const read = new Set(['spec.name', ...operator.config, ...Object.values(operator.keys).flat()]);
  if (stateOf(membersAt(value, 'spec')) !== undefined) read.add('spec.state').add('spec.pause');
  const isFalse = (one: unknown) => textOf(one) === 'false';
  if (isFalse(memberAt(value, 'spec.pause'))) read.add('spec.pause');
  const metadata = membersAt(value, 'metadata');
  return [
    ...unread(membersAt(value, 'spec'), 'spec', read),
    ...['connectCluster', 'cluster', 'autoRestart']
      .filter((key) => key in metadata)
      .map((key) => `metadata.${key}`),
    ...['labels', 'annotations'].flatMap((part) =>
      Object.keys(membersAt(metadata, part)).filter((key) =>
        operator.prefixes.some((prefix) => key.startsWith(prefix)),
      ),
    ),
  ];
}

/** The paths of members that are not read, and not above a path that is read. */
function unread(members: Members, above: string, read: ReadonlySet<string>): readonly string[] {
  return Object.entries(members).flatMap(([key, member]) => {
    const path = `${above}.${key}`;
    if (read.has(path) || member === null || member === undefined) return [];
    const isAbove = [...read].some((one) => one.startsWith(`${path}.`));
    return isAbove && isMap(member) ? unread(member, path, read) : [path];
  });
}
