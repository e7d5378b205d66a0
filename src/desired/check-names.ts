import { isConnectorName } from '../model/connector-name.ts';
import { type Diagnostic, diagnose } from '../model/diagnostic.ts';
import { matchesAnyGlob } from '../model/name-glob.ts';
import { nearestName } from '../model/nearest-name.ts';
import type { Ownership } from '../model/project.ts';
import type { ConnectorDocument } from './connector-document.ts';
import type { PlainText } from './template.ts';

/** A document whose name is known. */
export interface NamedDocument {
  readonly name: string;
  readonly document: ConnectorDocument;
}

/** A pair of documents that describe one connector on one cluster. */
export interface DuplicatePair {
  readonly first: NamedDocument;
  readonly second: NamedDocument;
}

/** What is wrong with a connector's name taken alone: its characters, and who owns it. */
export function checkName({ name, document }: NamedDocument, ownership: Ownership): readonly Diagnostic[] {
  const { source, nameFrom: from } = document;
  if (!isConnectorName(name)) return [diagnose('invalid-name', { name, from }, { source })];
  const { names: owned } = ownership;
  return owned && !matchesAnyGlob(owned, name) ? [diagnose('not-owned', { name, owned }, { source })] : [];
}

/** Whether `name` within the configuration says the same; the worker adds the name itself. */
export function checkNameInConfig(
  { name, document }: NamedDocument,
  inConfig: string,
): readonly Diagnostic[] {
  const source = document.nameInConfig?.source;
  return inConfig === name ? [] : [diagnose('name-mismatch', { name, inConfig }, { source })];
}

/** Documents of one name whose clusters overlap; each later one with the first that it meets. */
export function findDuplicates(documents: readonly NamedDocument[]): readonly DuplicatePair[] {
  const namesakes = new Map<string, NamedDocument[]>();
  return documents.flatMap((second) => {
    const earlier = namesakes.get(second.name) ?? [];
    namesakes.set(second.name, [...earlier, second]);
    const first = earlier.find((candidate) => overlap(candidate, second));
    return first ? [{ first, second }] : [];
  });
}

/** The problem that a pair of namesakes is, with both places. */
export function duplicateProblem({ first, second }: DuplicatePair): Diagnostic {
  const [earlier, source] = [first.document.source, second.document.source];
  return diagnose(
    'duplicate-connector',
    { name: second.name, sameFile: earlier.file === source.file },
    { source, related: [{ label: 'first described in', source: earlier }] },
  );
}

/** Clusters that a connector is limited to, or is different on, and that the project does not declare. */
export function checkClusters(
  { clusters = [], overrides }: Pick<ConnectorDocument, 'clusters' | 'overrides'>,
  known: readonly string[],
): readonly Diagnostic[] {
  const named = [...clusters, ...[...overrides].map(([text, { source }]) => ({ text, source }))];
  return unknownClusters(named, known);
}

/** Those of the names that are no cluster of the project. */
export function unknownClusters(
  named: readonly PlainText[],
  known: readonly string[],
): readonly Diagnostic[] {
  const unknown = named.filter(({ text }) => !known.includes(text));
  return unknown.map(({ text: cluster, source }) =>
    diagnose('unknown-cluster', { cluster, known, suggestion: nearestName(cluster, known) }, { source }),
  );
}

function overlap({ document: one }: NamedDocument, { document: other }: NamedDocument): boolean {
  if (!one.clusters || !other.clusters) return true;
  return one.clusters.some(({ text }) => other.clusters?.some((cluster) => cluster.text === text));
}
