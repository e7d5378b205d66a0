import { type DataPath, type DataShape, type FoundConnector, isMap } from './shapes/data-shape.ts';
import { bareConfig, connectorsByName, namedConfig, nestedConnectors } from './shapes/named-config.ts';
import { operatorResource } from './shapes/operator-resource.ts';

/** All forms of connectors in data, in the order in which they are tried. */
const shapes: readonly DataShape[] = [
  operatorResource,
  namedConfig,
  bareConfig,
  nestedConnectors,
  connectorsByName,
];

/** Finds the connectors in parsed data, in any form. */
export function connectorsOfData(value: unknown, path: DataPath = []): readonly FoundConnector[] {
  if (Array.isArray(value)) return value.flatMap((one, index) => connectorsOfData(one, [...path, index]));
  if (!isMap(value)) return [];
  for (const shape of shapes) {
    const found = shape.find(value, path, connectorsOfData);
    if (found) return found;
  }
  return [];
}
