import { readStatus as read } from '../inspect/status.ts';
import type { StatusView } from '../model/status-view.ts';
import type { ClusterResult } from '../project/on-each-cluster.ts';
import { type ProjectValidation, validateProject as validate } from '../reconcile/validate-project.ts';
import { type ClusterChoice, type ProjectOptions, projectInput } from './load-project.ts';
import { portsOf, type RunOptions } from './run-options.ts';

/** Which clusters of a project to inspect. */
export interface InspectOptions extends RunOptions {
  readonly project: ProjectOptions;
  readonly clusters: ClusterChoice;
}

/** What to validate. Without a named cluster only the files are validated, and nothing is contacted. */
export interface ValidateOptions extends InspectOptions {
  /** Files, folders or globs whose connectors the workers validate; empty: all. */
  readonly files?: readonly string[];
}

/** Whose status to read. */
export interface StatusOptions extends InspectOptions {
  /** Names or globs of connectors; empty: all. */
  readonly names?: readonly string[];
}

/**
 * Validates the files of a project and, where clusters are named, has their workers validate every configuration.
 *
 * @throws ConnectSyncError (invalid-input) where a cluster is named and the files have errors
 */
export function validateProject(options: ValidateOptions): Promise<ProjectValidation> {
  const { project, clusters, files = [] } = options;
  return validate({ project: projectInput(project), clusters, files }, portsOf(options));
}

/**
 * Reads the states of connectors and tasks, with the root causes of failures. A cluster that cannot be read does not
 * keep the others from being read.
 *
 * @throws ConnectSyncError (invalid-input, usage) for an invalid project file, or where no cluster is chosen
 */
export function readStatus(options: StatusOptions): Promise<readonly ClusterResult<StatusView>[]> {
  const { project, clusters, names = [] } = options;
  return read({ project: projectInput(project), clusters, names }, portsOf(options));
}
