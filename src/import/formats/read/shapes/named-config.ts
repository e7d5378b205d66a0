import { type DataShape, foundConnector, isConfig, isMap, stateIn } from './data-shape.ts';
import { nameInPath } from './name-in-path.ts';

/**
 * The answer of a worker to `expand=info` and `expand=status`. Confluent Cloud has the name, or the id of the connector, as
 * the key of the object.
 */
export const expandedConnector: DataShape = {
  form: 'expanded connector',
  find: (value, path) => {
    const { info, status, id } = value;
    if (!isMap(info) || !isConfig(info['config'])) return undefined;
    const { name, config } = info;
    return [
      foundConnector({
        name: name ?? nameInPath(path),
        config,
        service: isMap(id) || 'cloud.environment' in config ? 'Confluent Cloud' : undefined,
        state: stateIn(isMap(status) ? status : value),
        path: [...path, 'info', 'config'],
      }),
    ];
  },
};

/** `{name, config}`, as in a request that creates a connector, in a connector file, and in values of Helm and Ansible. */
export const namedConfig: DataShape = {
  form: 'name and config',
  find: (value, path) => {
    const { config, metadata } = value;
    if (!isConfig(config)) return undefined;
    const name = value['name'] ?? value['connector_name'] ?? value['connectorName'];
    const inMetadata = isMap(metadata) ? metadata['name'] : undefined;
    return [
      foundConnector({
        name: name ?? inMetadata ?? config['name'] ?? nameInPath(path),
        config,
        state: stateIn(value),
        path: [...path, 'config'],
      }),
    ];
  },
};

/** A config alone. */
export const bareConfig: DataShape = {
  form: 'config',
  find: (value, path) => {
    if (!isConfig(value) || isMap(value['connector.class'])) return undefined;
    return [foundConnector({ name: value['name'] ?? nameInPath(path), config: value, path })];
  },
};
