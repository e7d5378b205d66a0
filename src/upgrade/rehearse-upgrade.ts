import type { Diagnostic } from '../model/diagnostic.ts';
import { ConnectSyncError } from '../model/error.ts';
import type { PluginSet } from '../model/plugin-snapshot.ts';
import type { Ports } from '../model/ports.ts';
import { viewDiagnostics } from '../model/redaction/view-diagnostics.ts';
import type { UpgradeView } from '../model/upgrade-view.ts';
import { parseWorkerVersion, type WorkerVersion } from '../model/worker-version.ts';
import { findMovedPlugins } from '../plugins/find-moved-plugins.ts';
import { findWorkerNotes } from '../plugins/find-worker-breaks.ts';
import type { ClusterChoice } from '../project/choose-clusters.ts';
import { loadProject, type ProjectInput } from '../project/load-project.ts';
import { onEachCluster } from '../project/on-each-cluster.ts';
import { type ClusterContext, chooseClusters, requireOneCluster } from '../project/resolve-clusters.ts';
import { checkOnCluster, type TargetCheck, type TargetReading } from './check-on-cluster.ts';
import { type ComparedSides, compareSides, uncheckedSides } from './compare-sides.ts';
import { findTarget, type UpgradeTarget } from './find-target.ts';
import { readSource } from './read-source.ts';
import { uncheckedPlugins } from './unchecked.ts';
import { countConnectors, viewFindings } from './view-findings.ts';

/** Which upgrade to rehearse. */
export interface UpgradeInput {
  readonly project: ProjectInput;
  /** The cluster whose connectors run today: exactly one. */
  readonly clusters: ClusterChoice;
  /** A cluster of the project, a URL, or a folder of plugin snapshots, with `#CLUSTER` if it describes several. */
  readonly to: string;
  /** Names or globs of connectors; empty: all. */
  readonly names: readonly string[];
  /** Whether configs with secrets in clear are sent to the target for validation. */
  readonly sendSecrets: boolean;
}

/**
 * Rehearses an upgrade: what would happen to each connector of a cluster on workers, or with plugins, of another version.
 * Nothing is written on either side.
 *
 * @throws ConnectSyncError (usage) if the choice of the sides is wrong, (unread-cluster) if one of them cannot be read
 */
export async function rehearseUpgrade(input: UpgradeInput, ports: Ports): Promise<UpgradeView> {
  const project = await loadProject(input.project);
  const [context, ...others] = await chooseClusters(project, input.clusters);
  if (!context) throw new Error('a cluster is chosen');
  requireOneCluster([context, ...others], 'an upgrade is rehearsed');
  const target = await findTarget(project, input.to);
  refuseSameCluster(context, target);
  const source = await readOne(context, ports, (connection) =>
    readSource(connection, context, { names: input.names, clock: ports.clock }),
  );
  const reading = await readTarget(
    target,
    { source, sendSecrets: input.sendSecrets, clock: ports.clock },
    ports,
  );
  const sides = {
    source,
    target: reading,
    from: source.worker.version,
    to: parseWorkerVersion(reading.side.kafkaConnect ?? ''),
  };
  const view = viewSides(sides, context.label);
  const diagnostics: readonly Diagnostic[] = target.kind === 'snapshots' ? target.diagnostics : [];
  return { ...view, diagnostics: viewDiagnostics(diagnostics, project.scrub) };
}

function viewSides(sides: ComparedSides, label: string): UpgradeView {
  const { source, target, from, to } = sides;
  const found = compareSides(sides);
  const configs = source.connectors.map(({ config }) => config);
  const live = new Map(source.connectors.map(({ name, config }) => [name, config] as const));
  return {
    format: 'connect-sync/upgrade',
    version: 1,
    from: { name: label, kind: 'cluster', url: source.url, kafkaConnect: source.worker.versionText },
    to: target.side,
    direction: directionOf(from, to),
    connectors: source.connectors.length,
    counts: countConnectors(found),
    findings: viewFindings({ found, declared: source.declared, live }),
    unchecked: [
      ...uncheckedPlugins('source', label, source.plugins),
      ...target.unchecked,
      ...uncheckedSides(sides),
    ],
    notes:
      from && to
        ? findWorkerNotes({ from, to }).map(({ release, message, source: known }) => ({
            release: `${release[0]}.${release[1]}`,
            message,
            source: known,
          }))
        : [],
    plugins: findMovedPlugins(configs, source.plugins.set, target.plugins),
    diagnostics: [],
  };
}

function directionOf(
  from: WorkerVersion | undefined,
  to: WorkerVersion | undefined,
): UpgradeView['direction'] {
  if (!from || !to) return 'unknown';
  const difference = to.major - from.major || to.minor - from.minor || to.patch - from.patch;
  if (difference === 0) return 'same-version';
  return difference > 0 ? 'upgrade' : 'downgrade';
}

/** @throws ConnectSyncError `same-cluster` */
function refuseSameCluster({ label, target: from }: ClusterContext, target: UpgradeTarget): void {
  if (target.kind !== 'cluster') return;
  const { target: to } = target.context;
  const shared = to.urls.find((url) => from.urls.includes(url));
  if (shared === undefined) return;
  throw new ConnectSyncError({
    code: 'same-cluster',
    message: `--to leads to ${label} itself`,
    hint: 'name workers of the new version: a second cluster, or one worker that runs the new image for the rehearsal',
    category: 'usage',
  });
}

/** @throws ConnectSyncError (unread-cluster) */
async function readOne<T>(
  context: ClusterContext,
  ports: Ports,
  read: Parameters<typeof onEachCluster<ClusterContext, T>>[2],
): Promise<T> {
  const [result] = await onEachCluster([context], ports, read);
  if (!result) throw new Error('one cluster has one result');
  if (!result.ok) throw result.error;
  return result.value;
}

async function readTarget(target: UpgradeTarget, check: TargetCheck, ports: Ports): Promise<TargetReading> {
  if (target.kind === 'snapshots') return readingOfSnapshots(target.set);
  const { context } = target;
  const reading = await readOne(context, ports, (connection) => checkOnCluster(connection, context, check));
  // Requests that were cut off look like validations that failed.
  if (ports.signal?.aborted) throw interrupted(context);
  return reading;
}

function interrupted({ label }: ClusterContext): ConnectSyncError {
  return new ConnectSyncError({
    code: 'cluster-unread',
    message: `${label}: interrupted before every connector was checked`,
    category: 'unread-cluster',
  });
}

/** Files contact no worker, so that nothing is validated and nothing is sent. */
function readingOfSnapshots(set: PluginSet): TargetReading {
  return {
    side: { name: set.from, kind: 'snapshots', url: null, kafkaConnect: set.kafkaConnect ?? null },
    plugins: set,
    refused: new Map(),
    unchecked: [
      {
        message: `${set.from} holds files: no worker validated the connectors`,
        hint: 'with --to URL, a worker of the new version does',
        connectors: [],
      },
    ],
  };
}
