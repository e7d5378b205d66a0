import path from 'node:path';
import { displayPath } from '../desired/display-path.ts';
import { pluginSetOf } from '../desired/load-snapshots.ts';
import { writeError } from '../files/write-error.ts';
import { fileExists, writeNewFile } from '../files/write-new-file.ts';
import { isConnectorName, toFileStem, unsafeNameRule } from '../model/connector-name.ts';
import { ConnectSyncError } from '../model/error.ts';
import type { DiagnosticView } from '../model/plan-view.ts';
import type { Ports } from '../model/ports.ts';
import { viewError, viewErrors } from '../model/view-error.ts';
import { type ClusterChoice, isClusterNamed } from '../project/choose-clusters.ts';
import { type DesiredOn, readDesiredByName } from '../project/desired-by-name.ts';
import { loadProject, type Project, type ProjectInput } from '../project/load-project.ts';
import { onEachCluster } from '../project/on-each-cluster.ts';
import { loadProjectSnapshots } from '../project/project-snapshots.ts';
import {
  type ClusterContext,
  chooseClusters,
  declaredClusters,
  requireOneCluster,
} from '../project/resolve-clusters.ts';
import { validateProject } from '../reconcile/validate-project.ts';
import { definitionsOfCluster, definitionsOfSnapshots, type PluginDefinition } from './plugin-definitions.ts';
import { type NewConnector, printNewConnector } from './print-new-connector.ts';

/** The connector to create a file for. */
export interface NewConnectorInput extends Pick<NewConnector, 'name' | 'state' | 'extent'> {
  readonly project: ProjectInput;
  /** Where the keys are from: a worker, or plugins that were saved. */
  readonly source: 'cluster' | 'saved';
  /** The cluster that defines the plugin. */
  readonly clusters: ClusterChoice;
  /** A class, its simple name, or an alias. */
  readonly className: string;
  /** Relative to the project; left out: `connectors`. */
  readonly folder?: string | undefined;
  /** Whether the file is written. */
  readonly mode: 'write' | 'dry-run';
}

/** The result of `new`. */
export interface NewConnectorView {
  readonly format: 'connect-sync/new-connector';
  readonly version: 1;
  /** The label of the cluster whose definitions were used, or the folder of saved plugins. */
  readonly cluster: string;
  readonly source: NewConnectorInput['source'];
  readonly class: string;
  /** Relative to the directory. */
  readonly file: string;
  readonly written: boolean;
  readonly text: string;
  /** What is left to do in the file, as `validate` reports it; empty with `--dry-run`. */
  readonly diagnostics: readonly DiagnosticView[];
}

/**
 * Creates a connector file with the keys that a plugin requires, as a cluster defines it, and validates it. Never
 * overwrites a file, and contacts the cluster for reading only.
 *
 * @throws ConnectSyncError where the name is taken, the plugin is not installed, or the file cannot be written
 * @throws InvalidInputError if the project file has errors
 */
export async function createConnector(input: NewConnectorInput, ports: Ports): Promise<NewConnectorView> {
  const { name } = input;
  if (!isConnectorName(name))
    throw usage('invalid-name', `"${name}" cannot be the name of a connector: ${unsafeNameRule}`);
  const project = await loadProject(input.project);
  const saved = input.source === 'saved' || isOffline(project, input.clusters);
  return create(input, await (saved ? findSaved(project, input) : findLive(project, input, ports)), ports);
}

/** Without a cluster, plugins that were saved say as much. */
function isOffline(project: Project, choice: ClusterChoice): boolean {
  return !isClusterNamed(choice) && declaredClusters(project).length === 0;
}

/** What a file is made from. */
interface Found {
  readonly project: Project;
  readonly definition: PluginDefinition;
  /** Where the definition is from. */
  readonly from: string;
  /** What `validate` is run against; undefined: the files alone. */
  readonly cluster: ClusterContext | undefined;
}

async function findLive(project: Project, input: NewConnectorInput, ports: Ports): Promise<Found> {
  const clusters = await chooseClusters(project, input.clusters);
  requireOneCluster(clusters, 'the definitions of a plugin are read');
  for (const cluster of clusters) refuseDeclared(cluster, input.name);
  const [result] = await onEachCluster(clusters, ports, async (connection, cluster) => {
    const definition = await definitionsOfCluster(connection, cluster).find(input.className);
    refuseLive(await connection.listNames(), input.name, cluster);
    return { project, definition, cluster, from: cluster.label };
  });
  if (result?.ok) return result.value;
  throw withSavedHint(result?.error ?? new Error('a choice of clusters without a cluster'));
}

function withSavedHint(error: Error): Error {
  if (!(error instanceof ConnectSyncError) || error.category !== 'unread-cluster') return error;
  const { code, message, category, hint, cause } = error;
  const saved = 'or add --offline to take the keys from the plugins that connect-sync plugins pull saved';
  return new ConnectSyncError({ code, message, category, cause, hint: hint ? `${hint}; ${saved}` : saved });
}

/** Of the one cluster that is named or declared, the installed version; else the latest one. */
async function findSaved(project: Project, input: NewConnectorInput): Promise<Found> {
  const loaded = await loadProjectSnapshots(project);
  if (loaded.snapshots.length === 0) throw nothingSaved(loaded.folder);
  const declared = declaredClusters(project);
  const named = [...input.clusters.clusters, ...(declared.length === 1 ? declared : [])];
  const set = pluginSetOf(
    loaded,
    named.find((cluster) => declared.includes(cluster)),
  );
  const definition = await definitionsOfSnapshots(set).find(input.className);
  refuseDeclared({ project, target: { name: undefined }, vars: project.input.vars ?? new Map() }, input.name);
  return { project, definition, from: set.from, cluster: undefined };
}

function nothingSaved(folder: string): ConnectSyncError {
  return new ConnectSyncError({
    code: 'no-saved-plugins',
    message: `no plugins are saved in ${folder}`,
    hint: 'name a cluster with --cluster, or save its plugins with  connect-sync plugins pull --cluster URL',
    category: 'usage',
  });
}

async function create(
  input: NewConnectorInput,
  { project, definition, cluster, from }: Found,
  ports: Ports,
): Promise<NewConnectorView> {
  const { name, state, extent, folder = 'connectors', mode } = input;
  const absolute = path.resolve(project.files.base, folder, `${toFileStem(name)}.yaml`);
  const file = displayPath(input.project.directory, absolute);
  const text = printNewConnector({ name, state, extent, definition, from });
  if (mode === 'write') await write(absolute, text, file);
  return {
    format: 'connect-sync/new-connector',
    version: 1,
    cluster: from,
    source: cluster ? 'cluster' : 'saved',
    class: definition.className,
    file,
    written: mode === 'write',
    text,
    diagnostics: mode === 'write' ? await problemsOf(input, file, { cluster, ports }) : [],
  };
}

async function write(absolute: string, text: string, file: string): Promise<void> {
  try {
    await writeNewFile(absolute, text);
  } catch (error) {
    if (fileExists(error)) {
      throw new ConnectSyncError({
        code: 'file-exists',
        message: `${file} exists already, and is never overwritten`,
        hint: 'choose another name, or add --dry-run to print the new text',
        category: 'failure',
      });
    }
    throw writeError(error, {
      code: 'file-not-written',
      message: (reason) => `${file} cannot be written: ${reason}`,
      hint: 'fix the cause and run it again',
    });
  }
}

/** Files first: only a file without errors is validated by its plugin. */
async function problemsOf(
  { project, clusters }: NewConnectorInput,
  file: string,
  { cluster, ports }: { readonly cluster: ClusterContext | undefined; readonly ports: Ports },
): Promise<readonly DiagnosticView[]> {
  // Where the only cluster of the project is meant, `validate` contacts it only if it is named.
  const choice = !cluster
    ? { clusters: [] }
    : isClusterNamed(clusters)
      ? clusters
      : { clusters: [cluster.label] };
  const isOwn = ({ source }: Pick<DiagnosticView, 'source'>) => source?.file === file;
  try {
    const { diagnostics, unread } = await validateProject(
      { project, clusters: choice, files: [file] },
      ports,
    );
    return [...diagnostics.filter(isOwn), ...unread.map(viewError)];
  } catch (error) {
    if (!(error instanceof ConnectSyncError)) throw error;
    const all = viewErrors(error);
    const own = all.filter(isOwn);
    // Errors of other files prevent the validation of this one.
    return own.length > 0 ? own : all;
  }
}

function refuseDeclared(cluster: DesiredOn, name: string): void {
  const declared = readDesiredByName(cluster).byName.get(name);
  if (!declared) return;
  throw new ConnectSyncError({
    code: 'connector-declared',
    message: `${declared.source.file} declares "${name}" already`,
    hint: 'edit that file, or choose another name',
    category: 'failure',
  });
}

function refuseLive(names: readonly string[], name: string, { label }: ClusterContext): void {
  if (!names.includes(name)) return;
  throw new ConnectSyncError({
    code: 'connector-exists',
    message: `${label} runs a connector "${name}" already`,
    hint: 'connect-sync import creates its file from what runs; or choose another name',
    category: 'failure',
  });
}

function usage(code: string, message: string): ConnectSyncError {
  return new ConnectSyncError({ code, message, category: 'usage' });
}
