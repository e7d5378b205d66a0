import type { ConnectCluster } from '../../connect/connect-cluster.ts';
import type { DesiredState } from '../../model/desired-connector.ts';
import { diagnose } from '../../model/diagnostic.ts';
import { ConnectSyncError } from '../../model/error.ts';
import type { LiveConnector } from '../../model/live-connector.ts';
import { isClassAlias } from '../../model/plugin-classes.ts';
import type { Ports } from '../../model/ports.ts';
import type { ClusterChoice } from '../../project/choose-clusters.ts';
import { readDesiredByName } from '../../project/desired-by-name.ts';
import { findFormerSecretKeys } from '../../project/former-secrets.ts';
import type { Project } from '../../project/load-project.ts';
import { onEachCluster } from '../../project/on-each-cluster.ts';
import { readPasswordKeys } from '../../project/password-keys.ts';
import { readCluster } from '../../project/read-cluster.ts';
import {
  type ClusterContext,
  chooseClusters,
  readClasses,
  requireOneCluster,
} from '../../project/resolve-clusters.ts';
import { selectNames } from '../../project/select-names.ts';
import { type FoundConnectorConfig, textValue } from '../formats/found-connector.ts';
import type { ImportSource } from '../import-request.ts';

/** Which cluster to import from, and which connectors. */
export interface ClusterSource {
  readonly choice: ClusterChoice;
  /** Names or globs; empty means all. */
  readonly patterns: readonly string[];
}

/**
 * Reads the live connectors of a cluster.
 *
 * @throws ConnectSyncError if several clusters are chosen, or if the cluster is not declared or cannot be read
 */
export async function readFromCluster(
  project: Project,
  { choice, patterns }: ClusterSource,
  ports: Ports,
): Promise<ImportSource> {
  const clusters = await chooseClusters(project, choice);
  requireOneCluster(clusters, 'connectors are imported');
  for (const { target, label } of clusters) {
    if (target.name === undefined && project.files.clusters.size > 0) throw notDeclared(project, label);
  }
  const [result] = await onEachCluster(clusters, ports, (connection, cluster) =>
    readLiveConnectors(connection, cluster, patterns),
  );
  if (!result) throw new Error('no cluster was read');
  if (!result.ok) throw result.error;
  return result.value;
}

/** Connectors of an undeclared cluster would be desired on every declared cluster. */
function notDeclared({ files }: Project, url: string): ConnectSyncError {
  const [first] = files.clusters.keys();
  return new ConnectSyncError({
    code: 'import-undeclared-cluster',
    message: `${url} is not declared in the project file, which declares other clusters`,
    hint: `declare it under  clusters:  in the project file, or import with --cluster ${first}`,
    category: 'usage',
  });
}

async function readLiveConnectors(
  cluster: ConnectCluster,
  context: ClusterContext,
  patterns: readonly string[],
): Promise<ImportSource> {
  const { target, label, vars, project } = context;
  const reading = await readCluster(cluster, { label, kafkaClusterId: target.kafkaClusterId });
  const names = selectNames(patterns, [...reading.connectors.keys()].sort(), `on ${label}`);
  const live = names.flatMap((name) => reading.connectors.get(name) ?? []);
  const classes = live.flatMap(({ config }) => config.get('connector.class') ?? []);
  const configs = live.map(({ config }) => config);
  const types = await readPasswordKeys(cluster, reading.worker, configs);
  const desired = readDesiredByName(context);
  const secretKeys = await findFormerSecretKeys(context, { live, desired: [...desired.byName.values()] });
  const matchesByClass = project.files.layers.defaults.some(({ match }) => match.class);
  return {
    label,
    cluster: target.name,
    vars,
    classes: matchesByClass && classes.some(isClassAlias) ? await readClasses(cluster) : undefined,
    connectors: live.map(toFound),
    skipped: [],
    notRead: [],
    files: 0,
    invalidFiles: 0,
    filesWithoutConnectors: 0,
    variables: new Map(),
    secretKeys,
    referenceKeys: desired.referenceKeys,
    passwordKeys: types.passwordKeys,
    diagnostics: [
      ...types.unreadable.map((className) => diagnose('key-types-unavailable', { className })),
      ...live.flatMap(({ name, nullKeys }) =>
        nullKeys.length > 0 ? [diagnose('import-null-value', { name, keys: nullKeys, ignored: true })] : [],
      ),
    ],
  };
}

function toFound(live: LiveConnector): FoundConnectorConfig {
  const config = [...live.config].map(([key, text]) => [key, textValue(text)] as const);
  return {
    name: live.name,
    config: new Map(config),
    state: stateOf(live),
    source: undefined,
    nullKeys: live.nullKeys,
  };
}

/** The target state, if it is known: FAILED and UNASSIGNED hide it. */
function stateOf({ status }: LiveConnector): DesiredState | undefined {
  const state = status?.connector.state.toLowerCase();
  return state === 'running' || state === 'paused' || state === 'stopped' ? state : undefined;
}
