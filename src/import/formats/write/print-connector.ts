import type { DesiredState } from '../../../model/desired-connector.ts';
import { literalOf } from '../found-connector.ts';
import { groupOf, inFileOrder } from './key-groups.ts';
import { type PrintedValue, printEntry, unset } from './print-entry.ts';

/** The contents of a new connector file. */
export interface NewConnectorFile {
  /** Omitted: the name of the file. */
  readonly name: string | undefined;
  readonly state: DesiredState | undefined;
  /** The clusters that it is limited to; omitted: all. */
  readonly clusters: readonly string[] | undefined;
  /** The keys that the connector does not inherit. */
  readonly config: ReadonlyMap<string, PrintedValue>;
}

/** Prints a new connector file: keys in groups, separated by blank lines if there are many. */
export function printConnector({ name, state, clusters, config }: NewConnectorFile): string {
  const keys = inFileOrder(config.keys(), aliasesOf(config));
  const lines = keys.map((key, index) => {
    const before = keys[index - 1];
    const isNewGroup = before !== undefined && groupOf(before) !== groupOf(key);
    const entry = printEntry(key, config.get(key) ?? unset, 2);
    return isNewGroup && keys.length > mostWithoutGroups ? `\n${entry}` : entry;
  });
  return [
    name === undefined ? '' : printEntry('name', [{ kind: 'text', text: name }], 0),
    state === undefined ? '' : `state: ${state}\n`,
    clusters === undefined ? '' : `clusters: [${clusters.join(', ')}]\n`,
    keys.length === 0 ? 'config: {}\n' : 'config:\n',
    ...lines,
  ].join('');
}

/** With fewer keys, blank lines are not needed. */
const mostWithoutGroups = 6;

/** The aliases of transforms and predicates in the order of their lists. */
export function aliasesOf(config: ReadonlyMap<string, PrintedValue>): readonly string[] {
  return ['transforms', 'predicates'].flatMap((list) => {
    const value = config.get(list);
    const text = value === undefined || value === unset ? undefined : literalOf(value);
    return (text ?? '').split(',').map((alias) => alias.trim());
  });
}
