import { hasOuterBlanks, isConnectorName } from '../model/connector-name.ts';
import { type Diagnostic, diagnose } from '../model/diagnostic.ts';
import { matchesAnyGlob } from '../model/name-glob.ts';
import { nearestName } from '../model/nearest-name.ts';
import { foreignPlaceholders, templatePlaceholders } from '../model/placeholders.ts';
import type { ConnectorDocument } from './connector-document.ts';
import { type Lookup, substitute } from './resolve-config.ts';
import { isUsable, literalText, type PlainText, type Template } from './template.ts';

/** A document whose name is known. */
export interface NamedDocument {
  readonly name: string;
  readonly document: ConnectorDocument;
}

/** Two documents that declare the same connector on one cluster. */
export interface DuplicatePair {
  readonly first: NamedDocument;
  readonly second: NamedDocument;
}

/** Checks a connector name by itself: its characters and its ownership, if the owned names are known. */
export function checkName(
  { name, document }: NamedDocument,
  owned: readonly string[] | undefined,
): readonly Diagnostic[] {
  const { source, nameFrom: from } = document;
  const [placeholder] = placeholdersIn(name);
  if (placeholder !== undefined) return [diagnose('invalid-name', { name, from, placeholder }, { source })];
  // Nobody sees a blank in the name of a file; in quotes behind  name:  it is meant.
  const isUnseen = from === 'file' && hasOuterBlanks(name);
  if (isUnseen || !isConnectorName(name)) return [diagnose('invalid-name', { name, from }, { source })];
  return checkOwned({ name, document }, owned);
}

function checkOwned(
  { name, document: { source } }: NamedDocument,
  owned: readonly string[] | undefined,
): readonly Diagnostic[] {
  return owned && !matchesAnyGlob(owned, name) ? [diagnose('not-owned', { name, owned }, { source })] : [];
}

/** What is left of a template in a name: no worker fills it in, and the connector would be called so. */
export function placeholdersIn(name: string): readonly string[] {
  const inShell = shellVariable.exec(name)?.[1];
  return [
    ...foreignPlaceholders(name),
    ...templatePlaceholders(name),
    ...(inShell === undefined ? [] : [inShell]),
  ];
}

/** `$name`, also in small letters: values of plugins have such references, names have not. `a$b` is a name. */
const shellVariable = /(?:^|[^\p{L}\p{N}])(\$[A-Za-z_]\w*)/u;

/** Checks that `name` in the config, which the worker adds itself, equals the name of the connector. */
export function checkNameInConfig(
  { name, document }: NamedDocument,
  inConfig: string,
): readonly Diagnostic[] {
  const source = document.nameInConfig?.source;
  return inConfig === name ? [] : [diagnose('name-mismatch', { name, inConfig }, { source })];
}

/** The owned names on a cluster. */
export interface CheckedNames {
  /** Undefined: unknown, or none are declared. */
  readonly names: readonly string[] | undefined;
  /** Whether they depend on variables, so that no name was checked when the project was read. */
  readonly isVariable: boolean;
}

/** Checks what could not be checked when the project was read, because it depends on variables. */
export function checkVariableNames(
  document: ConnectorDocument,
  name: string,
  { lookup, owned }: { readonly lookup: Lookup; readonly owned: CheckedNames },
): readonly Diagnostic[] {
  const { nameInConfig } = document;
  const inConfig = nameInConfig && isUsable(nameInConfig) ? substitute(nameInConfig, lookup) : undefined;
  const hasVariable = [document.name, ...(nameInConfig ? [nameInConfig] : [])].some(holdsVariable);
  const ownedLater = owned.isVariable ? checkOwned({ name, document }, owned.names) : [];
  return [
    ...(holdsVariable(document.name) ? checkName({ name, document }, owned.names) : ownedLater),
    ...(inConfig?.diagnostics ?? []),
    ...(inConfig && hasVariable && inConfig.diagnostics.length === 0
      ? checkNameInConfig({ name, document }, inConfig.text)
      : []),
  ];
}

/** Whether a text depends on a variable. */
export function holdsVariable(template: Template): boolean {
  return literalText(template) === undefined;
}

/** Finds documents with the same name and overlapping clusters; each is paired with the first such document. */
export function findDuplicates(documents: readonly NamedDocument[]): readonly DuplicatePair[] {
  const byName = new Map<string, NamedDocument[]>();
  return documents.flatMap((second) => {
    const earlier = byName.get(second.name);
    if (!earlier) {
      byName.set(second.name, [second]);
      return [];
    }
    const first = earlier.find((candidate) => overlap(candidate, second));
    earlier.push(second);
    return first ? [{ first, second }] : [];
  });
}

/** The problem that a pair of byName is, with both places. */
export function duplicateProblem({ first, second }: DuplicatePair): Diagnostic {
  const [earlier, source] = [first.document.source, second.document.source];
  return diagnose(
    'duplicate-connector',
    { name: second.name, sameFile: earlier.file === source.file },
    { source, related: [{ label: 'first declared in', source: earlier }] },
  );
}

/** Finds undeclared clusters in `clusters` and `overrides`. */
export function checkClusters(
  { clusters = [], overrides }: Pick<ConnectorDocument, 'clusters' | 'overrides'>,
  known: readonly string[],
): readonly Diagnostic[] {
  const named = [...clusters, ...[...overrides].map(([text, { source }]) => ({ text, source }))];
  return unknownClusters(named, known);
}

/** Finds names that are not clusters of the project. */
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
