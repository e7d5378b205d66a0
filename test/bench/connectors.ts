import type { SeededConnector } from '../../src/sandbox/sandbox-worker.ts';

/** Connectors like those of large repositories: one class, numbered names, mostly equal values, some of them long. */
export function seedsOf({
  connectors,
  keys,
}: {
  readonly connectors: number;
  readonly keys: number;
}): SeededConnector[] {
  return Array.from({ length: connectors }, (_, index) => ({
    name: nameOf(index),
    config: configOf(index, keys),
  }));
}

/** The same with one value of each changed. */
export function changedSeedsOf(size: {
  readonly connectors: number;
  readonly keys: number;
}): SeededConnector[] {
  return seedsOf(size).map(({ name, config }) => ({ name, config: { ...config, 'batch.size': '4000' } }));
}

function nameOf(index: number): string {
  return `orders-${String(index).padStart(5, '0')}`;
}

function configOf(index: number, keys: number): Record<string, string> {
  const config: Record<string, string> = {
    'connector.class': 'org.apache.kafka.connect.file.FileStreamSourceConnector',
    'tasks.max': '1',
    topic: `orders-${index}`,
    file: `/data/orders/${index}.txt`,
    'batch.size': '2000',
    'key.converter': 'org.apache.kafka.connect.storage.StringConverter',
    'value.converter': 'org.apache.kafka.connect.json.JsonConverter',
    'value.converter.schemas.enable': 'false',
    transforms: 'route',
    'transforms.route.type': 'org.apache.kafka.connect.transforms.RegexRouter',
    'transforms.route.regex': '(.*)',
    'transforms.route.replacement': 'routed-$1',
    'errors.tolerance': 'all',
    'errors.log.enable': 'true',
  };
  for (let key = Object.keys(config).length; key < keys; key += 1) {
    config[`consumer.override.setting.${String(key).padStart(2, '0')}`] = `value ${key} of ${index}`;
  }
  return config;
}
