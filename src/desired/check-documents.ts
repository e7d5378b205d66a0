import { type Diagnostic, hasErrors } from '../model/diagnostic.ts';
import { findUnusedOverrides } from './check-layers.ts';
import {
  checkClusters,
  checkName,
  checkNameInConfig,
  duplicateProblem,
  findDuplicates,
  type NamedDocument,
} from './check-names.ts';
import type { CheckableFiles } from './check-vars.ts';
import { type ClusterDocument, varsFromEnvironment } from './cluster-document.ts';
import type { ConnectorDocument } from './connector-document.ts';
import { literalNames } from './owned-patterns.ts';
import { checkExtends } from './profile-chain.ts';
import type { ProjectDocument } from './project-document.ts';
import { literalText } from './template.ts';

/** The documents, with newly found errors marked as broken, and the problems. */
export interface CheckedDocuments {
  readonly documents: readonly ConnectorDocument[];
  readonly diagnostics: readonly Diagnostic[];
}

/**
 * Checks what is the same on every cluster: names without variables, and references to clusters and profiles. What
 * depends on the variables of a cluster is checked when its connectors are resolved.
 */
export function checkDocuments(
  documents: readonly ConnectorDocument[],
  project: ProjectDocument,
): CheckedDocuments {
  const checked = documents.map((document) => {
    const inConfig = document.nameInConfig && literalText(document.nameInConfig);
    const problems = [
      ...named(document).flatMap((it) => checkLiteralName(it, inConfig, reliableNames(project))),
      ...(project.isBroken ? [] : checkReferences(document, project)),
    ];
    return { problems, document: hasErrors(problems) ? { ...document, isBroken: true } : document };
  });
  const duplicates = findDuplicates(documents.flatMap(named)).map(duplicateProblem);
  return {
    documents: checked.map(({ document }) => document),
    diagnostics: [...checked.flatMap(({ problems }) => problems), ...duplicates],
  };
}

/** The number of files and directories with errors. */
export function countBrokenFiles(diagnostics: readonly Diagnostic[]): number {
  const errors = diagnostics.filter(({ severity }) => severity === 'error');
  const files = new Set(errors.flatMap(({ source }) => source?.file ?? []));
  return files.size + errors.filter(({ code }) => code === 'unreadable-directory').length;
}

/** Checks references to clusters and profiles. */
function checkReferences(
  document: ConnectorDocument,
  { clusters, layers }: ProjectDocument,
): readonly Diagnostic[] {
  return [
    ...checkClusters(document, [...clusters.keys()]),
    ...checkExtends(document.extends, layers.profiles),
    ...findUnusedOverrides(document, clusters),
  ];
}

/** A project file with errors may lack owned names, so `not-owned` must not be reported then. */
function reliableNames({ isBroken, owned }: ProjectDocument): readonly string[] | undefined {
  return isBroken ? undefined : literalNames(owned);
}

function checkLiteralName(
  it: NamedDocument,
  inConfig: string | undefined,
  owned: readonly string[] | undefined,
): readonly Diagnostic[] {
  return [...checkName(it, owned), ...(inConfig === undefined ? [] : checkNameInConfig(it, inConfig))];
}

function named(document: ConnectorDocument): NamedDocument[] {
  const name = literalText(document.name);
  return name === undefined ? [] : [{ name, document }];
}

/**
 * The project after a check of its variables: those that would show a secret have no value, and are errors. `known`:
 * every cluster, if not all of them are in force.
 */
export async function withCheckedVars<Files extends CheckableFiles>(
  files: Files,
  known: ReadonlyMap<string, ClusterDocument> = files.clusters,
): Promise<Files> {
  const { project, clusters, connections } = files;
  const all = [
    project.vars,
    ...[...clusters.values()].map(({ vars }) => vars),
    ...(connections ? [connections.vars, ...connections.clusterVars.values()] : []),
  ];
  const declared = all.flatMap(varsFromEnvironment);
  if (declared.length === 0) return files;
  // Loaded only where it is needed.
  const { checkVars } = await import('./check-vars.ts');
  const checked = checkVars(files, declared, known);
  return { ...files, ...checked, brokenFiles: countBrokenFiles(checked.diagnostics) };
}
