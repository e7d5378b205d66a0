import { isMap, isScalar, parseDocument } from 'yaml';
import type { EditedFile } from './edit-connector.ts';
import { printEntry } from './print-entry.ts';

/** A cluster to declare. */
export interface NewCluster {
  readonly name: string;
  readonly url: string;
}

/** Declares clusters in a project file that has none. `before` is undefined if there is no project file. */
export function addClusters(before: string | undefined, clusters: readonly NewCluster[]): EditedFile {
  const block = `clusters:\n${clusters.map(print).join('')}`;
  if (before === undefined) return { kind: 'edited', text: `version: 1\n${block}` };
  const document = parseDocument(before, { schema: 'failsafe', prettyErrors: false });
  if (!isMap(document.contents)) return { kind: 'rejected', reason: 'the project file is not a mapping' };
  if (document.contents.flow === true)
    return { kind: 'rejected', reason: 'the project file uses flow style (braces)' };
  if (document.contents.items.some(({ key }) => isScalar(key) && key.value === 'clusters'))
    return { kind: 'rejected', reason: 'the project file has  clusters:  already' };
  const start = before === '' || before.endsWith('\n') ? before : `${before}\n`;
  return { kind: 'edited', text: start + block };
}

function print({ name, url }: NewCluster): string {
  return `  ${/^[A-Za-z][\w-]*$/.test(name) ? name : `'${name}'`}:\n${printEntry('url', [{ kind: 'text', text: url }], 4)}`;
}
