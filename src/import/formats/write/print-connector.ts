import type { DesiredState } from '../../../model/desired-connector.ts';
import {
  type FoundComments,
  type FoundValue,
  headComment,
  literalOf,
  tailComment,
  textValue,
} from '../found-connector.ts';
import { groupOf, inFileOrder } from './key-groups.ts';
import { type PrintedValue, printComments, printEntry, printList, unset } from './print-entry.ts';

/** The contents of a new connector file. */
export interface NewConnectorFile {
  /** Omitted: the name of the file. */
  readonly name: string | FoundValue | undefined;
  readonly state: DesiredState | undefined;
  /** The clusters that it is limited to; omitted: all. */
  readonly clusters: readonly string[] | undefined;
  /** Keys whose live value is kept. */
  readonly ignoreKeys?: readonly string[] | undefined;
  /** The keys that the connector does not inherit. */
  readonly config: ReadonlyMap<string, PrintedValue>;
  readonly comments?: FoundComments | undefined;
}

/**
 * Prints a new connector file: keys in groups, separated by blank lines if there are many. Comments are above their
 * keys; those of keys that are not printed are at the end, with the name of the key.
 */
export function printConnector(file: NewConnectorFile): string {
  const { name, state, clusters, ignoreKeys = [], config, comments = new Map() } = file;
  const keys = inFileOrder(config.keys(), aliasesOf(config));
  const lines = keys.map((key, index) => {
    const before = keys[index - 1];
    const isNewGroup = before !== undefined && groupOf(before) !== groupOf(key);
    const entry = printComments(comments.get(key), 2) + printEntry(key, config.get(key) ?? unset, 2);
    return isNewGroup && keys.length > mostWithoutGroups ? `\n${entry}` : entry;
  });
  return [
    printComments(comments.get(headComment), 0),
    name === undefined ? '' : printEntry('name', typeof name === 'string' ? textValue(name) : name, 0),
    state === undefined ? '' : `state: ${state}\n`,
    clusters === undefined ? '' : `clusters: [${clusters.join(', ')}]\n`,
    ignoreKeys.length === 0 ? '' : printList('ignoreKeys', ignoreKeys),
    keys.length === 0 ? 'config: {}\n' : 'config:\n',
    ...lines,
    ...[...comments].map(([key, texts]) => (config.has(key) ? '' : printOrphans(key, texts))),
  ].join('');
}

/** Comments of the keys that are not printed; a comment at the end has no key. */
function printOrphans(key: string, texts: readonly string[]): string {
  if (key === headComment) return '';
  return printComments(key === tailComment ? texts : texts.map((text) => ` ${key}: ${text.trimStart()}`), 2);
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
