import { type Diagnostic, hasErrors } from '../model/diagnostic.ts';
import type { Ownership } from '../model/project.ts';
import { findIdleOverrides } from './check-layers.ts';
import {
  checkClusters,
  checkName,
  checkNameInConfig,
  duplicateProblem,
  findDuplicates,
  type NamedDocument,
} from './check-names.ts';
import type { ConnectorDocument } from './connector-document.ts';
import { checkExtends } from './profile-chain.ts';
import type { ProjectDocument } from './project-document.ts';
import { literalText } from './template.ts';

/** Documents, those with a newly found error marked as broken, and what was found. */
export interface CheckedDocuments {
  readonly documents: readonly ConnectorDocument[];
  readonly diagnostics: readonly Diagnostic[];
}

/**
 * Judges what is the same on every cluster: names that hold no variable, and the clusters that connectors are limited
 * to. What depends on a cluster's variables is judged when connectors are resolved for it.
 */
export function checkDocuments(
  documents: readonly ConnectorDocument[],
  project: ProjectDocument,
): CheckedDocuments {
  const judged = documents.map((document) => {
    const inConfig = document.nameInConfig && literalText(document.nameInConfig);
    const problems = [
      ...named(document).flatMap((it) => checkLiteralName(it, inConfig, reliableOwnership(project))),
      ...(project.isBroken ? [] : checkReferences(document, project)),
    ];
    return { problems, document: hasErrors(problems) ? { ...document, isBroken: true } : document };
  });
  const duplicates = findDuplicates(documents.flatMap(named)).map(duplicateProblem);
  return {
    documents: judged.map(({ document }) => document),
    diagnostics: [...judged.flatMap(({ problems }) => problems), ...duplicates],
  };
}

/** Clusters and profiles that a connector names. */
function checkReferences(
  document: ConnectorDocument,
  { clusters, layers }: ProjectDocument,
): readonly Diagnostic[] {
  return [
    ...checkClusters(document, [...clusters.keys()]),
    ...checkExtends(document.extends, layers.profiles),
    ...findIdleOverrides(document, clusters),
  ];
}

/** What a project file with errors says of ownership may lack names, so that nothing is called outside of it. */
function reliableOwnership({ isBroken, ownership }: ProjectDocument): Ownership {
  return isBroken ? { ...ownership, names: undefined } : ownership;
}

function checkLiteralName(
  it: NamedDocument,
  inConfig: string | undefined,
  ownership: Ownership,
): readonly Diagnostic[] {
  return [...checkName(it, ownership), ...(inConfig === undefined ? [] : checkNameInConfig(it, inConfig))];
}

function named(document: ConnectorDocument): NamedDocument[] {
  const name = literalText(document.name);
  return name === undefined ? [] : [{ name, document }];
}
