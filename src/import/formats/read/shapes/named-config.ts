import { type DataShape, foundConnector, isConfig, isMap, stateIn } from './data-shape.ts';

/** `{name, config}`, as in a request that creates a connector and in a connector file. */
export const namedConfig: DataShape = {
  form: 'name and config',
  find: (value, path) => {
    const { name, config } = value;
    if (!isConfig(config)) return undefined;
    return [foundConnector({ name, config, state: stateIn(value), path: [...path, 'config'] })];
  },
};

/** A config alone. */
export const bareConfig: DataShape = {
  form: 'config',
  find: (value, path) => {
    if (!('connector.class' in value)) return undefined;
    return [foundConnector({ name: value['name'], config: value, path })];
  },
};

/** Connectors in a member of their own: backups, `show -f json`, lists of Kubernetes. */
export const nestedConnectors: DataShape = {
  form: 'list of connectors',
  find: (value, path, search) => {
    if (isMap(value['connector'])) return search(value['connector'], [...path, 'connector']);
    const key = ['connectors', 'items'].find((one) => Array.isArray(value[one]));
    return key === undefined ? undefined : search(value[key], [...path, key]);
  },
};

/** Answers to `expand=info` and `expand=status`, and `show -f json`: connectors by name. */
export const connectorsByName: DataShape = {
  form: 'connectors by name',
  find: (value, path) =>
    Object.entries(value).flatMap(([name, one]) => {
      if (!isMap(one)) return [];
      const [info, inner] = isMap(one['info']) ? [one['info'], ['info']] : [one, []];
      const status = isMap(one['status']) ? one['status'] : one;
      if (!isConfig(info['config'])) return [];
      const at = [...path, name, ...inner, 'config'];
      return [foundConnector({ name, config: info['config'], state: stateIn(status), path: at })];
    }),
};
