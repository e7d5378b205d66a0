import { cloudFormationValues } from './cloud-formation.ts';
import {
  type DataPath,
  type DataShape,
  type FoundConnector,
  foundConnector,
  isConfig,
  isMap,
  type Members,
  stateIn,
} from './data-shape.ts';
import { nameInPath } from './name-in-path.ts';

/**
 * Connectors of managed services: Confluent Cloud (`config_nonsensitive`), Amazon MSK Connect
 * (`connectorConfiguration`) and its resource in CloudFormation.
 */
export const managedConnector: DataShape = {
  form: 'connector of a managed service',
  find: (value, path) =>
    confluentCloud(value, path) ??
    confluentDescribed(value, path) ??
    mskConnect(value, path) ??
    cloudFormation(value, path),
};

function confluentCloud(value: Members, path: DataPath): readonly FoundConnector[] | undefined {
  const { name, config_nonsensitive: config, config_sensitive: sensitive } = value;
  if (!isConfig(config)) return undefined;
  const secret: Members = isMap(sensitive) ? sensitive : {};
  return [
    foundConnector({
      name: name ?? config['name'] ?? nameInPath(path),
      config: { ...config, ...secret },
      state: stateIn(value) ?? stateIn({ state: value['status'] }),
      path: [...path, 'config_nonsensitive'],
      service: 'Confluent Cloud',
      secretKeys: Object.keys(secret),
    }),
  ];
}

/** The output of `confluent connect cluster describe`: `configs` is a list of `{config, value}`. */
function confluentDescribed(value: Members, path: DataPath): readonly FoundConnector[] | undefined {
  const key = ['configs', 'config'].find((name) => Array.isArray(value[name]));
  const pairs: unknown = key === undefined ? [] : value[key];
  if (key === undefined || !Array.isArray(pairs)) return undefined;
  const config = Object.fromEntries(
    pairs.flatMap((pair: unknown) =>
      isMap(pair) && typeof pair['config'] === 'string' ? [[pair['config'], pair['value']]] : [],
    ),
  );
  if (!isConfig(config) || Object.keys(config).length < pairs.length) return undefined;
  const connector = isMap(value['connector']) ? value['connector'] : value;
  return [
    foundConnector({
      name: connector['name'] ?? config['name'],
      config,
      state: stateIn({ state: connector['status'] }),
      path: [...path, key],
      service: 'Confluent Cloud',
    }),
  ];
}

function mskConnect(value: Members, path: DataPath): readonly FoundConnector[] | undefined {
  const { connectorName: name, connectorConfiguration: config } = value;
  if (!isConfig(config)) return undefined;
  return [
    foundConnector({
      name: name ?? config['name'] ?? nameInPath(path),
      config,
      path: [...path, 'connectorConfiguration'],
      service: 'Amazon MSK Connect',
    }),
  ];
}

function cloudFormation(
  { Resources: resources }: Members,
  path: DataPath,
): readonly FoundConnector[] | undefined {
  if (!isMap(resources)) return undefined;
  const found = Object.entries(resources).flatMap(([id, resource]) => {
    if (!isMap(resource) || resource['Type'] !== 'AWS::KafkaConnect::Connector') return [];
    const properties = cloudFormationValues(resource['Properties'], resources);
    if (!isMap(properties) || !isMap(properties['ConnectorConfiguration'])) return [];
    return [
      foundConnector({
        name: properties['ConnectorName'] ?? id,
        config: properties['ConnectorConfiguration'],
        path: [...path, 'Resources', id, 'Properties', 'ConnectorConfiguration'],
        service: 'Amazon MSK Connect',
      }),
    ];
  });
  return found.length > 0 ? found : undefined;
}
