import type { DataPath } from './data-shape.ts';

/**
 * The name of a connector that does not name itself: the key above its config. Undefined in a list, and where all keys
 * say only that there are connectors.
 */
export function nameInPath(path: DataPath): string | undefined {
  for (const step of [...path].reverse()) {
    if (typeof step === 'number') return undefined;
    if (!general.has(step.toLowerCase().replace(/[^a-z]/g, ''))) return step;
  }
  return undefined;
}

/** Keys that name a part of a document and no connector, without separators. */
const general = new Set(
  (
    'args attributes body config configs configuration confignonsensitive connect connector connectorconfig ' +
    'connectorconfiguration connectors connectorsconfig connectorsettings content data item items info ' +
    'json kafkaconnect kafkaconnectors kafkaconnectconnectors kafkaconnector manifest options output parameters params ' +
    'payload properties raw request resource resources result root settings spec template uri value values vars'
  ).split(' '),
);
