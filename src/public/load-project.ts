import { InvalidInputError } from '../model/error.ts';
import { KnownSecrets } from '../model/known-secrets.ts';
import type { DiagnosticView } from '../model/plan-view.ts';
import { makeScrub } from '../model/redaction/scrub.ts';
import { viewDiagnostics } from '../model/redaction/view-diagnostics.ts';
import type { Project as LoadedProject, ProjectInput } from '../project/load-project.ts';
import { resolveClusters as resolve } from '../project/resolve-clusters.ts';
import { loadWithPolicies } from '../reconcile/compiled-policies.ts';
import { version } from './version.ts';

/** Where a project is, and the values that its references resolve to. */
export interface ProjectOptions {
  /** The directory to work in, absolute. */
  readonly directory: string;
  /** Relative to the directory. Default: `connect-sync.yaml` where it exists. */
  readonly projectFile?: string;
  /** Relative to the directory: the project file that decides about clusters and ownership. Default: none. */
  readonly trustedProject?: string;
  /** The values for `${env.…}`. Default: none; the library does not read the environment of the process. */
  readonly environment?: ReadonlyMap<string, string>;
  /** Files in dotenv format, relative to the directory. Of several, the later one wins; `environment` wins over all. */
  readonly envFiles?: readonly string[];
  /** The values for `${var.…}`; they win over those of the project file. */
  readonly vars?: ReadonlyMap<string, string>;
  /** YAML, JSON or dotenv files with such values, relative to the directory. Of several, the later one wins; `vars` wins over all. */
  readonly varFiles?: readonly string[];
  /** The policies in place of those of the project: a folder, or `REF` or `REF:FOLDER` of Git. */
  readonly policies?: string;
  /** Treat warnings as errors. */
  readonly strict?: boolean;
  /** Caps each request, and all waiting for one cluster. */
  readonly timeoutMilliseconds?: number;
}

/** A loaded project. `resolveClusters` takes it; the rest of its content is internal. */
export interface Project {
  readonly input: { readonly directory: string };
}

/** A cluster with its desired state. `planCluster` and `applyPlan` take it; the rest of its content is internal. */
export interface Cluster {
  /** Its name, or its first URL. */
  readonly label: string;
}

/** Which clusters of a project to use. */
export interface ClusterChoice {
  /** Names or URLs. Empty: the only cluster that the project declares. */
  readonly clusters: readonly string[];
  /** All declared clusters. */
  readonly allClusters?: boolean | undefined;
}

/** Loads the files of a project. Errors in them are thrown by `resolveClusters`, all at once. */
export function loadProject(options: ProjectOptions): Promise<Project> {
  return loadWithPolicies(projectInput(options));
}

/**
 * Resolves the desired state of clusters. Nothing is contacted. `whenEmpty`: whether a project without connector files
 * is an error, since it is usually a wrong directory.
 *
 * @throws ConnectSyncError (invalid-input) with every error in the files; `diagnosticsOf` shows them
 * @throws ConnectSyncError (usage) where no cluster is chosen
 */
export function resolveClusters(
  project: Project,
  choice: ClusterChoice,
  whenEmpty: 'refuse' | 'accept' = 'refuse',
): Promise<readonly Cluster[]> {
  return resolve(project as LoadedProject, choice, { whenEmpty });
}

/** The errors and warnings that an error of the category `invalid-input` stands for; empty for any other error. */
export function diagnosticsOf(error: unknown): readonly DiagnosticView[] {
  if (!(error instanceof InvalidInputError)) return [];
  return viewDiagnostics(error.diagnostics, makeScrub(new KnownSecrets()));
}

/** The input of a use case, with the defaults of the library. */
export function projectInput(options: ProjectOptions): ProjectInput {
  return { environment: new Map(), ...options, version };
}
