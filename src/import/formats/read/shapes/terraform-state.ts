import {
  type DataPath,
  type DataShape,
  type FoundConnector,
  foundConnector,
  isConfig,
  isMap,
  type Members,
  stateIn,
  textOf,
} from './data-shape.ts';
import { UnknownValue } from './unknown-value.ts';

/** The command whose output contains the values of all expressions. */
export const terraformShow = 'terraform show -json > state.json';

/**
 * What `terraform show -json` prints of a state or a saved plan. Of a plan, only the planned values count: it also repeats
 * the state before and the configuration.
 */
export const terraformState: DataShape = {
  form: 'Terraform state',
  find: (value, path, search) => {
    if (!('format_version' in value)) return undefined;
    const key = ['planned_values', 'values'].find((one) => isMap(value[one]));
    if (key === undefined) return undefined;
    const unknown = unknownConfigs(value['resource_changes']);
    return search(withUnknown(value[key], unknown), [...path, key]);
  },
};

/** A resource in a state: `values` as `terraform show -json` prints it, or `instances` of a state file. */
export const terraformResource: DataShape = {
  form: 'Terraform resource',
  find: ({ type, name, values, instances, mode }, path) => {
    if (typeof type !== 'string' || mode === 'data') return undefined;
    if (isMap(values)) return connectorOf(values, { type, label: name, path: [...path, 'values'] });
    if (!Array.isArray(instances)) return undefined;
    return instances.flatMap((one, index) => {
      if (!isMap(one) || !isMap(one['attributes'])) return [];
      const at = [...path, 'instances', index, 'attributes'];
      return connectorOf(one['attributes'], { type, label: name, path: at }) ?? [];
    });
  },
};

/** Attributes with a config, by provider: Mongey, Aiven and Conduktor; Confluent; AWS. */
const configAttributes = ['config', 'config_nonsensitive', 'connector_configuration'];

/** The connector in the attributes of a resource; undefined if it is another resource. */
export function connectorOf(
  attributes: Members,
  place: { readonly type: string; readonly label: unknown; readonly path: DataPath },
): readonly FoundConnector[] | undefined {
  const { spec } = attributes;
  if (isMap(spec)) return connectorOf({ ...attributes, ...spec, spec: undefined }, place);
  const isResourceOfConnector = /connector(?:_v\d+)?$/.test(place.type);
  const key =
    configAttributes.find((one) => isConfig(attributes[one])) ??
    configAttributes.find((one) => isResourceOfConnector && attributes[one] !== undefined);
  if (key === undefined) return undefined;
  const [config, unknown] = configIn(attributes[key], key);
  const [secret, unknownSecret] = configIn(attributes['config_sensitive'] ?? {}, 'config_sensitive');
  return [
    foundConnector({
      name: attributes['name'] ?? attributes['connector_name'] ?? config['name'] ?? textOf(place.label),
      config: { ...config, ...masked(secret), ...unknown, ...unknownSecret },
      state: stateIn({ state: attributes['status'] }),
      path: [...place.path, key],
      service: serviceOf(key),
      secretKeys: Object.keys(secret),
    }),
  ];
}

/** A config, or the unknown value in its place under the key of the attribute. */
function configIn(value: unknown, key: string): [Members, Members] {
  if (isMap(value)) return [value, {}];
  const unknown = value instanceof UnknownValue ? value : new UnknownValue('an expression', terraformShow);
  return [{}, { [key]: unknown }];
}

function serviceOf(key: string) {
  if (key === 'config_nonsensitive') return 'Confluent Cloud';
  return key === 'connector_configuration' ? 'Amazon MSK Connect' : undefined;
}

/** A provider that does not keep a sensitive value stores null: the value is masked. */
function masked(secret: Members): Members {
  return Object.fromEntries(Object.entries(secret).map(([key, one]) => [key, one ?? '********']));
}

/** The configs of a plan with values that are known only after apply, by the address of the resource. */
function unknownConfigs(changes: unknown): ReadonlyMap<string, Members> {
  const list = Array.isArray(changes) ? changes.filter(isMap) : [];
  return new Map(
    list.flatMap(({ address, change }): [string, Members][] => {
      const unknown = isMap(change) ? change['after_unknown'] : undefined;
      return isMap(unknown) ? [[String(address), unknown]] : [];
    }),
  );
}

/** Marks the values of resources that are known only after apply. */
function withUnknown(value: unknown, unknown: ReadonlyMap<string, Members>): unknown {
  if (unknown.size === 0) return value;
  if (Array.isArray(value)) return value.map((one) => withUnknown(one, unknown));
  if (!isMap(value)) return value;
  const own = unknown.get(textOf(value['address']) ?? '');
  if (own && isMap(value['values'])) return { ...value, values: markUnknown(value['values'], own) };
  return Object.fromEntries(Object.entries(value).map(([key, one]) => [key, withUnknown(one, unknown)]));
}

function markUnknown(values: Members, unknown: Members): Members {
  const marked = Object.entries(unknown).flatMap(([key, one]): [string, unknown][] => {
    if (one === true) return [[key, new UnknownValue('a value that is known after apply', terraformShow)]];
    const inner = values[key];
    return isMap(one) && Object.keys(one).length > 0
      ? [[key, markUnknown(isMap(inner) ? inner : {}, one)]]
      : [];
  });
  return { ...values, ...Object.fromEntries(marked) };
}
