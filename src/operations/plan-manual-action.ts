import type { ConnectCluster } from '../connect/connect-cluster.ts';
import { failedInstances } from '../diff/failed-instances.ts';
import { manualChange } from '../diff/manual-changes.ts';
import { ConnectSyncError } from '../model/error.ts';
import type { LiveConnector } from '../model/live-connector.ts';
import type { ManualAction } from '../model/manual-action.ts';
import type { LeftAlone } from '../model/plan.ts';
import type { Ownership } from '../model/project.ts';
import { viewPlan } from '../model/redaction/view-plan.ts';
import type { WorkerInfo } from '../model/worker-info.ts';
import { releaseOf, supports } from '../model/worker-version.ts';
import { makeManualPlan } from '../plan/make-manual-plan.ts';
import { isOwnershipDeclared, ownershipScope } from '../plan/ownership-scope.ts';
import { withFindings } from '../plan/with-findings.ts';
import { readDesiredByName } from '../project/desired-by-name.ts';
import { makeLiveRedactor } from '../project/live-redactor.ts';
import { applyStrict } from '../project/load-project.ts';
import { readCluster } from '../project/read-cluster.ts';
import type { ClusterContext } from '../project/resolve-clusters.ts';
import { selectNames } from '../project/select-names.ts';
import { blockOf, type PlannedCluster } from '../reconcile/plan-cluster.ts';
import { conflictsWithFiles } from './conflicts-with-files.ts';

/** The connectors of a manual action. */
export interface ManualSelection {
  readonly names: readonly string[];
  /**
   * `glob`: names or globs, each of which must match. `exact`: names; those that do not exist are ignored. `failed`: no
   * names, but everything that FAILED, or of which a task did.
   */
  readonly match: 'glob' | 'exact' | 'failed';
}

/** What to plan. */
export interface ManualRequest {
  readonly action: ManualAction;
  readonly connectors: ManualSelection;
}

/**
 * Reads a cluster and plans a manual action. Sends nothing that changes the cluster.
 *
 * @throws WorkerFailure if the cluster cannot be read
 * @throws ConnectSyncError if it is another cluster, does not support the action, or lacks a connector or task
 */
export async function planManualAction(
  connection: ConnectCluster,
  cluster: ClusterContext,
  { action, connectors }: ManualRequest,
): Promise<PlannedCluster> {
  const { project, target, label } = cluster;
  const { ownership } = cluster;
  const reading = await readCluster(connection, { label, kafkaClusterId: target.kafkaClusterId });
  const live = [...reading.connectors.values()];
  const { selected, leftAlone } = select(live, { action, connectors }, cluster);
  checkSupport(action, reading.worker, { label, selected });
  checkTask(action, selected);
  const manualPlan = makeManualPlan({
    action,
    changes: selected.flatMap((one) => manualChange(action, one) ?? []),
    unmanageable: selected.filter((one) => !manualChange(action, one)).map(({ name }) => name),
    leftAlone,
    selectedBy: isEachNamed(connectors, reading.connectors) ? 'one-by-one' : 'names-or-globs',
    reading,
    ownership,
    cluster: { name: target.name, url: reading.url },
  });
  // A trace may quote the config of another connector, so the key types of all classes are needed.
  const { redactor, warnings } = await makeLiveRedactor(connection, cluster, {
    worker: reading.worker,
    live,
    shown: live,
  });
  const conflicts = conflictsWithFiles(action, selected, readDesiredByName(cluster));
  const { findings } = withFindings(manualPlan, conflicts, manualPlan.validation);
  const plan = { ...manualPlan, findings: [...applyStrict(project, findings), ...warnings] };
  return {
    cluster: label,
    canImport: false,
    plan,
    view: viewPlan(plan, redactor, project.scrub),
    reading,
    redactor,
    // What a person requests says nothing about the rest.
    declared: [],
    blockedBy: blockOf(plan),
    selected: undefined,
    validated: { count: 0, milliseconds: 0 },
    refused: [],
  };
}

/** One exact name, or a choice from the list of all. */
function isEachNamed(
  { names: [first = '', ...others], match }: ManualSelection,
  live: ReadonlyMap<string, LiveConnector>,
): boolean {
  return match === 'exact' || (others.length === 0 && live.has(first));
}

/** The selected connectors by name, and what the globs match besides. */
interface Selected {
  readonly selected: readonly LiveConnector[];
  readonly leftAlone: readonly LeftAlone[];
}

/**
 * A glob does not select what another repository owns, and for a deletion only what this project owns, where it declares
 * that. An exact name is taken as it is. Everything that FAILED is selected as by a glob: in an incident it does not
 * matter whether a file declares it, and a restart loses nothing.
 *
 * @throws ConnectSyncError (safety-check) if the globs match nothing else
 */
function select(
  live: readonly LiveConnector[],
  { action, connectors }: ManualRequest,
  { label, ownership }: ClusterContext,
): Selected {
  const { names, match } = connectors;
  const found = findSelected(live, connectors, label);
  const reasons = new Map<string, LeftAlone>();
  for (const one of found) {
    const reason = names.includes(one.name) ? undefined : whyNotSelected(one, action, ownership);
    if (reason) reasons.set(one.name, reason);
  }
  if (match !== 'failed' && found.length > 0 && reasons.size === found.length)
    throw nothingOwned(names, found.length, label);
  return { selected: found.filter(({ name }) => !reasons.has(name)), leftAlone: [...reasons.values()] };
}

function findSelected(
  live: readonly LiveConnector[],
  { names, match }: ManualSelection,
  label: string,
): readonly LiveConnector[] {
  const sorted = [...live].sort((one, other) => (one.name < other.name ? -1 : 1));
  if (match === 'failed') return sorted.filter((one) => failedInstances(one) !== undefined);
  const all = sorted.map(({ name }) => name);
  const matched = new Set(match === 'exact' ? names : selectNames(names, all, `on ${label}`));
  return sorted.filter(({ name }) => matched.has(name));
}

function whyNotSelected(
  live: LiveConnector,
  action: ManualAction,
  ownership: Ownership,
): LeftAlone | undefined {
  const scope = ownershipScope(ownership);
  const { name } = live;
  const { owner, words } = scope.markerOf(live);
  if (owner === 'another') return { name, reason: 'other-repository', detail: words };
  if (action.kind !== 'delete' || !isOwnershipDeclared(ownership) || scope.owns(live)) return undefined;
  return { name, reason: 'not-owned', detail: words ?? 'ownership.names does not match it' };
}

function nothingOwned(patterns: readonly string[], count: number, label: string): ConnectSyncError {
  const others = count === 1 ? '1 connector matches, and is' : `${count} connectors match, and all are`;
  return new ConnectSyncError({
    code: 'not-owned',
    message: `${patterns.join(' ')}: ${others} not owned by this project, on ${label}`,
    hint: 'a glob selects only what is owned (ownership in the project file); name a connector exactly to select it',
    category: 'safety-check',
  });
}

function checkSupport(
  action: ManualAction,
  { version, versionText }: WorkerInfo,
  { label, selected: [first] }: { readonly label: string; readonly selected: readonly LiveConnector[] },
): void {
  const isStop = action.kind === 'state' && action.state === 'stopped';
  if (!isStop || supports(version, 'stop')) return;
  throw new ConnectSyncError({
    code: 'stop-not-supported',
    message: `${label}: Kafka Connect ${versionText} cannot stop a connector: this requires ${releaseOf('stop')} or later`,
    hint: `to suspend it and keep its tasks: connect-sync pause ${first?.name ?? 'NAME'}`,
    category: 'failure',
  });
}

function checkTask(action: ManualAction, selected: readonly LiveConnector[]): void {
  if (action.kind !== 'restart' || typeof action.parts !== 'object') return;
  const { task } = action.parts;
  const without = selected.find(({ taskIds }) => !taskIds.includes(task));
  if (!without) return;
  const { name, taskIds } = without;
  throw new ConnectSyncError({
    code: 'unknown-task',
    message: `"${name}" has no task ${task}`,
    hint: taskIds.length === 0 ? 'it has no tasks now' : `it has: ${taskIds.join(', ')}`,
    category: 'failure',
  });
}
