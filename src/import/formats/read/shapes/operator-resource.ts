import { type DataShape, foundConnector, isMap, stateIn } from './data-shape.ts';

/** Resources of operators and of Jikkou: Strimzi, Confluent for Kubernetes, Aiven. */
export const operatorResource: DataShape = {
  form: 'resource of an operator',
  find: (value, path) => {
    const spec = value['spec'];
    if (!kinds.has(String(value['kind'])) || !isMap(spec)) return undefined;
    const key = configKeys.find((one) => isMap(spec[one])) ?? 'config';
    const config = isMap(spec[key]) ? spec[key] : {};
    const own = {
      'connector.class': spec['class'] ?? spec['connectorClass'],
      'tasks.max': spec['tasksMax'] ?? spec['taskMax'],
    };
    const given = Object.entries(own).filter(([name, one]) => one !== undefined && !(name in config));
    const metadata = isMap(value['metadata']) ? value['metadata'] : {};
    const isPaused = String(spec['pause']) === 'true';
    return [
      foundConnector({
        name: spec['name'] ?? metadata['name'],
        config: { ...Object.fromEntries(given), ...config },
        state: isPaused ? 'paused' : stateIn(spec),
        path: [...path, 'spec', key],
      }),
    ];
  },
};

const kinds = new Set(['KafkaConnector', 'Connector']);
const configKeys = ['config', 'configs', 'userConfig'];
