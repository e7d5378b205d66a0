import type { ControlledClusterView, ControllerView } from '../model/controller-view.ts';
import { policyFindings } from '../model/diagnostics/policy-problems.ts';
import type { PlanView } from '../model/plan-view.ts';
import type { ConnectorStatusView, StatusView } from '../model/status-view.ts';
import {
  connectorStates,
  driftKinds,
  healthKinds,
  holdKinds,
  modes,
  runOutcomes,
  sourceStates,
  stateLabel,
  taskStates,
} from './label-values.ts';
import type { gauges } from './metric-table.ts';

/** One value of a gauge. */
export interface Sample {
  readonly name: keyof typeof gauges;
  /** As they are printed: `cluster="prod",connector="orders"`. */
  readonly labels: string;
  readonly value: number;
}

/** The gauges of a controller, from what it last saw, but those of single connectors. What is not known has no sample. */
export function* gaugeSamples(view: ControllerView): Generator<Sample> {
  yield sample('connect_sync_build_info', label('version', view.connectSyncVersion), 1);
  yield sample('connect_sync_start_timestamp_seconds', '', secondsOf(view.startedAt));
  yield* oneHot('connect_sync_mode', { key: 'mode', of: modes, is: view.mode });
  yield sample('connect_sync_interval_seconds', '', view.intervalMilliseconds / 1000);
  yield sample('connect_sync_leader', '', view.leadership.isActive ? 1 : 0);
  yield* sourceSamples(view);
  for (const cluster of view.clusters) {
    const labels = label('cluster', cluster.cluster);
    yield* runSamples(cluster, labels);
    // What an earlier run saw is not shown as if it were so now.
    if (cluster.plan && cluster.isCurrent) yield* planSamples(cluster.plan, labels);
    yield* countBy('connect_sync_connectors_held', labels, {
      key: 'kind',
      of: holdKinds,
      values: cluster.holds.map(({ kind }) => kind),
    });
    yield* restartSamples(cluster, labels);
    if (!cluster.status || !cluster.isCurrent) continue;
    for (const health of healthKinds)
      yield sample('connect_sync_connectors', `${labels},health="${health}"`, cluster.status.counts[health]);
  }
}

/** The gauges of the connectors of one cluster by their states. */
export function* connectorSamplesOf({ cluster, connectors }: StatusView): Generator<Sample> {
  const labels = label('cluster', cluster);
  for (const connector of connectors) yield* connectorSamples(connector, labels);
}

function* sourceSamples({ source }: ControllerView): Generator<Sample> {
  yield* oneHot('connect_sync_source_state', { key: 'state', of: sourceStates, is: source.state });
  if (source.revisionSince !== null)
    yield sample('connect_sync_source_revision_timestamp_seconds', '', secondsOf(source.revisionSince));
  if (source.failingSince !== null)
    yield sample('connect_sync_source_failing_timestamp_seconds', '', secondsOf(source.failingSince));
}

function* runSamples(
  { runs: [last], failedRuns, lastSuccessAt, isCurrent }: ControlledClusterView,
  labels: string,
): Generator<Sample> {
  if (last) yield sample('connect_sync_cluster_up', labels, isCurrent ? 1 : 0);
  yield sample('connect_sync_run_failures', labels, failedRuns);
  const success = lastSuccessAt === null ? 0 : secondsOf(lastSuccessAt);
  yield sample('connect_sync_last_success_timestamp_seconds', labels, success);
  if (last)
    yield* oneHot(
      'connect_sync_last_run_outcome',
      { key: 'outcome', of: runOutcomes, is: last.outcome },
      labels,
    );
}

function* planSamples(plan: PlanView, labels: string): Generator<Sample> {
  yield sample('connect_sync_connectors_declared', labels, plan.connectorsDeclared);
  yield* countBy('connect_sync_connectors_drifted', labels, {
    key: 'change',
    of: driftKinds,
    values: plan.changes.map(({ kind }) => kind),
  });
  const errors = plan.diagnostics.filter(({ severity }) => severity === 'error');
  const denials = errors.filter(({ code }) => code in policyFindings).length;
  const refusals = {
    'safety-check': plan.refusals.length,
    policy: denials,
    validation: errors.length - denials,
  };
  for (const [by, value] of Object.entries(refusals))
    yield sample('connect_sync_plan_refusals', `${labels},by="${by}"`, value);
}

function* restartSamples({ restarts }: ControlledClusterView, labels: string): Generator<Sample> {
  for (const { name, restarts: count, left } of restarts) {
    const all = `${labels},${label('connector', name)}`;
    yield sample('connect_sync_connector_restarts', all, count);
    if (left !== null) yield sample('connect_sync_connector_restarts_left', all, left);
  }
}

function* connectorSamples(status: ConnectorStatusView, cluster: string): Generator<Sample> {
  const { name, connector, tasks, health } = status;
  const labels = `${cluster},${label('connector', name)}`;
  const state = stateLabel(connector?.state, connectorStates);
  yield* oneHot('connect_sync_connector_state', { key: 'state', of: connectorStates, is: state }, labels);
  yield* countBy('connect_sync_connector_tasks', labels, {
    key: 'state',
    of: taskStates,
    values: tasks.map((task) => stateLabel(task.state, taskStates)),
  });
  yield* oneHot('connect_sync_connector_health', { key: 'health', of: healthKinds, is: health.kind }, labels);
  if (health.kind === 'failed') {
    const cause = health.cause?.kind ?? 'unknown';
    yield sample('connect_sync_connector_failure', `${labels},cause="${cause}"`, 1);
  }
}

/** One sample for each possible value: 1 for the actual one. */
function* oneHot(
  name: Sample['name'],
  { key, of, is }: { readonly key: string; readonly of: readonly string[]; readonly is: string },
  labels = '',
): Generator<Sample> {
  const prefix = labels === '' ? '' : `${labels},`;
  for (const value of of) yield sample(name, `${prefix}${key}="${value}"`, value === is ? 1 : 0);
}

/** One sample for each possible value: how often it occurs. */
function* countBy(
  name: Sample['name'],
  labels: string,
  {
    key,
    of,
    values,
  }: { readonly key: string; readonly of: readonly string[]; readonly values: readonly string[] },
): Generator<Sample> {
  const counts = new Map<string, number>();
  for (const value of values) counts.set(value, (counts.get(value) ?? 0) + 1);
  for (const value of of) yield sample(name, `${labels},${key}="${value}"`, counts.get(value) ?? 0);
}

function sample(name: Sample['name'], labels: string, value: number): Sample {
  return { name, labels, value };
}

/** A label whose value may be any text. */
function label(name: string, value: string): string {
  const escaped = value.replaceAll('\\', '\\\\').replaceAll('\n', '\\n').replaceAll('"', '\\"');
  return `${name}="${escaped}"`;
}

function secondsOf(time: string): number {
  return Date.parse(time) / 1000;
}
