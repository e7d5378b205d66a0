import { type DataPath, isMap } from './shapes/data-shape.ts';

/**
 * The members beside the config of a connector that import does not read, such as a misspelt `nmae`. What an operator
 * reads beside it is named by the form of its resources.
 */
export function unknownMembers(data: unknown, path: DataPath): readonly string[] {
  const outer = path.slice(0, -1);
  if (path.at(-1) !== 'config' || ofOtherTools.has(outer.at(-1))) return [];
  const members = valueAt(data, outer);
  return isMap(members) ? Object.keys(members).filter((key) => !known.has(key) && !key.startsWith('x-')) : [];
}

/** Where operators and Terraform have members of their own beside the config. */
const ofOtherTools: ReadonlySet<unknown> = new Set(['spec', 'values', 'attributes']);

/** What import reads, and what workers and connect-sync report of a connector beside its config. */
const known: ReadonlySet<string> = new Set([
  'name',
  'connector_name',
  'connectorName',
  'metadata',
  'config',
  'state',
  'initial_state',
  'tasks',
  'type',
  'connector',
  'status',
  'info',
  'trace',
  'worker_id',
  'version',
  'format',
  '$schema',
  '_comment',
]);

function valueAt(data: unknown, path: DataPath): unknown {
  let value = data;
  for (const step of path) {
    if (Array.isArray(value)) value = value[Number(step)];
    else if (isMap(value)) value = value[step];
    else return undefined;
  }
  return value;
}
