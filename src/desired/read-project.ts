import path from 'node:path';
import { type Diagnostic, distinctDiagnostics } from '../model/diagnostic.ts';
import type { EnvironmentNames } from '../model/environment-names.ts';
import type { ProjectDeclaration } from '../model/project.ts';
import type { RolloutSettings } from '../model/rollout.ts';
import type { AllowedUrls } from './allowed-urls.ts';
import { type BoundFolder, bindFolders } from './bound-folders.ts';
import { checkDocuments, countBrokenFiles, withCheckedVars } from './check-documents.ts';
import { findUnusedDefaults } from './check-layers.ts';
import { type ClusterDocument, declarationOf } from './cluster-document.ts';
import type { ConnectorDocument } from './connector-document.ts';
import { displayPath } from './display-path.ts';
import type { FingerprintRule } from './fingerprint-secrets.ts';
import type { ProjectLayers } from './layer-document.ts';
import { type LoadedConnectorFiles, loadConnectorFiles, noConnectors } from './load-connector-files.ts';
import { type LoadedEnvironment, loadEnvironment } from './load-environment.ts';
import { type LoadedPolicies, loadChosenPolicies, withoutPolicies } from './load-policies.ts';
import { locateProjectFile } from './locate-project-file.ts';
import type { OwnedPatterns } from './owned-patterns.ts';
import { allowedPathsVariable, type ProjectBoundary, projectBoundary } from './project-boundary.ts';
import {
  emptyProject,
  loadProjectChecks,
  type ProjectDocument,
  readProjectFile,
} from './project-document.ts';
import { readSource } from './read-source.ts';
import { inReportOrder } from './report-order.ts';
import type { EnforcedProject, TrustedConnections } from './trusted-project.ts';

/** What to load. */
export interface LoadRequest {
  /** Absolute: the directory of the project. */
  readonly directory: string;
  /** Relative to the directory. Undefined: connect-sync.yaml if it exists, otherwise no project file. */
  readonly projectFile: string | undefined;
  /** Relative to the directory: the project file that decides about clusters and ownership. Default: none. */
  readonly trustedProject?: string | undefined;
  /** The environment of the process; takes precedence over the environment files. */
  readonly environment: ReadonlyMap<string, string>;
  /**
   * In dotenv format, relative to the directory; a later file takes precedence. Undefined: CONNECT_SYNC_DOTENV decides,
   * or else `dotenv` of the project file.
   */
  readonly envFiles: readonly string[] | undefined;
  /** For `requires` in the project file. */
  readonly connectSyncVersion: string;
  /** `left-out`: read the project file only; default: read everything. */
  readonly connectorFiles?: 'left-out' | undefined;
  /** The policies in place of those of the project: a folder, relative to the directory, or loaded already. */
  readonly policies?: string | LoadedPolicies | undefined;
}

/** The files of a project with the positions of all values, without substitution, and all problems found so far. */
export interface ProjectFiles {
  readonly project: ProjectDeclaration;
  readonly documents: readonly ConnectorDocument[];
  /** The unresolved clusters, by name. */
  readonly clusters: ReadonlyMap<string, ClusterDocument>;
  /** Folders whose connector files are limited to clusters. */
  readonly folders: readonly BoundFolder[];
  /** The owned names, unresolved. */
  readonly owned: OwnedPatterns;
  /** How shared changes are rolled out; undefined: by default. */
  readonly rollout?: RolloutSettings | undefined;
  /** What connections are resolved with; undefined: with the project itself. */
  readonly connections: TrustedConnections | undefined;
  /** Defaults and profiles. */
  readonly layers: ProjectLayers;
  /** The policies, not compiled yet; their problems are among the diagnostics. */
  readonly policies: LoadedPolicies;
  /** Adds the fingerprint of its secrets to a connector; undefined where the project declares none. */
  readonly fingerprint?: FingerprintRule | undefined;
  /** The merged environment of the process and the environment files. */
  readonly environment: ReadonlyMap<string, string>;
  /** Which of these variables files may refer to. */
  readonly environmentNames: EnvironmentNames;
  /** The URLs of clusters that the job allows; undefined: all. */
  readonly allowedUrls: AllowedUrls | undefined;
  /** Environment variables that `vars` may not take a value from. */
  readonly secretVariables?: ReadonlySet<string> | undefined;
  /** All problems, sorted. Problems that depend on the variables of a cluster are found when it is resolved. */
  readonly diagnostics: readonly Diagnostic[];
  /** The number of files read, including the project file. */
  readonly files: number;
  /** The number of files and directories with errors; if it is not 0, nothing may be pruned. */
  readonly brokenFiles: number;
  /** Absolute; paths in the project file are relative to it. */
  readonly base: string;
  /** Where the files that the project refers to may be. */
  readonly boundary: ProjectBoundary;
  /** Whether variables and clusters may be missing because the project file has errors. */
  readonly isProjectBroken: boolean;
  /** Whether names of connectors may be missing because a file could not be read. */
  readonly isIncomplete: boolean;
}

/** The patterns of connector files if the project file declares none. */
export const defaultPatterns: readonly string[] = ['connectors/**/*.{yaml,yml,json}'];

/**
 * Reads the whole project: project file, connector files, environment files. Problems are collected, never thrown: one
 * broken file does not prevent the others from being read.
 */
export async function readProject(request: LoadRequest): Promise<ProjectFiles> {
  const { directory } = request;
  const { file, problem } = await locateProjectFile(directory, request.projectFile);
  if (problem) {
    const environment = await loadEnvironment(request, undefined);
    const policies = withoutPolicies;
    return assemble({
      ...{ request, environment, file, problem, policies },
      ...{ project: emptyProject, connectors: noConnectors },
    });
  }
  const reviewed = file === undefined ? emptyProject : await loadProjectFile(request, file);
  const enforced = await trustOther(request, reviewed);
  const project = enforced?.project ?? reviewed;
  const base = enforced?.connections.base ?? baseOf(request, file);
  const [environment, connectors, policies] = await Promise.all([
    loadEnvironment(request, { files: project.dotenv, base, boundary: boundaryAt(request, base) }),
    loadConnectors(request, file, project),
    loadChosenPolicies(request, project.policy, {
      ...{ directory: request.directory, base, projectFile: file },
      boundaryOf: (folder) => boundaryAt(request, folder),
    }),
  ]);
  const assembled = assemble({
    ...{ request, environment, file, problem, project },
    ...{ connectors, policies, ...enforced },
  });
  const files = await withCheckedVars(assembled, enforced?.known.clusters);
  if (!project.fingerprint) return files;
  const { makeFingerprintRule } = await import('./fingerprint-secrets.ts');
  return { ...files, fingerprint: makeFingerprintRule(project.fingerprint, files.environment) };
}

async function loadConnectors(
  request: LoadRequest,
  file: string | undefined,
  project: ProjectDocument,
): Promise<LoadedConnectorFiles> {
  if (request.connectorFiles === 'left-out') return noConnectors;
  const search = {
    directory: request.directory,
    base: baseOf(request, file),
    patterns: project.connectors ?? defaultPatterns,
    projectFile: file,
    boundary: boundaryOf(request, file),
  };
  return loadConnectorFiles(search, foldersOf(request, file, project));
}

function foldersOf(
  request: LoadRequest,
  file: string | undefined,
  { folders }: ProjectDocument,
): readonly BoundFolder[] {
  return bindFolders(folders, { directory: request.directory, base: baseOf(request, file) });
}

function boundaryOf(request: LoadRequest, file: string | undefined): ProjectBoundary {
  return boundaryAt(request, baseOf(request, file));
}

function boundaryAt({ directory, environment }: LoadRequest, base: string): ProjectBoundary {
  return projectBoundary([directory, base], environment.get(allowedPathsVariable));
}

function baseOf({ directory }: LoadRequest, file: string | undefined): string {
  return file === undefined ? directory : path.dirname(file);
}

async function loadProjectFile(request: LoadRequest, file: string): Promise<ProjectDocument> {
  const read = await readSource(request.directory, file);
  if (read.kind === 'unread') return { ...emptyProject, diagnostics: [read.diagnostic], isBroken: true };
  const checks = await loadProjectChecks(read.source);
  return readProjectFile(read.source, { ...checks, connectSyncVersion: request.connectSyncVersion });
}

/** Loads the trusted project file, if one is given. */
async function trustOther(
  request: LoadRequest,
  reviewed: ProjectDocument,
): Promise<EnforcedProject | undefined> {
  const { directory, trustedProject: named } = request;
  if (named === undefined) return undefined;
  const { enforceTrusted } = await import('./trusted-project.ts');
  return enforceTrusted(reviewed, { directory, named, load: (file) => loadProjectFile(request, file) });
}

interface Parts extends Partial<Omit<EnforcedProject, 'project'>> {
  readonly request: LoadRequest;
  readonly environment: LoadedEnvironment;
  readonly file: string | undefined;
  readonly problem: Diagnostic | undefined;
  readonly project: ProjectDocument;
  readonly connectors: LoadedConnectorFiles;
  readonly policies: LoadedPolicies;
}

function assemble(parts: Parts): ProjectFiles {
  const { request, environment, file, problem, project, connectors, policies } = parts;
  const { connections, known = project } = parts;
  // If a broken project file does not say where the connector files are, the result of the search means nothing.
  const isSearchKnown = project.connectors !== undefined || !project.isBroken;
  const checked = checkDocuments(connectors.documents, known);
  const unused = connectors.isIncomplete ? [] : findUnusedDefaults(connectors.documents, project.layers);
  const found = distinctDiagnostics([
    ...(problem ? [problem] : []),
    ...environment.diagnostics,
    ...project.diagnostics,
    ...policies.diagnostics,
    ...(isSearchKnown ? connectors.searchDiagnostics : []),
    ...connectors.diagnostics,
    ...checked.diagnostics,
    ...unused,
  ]);
  const diagnostics = inReportOrder(found);
  return {
    project: {
      file: file && displayPath(request.directory, file),
      connectors: project.connectors ?? defaultPatterns,
      clusters: [...project.clusters.values()].map(declarationOf),
      vars: project.vars,
      ownership: project.ownership,
    },
    documents: checked.documents,
    clusters: project.clusters,
    folders: foldersOf(request, file, project),
    owned: project.owned,
    rollout: project.rollout,
    connections,
    layers: project.layers,
    policies,
    environment: environment.environment,
    environmentNames: environment.names,
    allowedUrls: environment.allowedUrls,
    diagnostics,
    files: connectors.files + (file === undefined ? 0 : 1),
    brokenFiles: countBrokenFiles(diagnostics),
    base: baseOf(request, file),
    boundary: boundaryOf(request, file),
    isProjectBroken: project.isBroken,
    isIncomplete: connectors.isIncomplete,
  };
}
