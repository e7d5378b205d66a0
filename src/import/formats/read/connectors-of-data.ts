import { type DataPath, type DataShape, type FoundConnector, isMap } from './shapes/data-shape.ts';
import { managedConnector } from './shapes/managed-connector.ts';
import { bareConfig, expandedConnector, namedConfig } from './shapes/named-config.ts';
import { openshiftTemplate } from './shapes/openshift-template.ts';
import { operatorResource } from './shapes/operator-resource.ts';
import { sentRequest } from './shapes/sent-request.ts';
import { terraformResource, terraformState } from './shapes/terraform-state.ts';

/** All forms of connectors in data, in the order in which they are tried. */
const shapes: readonly DataShape[] = [
  openshiftTemplate,
  operatorResource,
  terraformState,
  terraformResource,
  managedConnector,
  sentRequest,
  expandedConnector,
  namedConfig,
  bareConfig,
];

/** Finds the connectors in parsed data, in any form and at any depth. */
export function connectorsOfData(value: unknown, path: DataPath = []): readonly FoundConnector[] {
  if (path.length > deepest) throw new RangeError('nested too deeply');
  if (Array.isArray(value)) return inMembers([...value.entries()], path);
  if (!isMap(value)) return [];
  for (const shape of shapes) {
    const found = shape.find(value, path, connectorsOfData);
    if (found) return found;
  }
  return inMembers(Object.entries(value), path);
}

/** No document nests its connectors deeper. The limit also bounds the time for paths. */
const deepest = 500;

function inMembers(
  members: readonly (readonly [string | number, unknown])[],
  path: DataPath,
): readonly FoundConnector[] {
  return members.flatMap(([key, one]) =>
    typeof one === 'object' && one !== null ? connectorsOfData(one, [...path, key]) : [],
  );
}
