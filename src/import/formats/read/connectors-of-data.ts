import {
  type DataPath,
  type DataShape,
  type FoundConnector,
  isMap,
  type Members,
} from './shapes/data-shape.ts';
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
  const found: FoundConnector[] = [];
  visit(value, [...path], found);
  return found;
}

/** No document nests its connectors deeper. */
const deepest = 300;

/** `steps` is changed while the data is visited, because a copy for each member would take too long. */
function visit(value: unknown, steps: (string | number)[], found: FoundConnector[]): void {
  if (typeof value !== 'object' || value === null) return;
  if (steps.length > deepest) throw new RangeError('nested too deeply');
  const own =
    isMap(value) && keysOfShapes.some((key) => key in value) ? inShape(value, [...steps]) : undefined;
  if (own) {
    found.push(...own);
    return;
  }
  const members = Array.isArray(value) ? value.entries() : Object.entries(isMap(value) ? value : {});
  for (const [key, one] of members) {
    steps.push(key);
    visit(one, steps, found);
    steps.pop();
  }
}

/** An object without any of these has none of the forms. */
const keysOfShapes =
  'connector.class config configs kind format_version type config_nonsensitive connectorConfiguration Resources url info'.split(
    ' ',
  );

function inShape(value: Members, path: DataPath): readonly FoundConnector[] | undefined {
  for (const shape of shapes) {
    const found = shape.find(value, path, connectorsOfData);
    if (found) return found;
  }
  return undefined;
}
