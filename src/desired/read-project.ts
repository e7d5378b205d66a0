import path from 'node:path';
import { type Diagnostic, distinctDiagnostics } from '../model/diagnostic.ts';
import type { ProjectDeclaration } from '../model/project.ts';
import { loadSchemaCheck } from './check-document.ts';
import { checkDocuments } from './check-documents.ts';
import { findUnusedDefaults } from './check-layers.ts';
import { type ClusterDocument, declarationOf } from './cluster-document.ts';
import type { ConnectorDocument } from './connector-document.ts';
import { displayPath } from './display-path.ts';
import { type LoadedConnectorFiles, loadConnectorFiles } from './find-connector-files.ts';
import type { ProjectLayers } from './layer-document.ts';
import { type LoadedEnvironment, loadEnvironment } from './load-environment.ts';
import { locateProjectFile } from './locate-project-file.ts';
import { emptyProject, type ProjectDocument, readProjectFile } from './project-document.ts';
import { readSource } from './read-source.ts';
import { inReportOrder } from './report-order.ts';

/** What to load. */
export interface LoadRequest {
  /** Absolute: the directory of the project. */
  readonly directory: string;
  /** Relative to the directory. Undefined: connect-sync.yaml if it is there, else there is no project file. */
  readonly projectFile: string | undefined;
  /** Of the process; wins over the environment files. */
  readonly environment: ReadonlyMap<string, string>;
  /** In dotenv format, relative to the directory; of several the later wins. */
  readonly envFiles: readonly string[];
  /** For `requires` in the project file. */
  readonly connectSyncVersion: string;
  /** `left-out`: the project file alone, for commands that need no more; default: all there is. */
  readonly connectorFiles?: 'left-out' | undefined;
}

/** A project as its files say, located, with nothing substituted; and everything that is wrong with it so far. */
export interface ProjectFiles {
  readonly project: ProjectDeclaration;
  readonly documents: readonly ConnectorDocument[];
  /** The clusters as written, by name. */
  readonly clusters: ReadonlyMap<string, ClusterDocument>;
  /** Its defaults and profiles. */
  readonly layers: ProjectLayers;
  /** Of the process and of the environment files. */
  readonly environment: ReadonlyMap<string, string>;
  /** All problems, sorted. What depends on a cluster's variables is found when that cluster is resolved. */
  readonly diagnostics: readonly Diagnostic[];
  /** How many files were looked at, the project file among them. */
  readonly files: number;
  /** How many files and folders are in error: nothing may be pruned then. */
  readonly brokenFiles: number;
  /** Absolute: what paths in the project file are relative to. */
  readonly base: string;
  /** Whether variables and clusters may be missing because the project file has errors. */
  readonly isProjectBroken: boolean;
  /** Whether names of connectors may be missing because a file could not be read as far as that. */
  readonly isIncomplete: boolean;
}

/** Where connector files are looked for unless the project file says otherwise. */
export const usualPatterns: readonly string[] = ['connectors/**/*.{yaml,yml,json}'];

/**
 * Loads the whole project: project file, connector files, environment files. Problems are collected, never thrown:
 * one broken file does not keep the others from being loaded.
 */
export async function readProject(request: LoadRequest): Promise<ProjectFiles> {
  const { directory } = request;
  const [environment, { file, problem }] = await Promise.all([
    loadEnvironment(directory, request.envFiles, request.environment),
    locateProjectFile(directory, request.projectFile),
  ]);
  if (problem)
    return assemble({ request, environment, file, problem, project: emptyProject, connectors: noConnectors });
  const project = file === undefined ? emptyProject : await loadProjectFile(request, file);
  const connectors = await loadConnectors(request, file, project);
  return assemble({ request, environment, file, problem, project, connectors });
}

async function loadConnectors(
  request: LoadRequest,
  file: string | undefined,
  project: ProjectDocument,
): Promise<LoadedConnectorFiles> {
  if (request.connectorFiles === 'left-out') return noConnectors;
  return loadConnectorFiles({
    directory: request.directory,
    base: baseOf(request, file),
    patterns: project.connectors ?? usualPatterns,
    projectFile: file,
  });
}

const noConnectors: LoadedConnectorFiles = {
  documents: [],
  diagnostics: [],
  isIncomplete: true,
  files: 0,
  searchDiagnostics: [],
};

function baseOf({ directory }: LoadRequest, file: string | undefined): string {
  return file === undefined ? directory : path.dirname(file);
}

async function loadProjectFile(request: LoadRequest, file: string): Promise<ProjectDocument> {
  const [checkShape, read] = await Promise.all([
    loadSchemaCheck('project'),
    readSource(request.directory, file),
  ]);
  if (read.kind === 'unread') return { ...emptyProject, diagnostics: [read.diagnostic], isBroken: true };
  return readProjectFile(read.source, { checkShape, connectSyncVersion: request.connectSyncVersion });
}

interface Parts {
  readonly request: LoadRequest;
  readonly environment: LoadedEnvironment;
  readonly file: string | undefined;
  readonly problem: Diagnostic | undefined;
  readonly project: ProjectDocument;
  readonly connectors: LoadedConnectorFiles;
}

function assemble({ request, environment, file, problem, project, connectors }: Parts): ProjectFiles {
  // Where a broken project file does not tell where connectors are, the usual places prove nothing.
  const isSearchKnown = project.connectors !== undefined || !project.isBroken;
  const judged = checkDocuments(connectors.documents, project);
  const unused = connectors.isIncomplete ? [] : findUnusedDefaults(connectors.documents, project.layers);
  const found = distinctDiagnostics([
    ...(problem ? [problem] : []),
    ...environment.diagnostics,
    ...project.diagnostics,
    ...(isSearchKnown ? connectors.searchDiagnostics : []),
    ...connectors.diagnostics,
    ...judged.diagnostics,
    ...unused,
  ]);
  const diagnostics = inReportOrder(found);
  return {
    project: {
      file: file && displayPath(request.directory, file),
      connectors: project.connectors ?? usualPatterns,
      clusters: [...project.clusters.values()].map(declarationOf),
      vars: project.vars,
      ownership: project.ownership,
    },
    documents: judged.documents,
    clusters: project.clusters,
    layers: project.layers,
    environment: environment.environment,
    diagnostics,
    files: connectors.files + (file === undefined ? 0 : 1),
    brokenFiles: countBroken(diagnostics),
    base: baseOf(request, file),
    isProjectBroken: project.isBroken,
    isIncomplete: connectors.isIncomplete,
  };
}

function countBroken(diagnostics: readonly Diagnostic[]): number {
  const errors = diagnostics.filter(({ severity }) => severity === 'error');
  const files = new Set(errors.flatMap(({ source }) => source?.file ?? []));
  return files.size + errors.filter(({ code }) => code === 'unreadable-directory').length;
}
