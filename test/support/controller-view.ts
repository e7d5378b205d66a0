import type { ControlledClusterView, ControllerView, RunView } from '../../src/model/controller-view.ts';
import type { ChangeView, PlanView } from '../../src/model/plan-view.ts';
import type { ConnectorStatusView, StatusView } from '../../src/model/status-view.ts';

const noCounts = { applied: 0, unchanged: 0, failed: 0, skipped: 0, stale: 0, unknown: 0, 'not-started': 0 };

/** The state of a controller of one cluster, with what a test overrides. */
export function controllerView(overrides: Partial<ControllerView> = {}): ControllerView {
  return {
    format: 'connect-sync/controller',
    version: 1,
    mode: 'observe',
    connectSyncVersion: '0.1.0',
    startedAt: '2026-11-30T08:00:00.000Z',
    intervalMilliseconds: 180_000,
    leadership: { kind: 'none', isActive: true, holder: null },
    source: {
      state: 'current',
      directory: '/work',
      revision: '4f2c1d9',
      revisionSince: '2026-11-30T08:00:00.000Z',
      failingSince: null,
      reason: null,
      problems: [],
    },
    clusters: [controlledCluster()],
    ...overrides,
  };
}

/** One cluster whose connectors are healthy and as declared. */
export function controlledCluster(overrides: Partial<ControlledClusterView> = {}): ControlledClusterView {
  return {
    cluster: 'prod',
    workerVersion: '4.3.0',
    lastSuccessAt: '2026-11-30T08:03:00.000Z',
    nextRunAt: '2026-11-30T08:06:00.000Z',
    failedRuns: 0,
    isCurrent: true,
    runs: [run()],
    status: statusView([healthyConnector('orders')]),
    plan: planView(),
    holds: [],
    restarts: [],
    ...overrides,
  };
}

export function run(overrides: Partial<RunView> = {}): RunView {
  return {
    startedAt: '2026-11-30T08:03:00.000Z',
    milliseconds: 240,
    trigger: 'interval',
    outcome: 'in-sync',
    counts: noCounts,
    reason: null,
    ...overrides,
  };
}

export function statusView(connectors: readonly ConnectorStatusView[], cluster = 'prod'): StatusView {
  const numberOf = (kind: string) => connectors.filter(({ health }) => health.kind === kind).length;
  return {
    format: 'connect-sync/status',
    version: 1,
    cluster,
    counts: {
      failed: numberOf('failed'),
      progressing: numberOf('progressing'),
      suspended: numberOf('suspended'),
      healthy: numberOf('healthy'),
    },
    connectors,
  };
}

export function healthyConnector(name: string): ConnectorStatusView {
  const instance = { state: 'RUNNING', workerId: '10.0.0.1:8083', pluginVersion: null, rootCause: null };
  return {
    name,
    type: 'source',
    health: { kind: 'healthy', running: 1, tasks: 1 },
    source: null,
    connector: instance,
    tasks: [{ id: 0, ...instance }],
  };
}

export function failedConnector(
  name: string,
  rootCause = 'java.net.ConnectException: refused',
): ConnectorStatusView {
  const healthy = healthyConnector(name);
  const [task] = healthy.tasks;
  if (!task) throw new Error('a healthy connector has a task');
  return {
    ...healthy,
    health: { kind: 'failed', reason: '1 of 1 tasks FAILED', rootCause },
    tasks: [{ ...task, state: 'FAILED', rootCause }],
  };
}

export function planView(changes: readonly ChangeView[] = []): PlanView {
  return {
    format: 'connect-sync/plan',
    version: 1,
    complete: true,
    cluster: { name: 'prod', url: 'http://localhost:8083', workerVersion: '4.3.0', kafkaClusterId: 'abc' },
    connectorsDeclared: 1,
    connectorsLive: 1,
    changes,
    unchanged: [],
    leftAlone: [],
    refusals: [],
    diagnostics: [],
    validation: 'not-needed',
  };
}

/** An update of one key. */
export function update(name: string, key = 'tasks.max', before = '1', after = '2'): ChangeView {
  return {
    name,
    kind: 'update',
    source: null,
    reason: null,
    effects: [],
    wave: 0,
    actions: ['PUT config'],
    fields: [{ key, before, after, sensitive: false }],
    state: null,
    before: { config: { [key]: before } },
    after: { config: { [key]: after } },
    rootCause: null,
  };
}
