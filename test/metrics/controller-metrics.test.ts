import { describe, expect, it } from 'vitest';
import { ControllerMetrics } from '../../src/metrics/controller-metrics.ts';
import { metricTable } from '../../src/metrics/metric-table.ts';
import type { EventView } from '../../src/model/apply-view.ts';
import type { ControllerView } from '../../src/model/controller-view.ts';
import type { DiagnosticView } from '../../src/model/plan-view.ts';
import {
  controlledCluster,
  controllerView,
  failedConnector,
  healthyConnector,
  planView,
  run,
  statusView,
  update,
} from '../support/controller-view.ts';

/** The lines of one metric whose value is not 0, without its name. */
async function valuesOf(metrics: ControllerMetrics, name: string, view: ControllerView = controllerView()) {
  const { body } = await metrics.print(view);
  return body
    .split('\n')
    .filter((line) => new RegExp(`^${name}[{ ]`).test(line) && !line.endsWith(' 0'))
    .map((line) => line.slice(name.length));
}

describe('the gauges of a controller', () => {
  it('say where it is and what it may do', async () => {
    const metrics = new ControllerMetrics();
    expect(await valuesOf(metrics, 'connect_sync_build_info')).toEqual(['{version="0.1.0"} 1']);
    expect(await valuesOf(metrics, 'connect_sync_mode')).toEqual(['{mode="observe"} 1']);
    expect(await valuesOf(metrics, 'connect_sync_interval_seconds')).toEqual([' 180']);
    expect(await valuesOf(metrics, 'connect_sync_leader')).toEqual([' 1']);
    expect(await valuesOf(metrics, 'connect_sync_source_state')).toEqual(['{state="current"} 1']);
    expect(await valuesOf(metrics, 'connect_sync_last_run_outcome')).toEqual([
      '{cluster="prod",outcome="in-sync"} 1',
    ]);
    expect(await valuesOf(metrics, 'connect_sync_last_success_timestamp_seconds')).toEqual([
      `{cluster="prod"} ${Date.UTC(2026, 10, 30, 8, 3) / 1000}`,
    ]);
  });

  it('show a failed connector by state, tasks, health and cause', async () => {
    const failed = failedConnector('orders');
    const connectors = [failed, { ...healthyConnector('new'), connector: null, tasks: [] }];
    const view = controllerView({ clusters: [controlledCluster({ status: statusView(connectors) })] });
    const metrics = new ControllerMetrics();
    expect(await valuesOf(metrics, 'connect_sync_connector_state', view)).toEqual([
      '{cluster="prod",connector="orders",state="running"} 1',
      '{cluster="prod",connector="new",state="unknown"} 1',
    ]);
    expect(await valuesOf(metrics, 'connect_sync_connector_tasks', view)).toEqual([
      '{cluster="prod",connector="orders",state="failed"} 1',
    ]);
    expect(await valuesOf(metrics, 'connect_sync_connector_health', view)).toEqual([
      '{cluster="prod",connector="orders",health="failed"} 1',
      '{cluster="prod",connector="new",health="healthy"} 1',
    ]);
    expect(await valuesOf(metrics, 'connect_sync_connector_failure', view)).toEqual([
      '{cluster="prod",connector="orders",cause="unknown"} 1',
    ]);
    expect(await valuesOf(metrics, 'connect_sync_connectors', view)).toEqual([
      '{cluster="prod",health="healthy"} 1',
      '{cluster="prod",health="failed"} 1',
    ]);
  });

  it('count drift by change, without restarts, and what refuses the plan', async () => {
    const restart = { ...update('c'), kind: 'restart' as const };
    const error = (code: string): DiagnosticView => ({
      ...{ code, severity: 'error', message: '', hint: null, source: null, related: [] },
    });
    const plan = {
      ...planView([update('a'), update('b'), restart]),
      refusals: [{ code: 'protected' as const, message: '', hint: '', names: ['a'] }],
      diagnostics: [error('policy-denied'), error('invalid-config'), error('invalid-config')],
    };
    const view = controllerView({ clusters: [controlledCluster({ plan })] });
    const metrics = new ControllerMetrics();
    expect(await valuesOf(metrics, 'connect_sync_connectors_drifted', view)).toEqual([
      '{cluster="prod",change="update"} 2',
    ]);
    expect(await valuesOf(metrics, 'connect_sync_plan_refusals', view)).toEqual([
      '{cluster="prod",by="safety-check"} 1',
      '{cluster="prod",by="policy"} 1',
      '{cluster="prod",by="validation"} 2',
    ]);
  });

  it('show holds, and restarts with what is left of the budget', async () => {
    const hold = { name: 'a', kind: 'contended' as const, reason: '', since: '', until: null };
    const restarts = [
      { name: 'a', restarts: 2, left: 5, nextAt: null },
      { name: 'b', restarts: 9, left: null, nextAt: null },
    ];
    const view = controllerView({ clusters: [controlledCluster({ holds: [hold], restarts })] });
    const metrics = new ControllerMetrics();
    expect(await valuesOf(metrics, 'connect_sync_connectors_held', view)).toEqual([
      '{cluster="prod",kind="contended"} 1',
    ]);
    expect(await valuesOf(metrics, 'connect_sync_connector_restarts', view)).toEqual([
      '{cluster="prod",connector="a"} 2',
      '{cluster="prod",connector="b"} 9',
    ]);
    expect(await valuesOf(metrics, 'connect_sync_connector_restarts_left', view)).toEqual([
      '{cluster="prod",connector="a"} 5',
    ]);
  });

  it('end with the connector and the cluster that they are about', async () => {
    const metrics = new ControllerMetrics();
    await metrics.print(controllerView());
    const { body } = await metrics.print(controllerView({ clusters: [] }));
    expect(body).not.toContain('orders');
    expect(body).not.toContain('cluster=');
    expect(body).toContain('connect_sync_leader 1');
  });

  it('of a cluster that cannot be read any more do not show what was, and say so', async () => {
    const view = controllerView({
      clusters: [controlledCluster({ isCurrent: false, runs: [run({ outcome: 'unread' })], failedRuns: 1 })],
    });
    const { body } = await new ControllerMetrics().print(view);
    expect(body).toContain('connect_sync_cluster_up{cluster="prod"} 0');
    expect(body).not.toContain('orders');
    expect(body).not.toMatch(/^connect_sync_(connectors|connectors_drifted|plan_refusals)\{/m);
    expect((await new ControllerMetrics().print(controllerView())).body).toContain(
      'connect_sync_cluster_up{cluster="prod"} 1',
    );
  });

  it('of a cluster that was never read say only that', async () => {
    const never = {
      lastSuccessAt: null,
      runs: [],
      status: null,
      plan: null,
      failedRuns: 3,
      workerVersion: null,
    };
    const source = { ...controllerView().source, state: 'missing' as const, revisionSince: null };
    const view = controllerView({ source, clusters: [controlledCluster(never)] });
    const { body } = await new ControllerMetrics().print(view);
    const lines = body
      .split('\n')
      .filter((line) => line.includes('cluster="prod"') && !line.includes('_held'));
    expect(lines).toEqual([
      'connect_sync_run_failures{cluster="prod"} 3',
      'connect_sync_last_success_timestamp_seconds{cluster="prod"} 0',
    ]);
    expect(body).not.toMatch(/^connect_sync_source_(revision|failing)/m);
  });

  it('contain no trace, worker or value of a config', async () => {
    const plan = planView([update('orders', 'password', 'hunter2', 'hunter3')]);
    const status = statusView([failedConnector('orders', 'java.net.ConnectException: to db.internal')]);
    const view = controllerView({ clusters: [controlledCluster({ plan, status })] });
    const { body } = await new ControllerMetrics().print(view);
    expect(body).not.toMatch(/hunter|ConnectException|10\.0\.0\.1|password/);
  });

  it.each(['a"b', 'a\\b', 'a\nb', 'ü{}', '__proto__', 'constructor', 'a,b=c'])(
    'name the connector %j as it is',
    async (name) => {
      const view = controllerView({
        clusters: [controlledCluster({ status: statusView([healthyConnector(name)]) })],
      });
      const escaped = name.replaceAll('\\', '\\\\').replaceAll('\n', '\\n').replaceAll('"', '\\"');
      expect(await valuesOf(new ControllerMetrics(), 'connect_sync_connector_health', view)).toEqual([
        `{cluster="prod",connector="${escaped}",health="healthy"} 1`,
      ]);
    },
  );
});

describe('the counters of a controller', () => {
  it('count runs with their durations', async () => {
    const metrics = new ControllerMetrics();
    metrics.observeRun('prod', run({ milliseconds: 400, outcome: 'drift' }));
    metrics.observeRun('prod', run({ milliseconds: 1_600, outcome: 'drift' }));
    expect(await valuesOf(metrics, 'connect_sync_runs_total')).toEqual([
      '{cluster="prod",outcome="drift"} 2',
    ]);
    expect(await valuesOf(metrics, 'connect_sync_run_duration_seconds_sum')).toEqual(['{cluster="prod"} 2']);
    expect(await valuesOf(metrics, 'connect_sync_run_duration_seconds_bucket')).toContain(
      '{le="0.5",cluster="prod"} 1',
    );
  });

  it('of runs, changes and rollbacks start at 0 with the first request to a cluster', async () => {
    const metrics = new ControllerMetrics();
    const request = { url: 'http://connect:8083', path: '/', method: 'GET', status: 200, milliseconds: 20 };
    metrics.observeRequest('prod', request);
    const { body } = await metrics.print(controllerView());
    const lines = body
      .split('\n')
      .filter((line) => /^connect_sync_(runs|changes|rollbacks)_total/.test(line));
    expect(lines.filter((line) => !line.endsWith(' 0'))).toEqual([]);
    expect(lines).toEqual(
      expect.arrayContaining([
        'connect_sync_runs_total{cluster="prod",outcome="error"} 0',
        'connect_sync_changes_total{cluster="prod",change="restart",outcome="failed"} 0',
        'connect_sync_rollbacks_total{cluster="prod",outcome="left"} 0',
      ]),
    );
    metrics.observeRun('prod', run({ outcome: 'drift' }));
    metrics.observeRequest('prod', request);
    expect(await valuesOf(metrics, 'connect_sync_runs_total')).toEqual([
      '{cluster="prod",outcome="drift"} 1',
    ]);
  });

  it('count requests by method and class of status', async () => {
    const metrics = new ControllerMetrics();
    const request = { url: 'http://connect:8083', path: '/connectors/secret', milliseconds: 20 };
    for (const [method, status] of [
      ['GET', 200],
      ['GET', 204],
      ['PUT', 409],
      ['GET', undefined],
      ['BREW', 418],
    ] as const)
      metrics.observeRequest('prod', { ...request, method, status });
    expect(await valuesOf(metrics, 'connect_sync_worker_requests_total')).toEqual([
      '{cluster="prod",method="GET",status="2xx"} 2',
      '{cluster="prod",method="PUT",status="4xx"} 1',
      '{cluster="prod",method="GET",status="none"} 1',
      '{cluster="prod",method="other",status="4xx"} 1',
    ]);
    expect((await metrics.print(controllerView())).body).not.toContain('secret');
  });

  it('count changes that ended and rollbacks, and no other event', async () => {
    const metrics = new ControllerMetrics();
    const outcome = { name: 'a', change: 'update', kind: 'failed' };
    const events = [
      { kind: 'started', name: 'a', change: 'update' },
      { kind: 'finished', outcome, index: 1, total: 1 },
      { kind: 'amended', outcome },
      { kind: 'rolled-back', name: 'a', reason: null },
      { kind: 'rolled-back', name: 'b', reason: 'refused' },
    ].map((event) => ({ cluster: 'prod', ...event }) as EventView);
    for (const event of events) metrics.observeEvent(event);
    expect(await valuesOf(metrics, 'connect_sync_changes_total')).toEqual([
      '{cluster="prod",change="update",outcome="failed"} 1',
    ]);
    expect(await valuesOf(metrics, 'connect_sync_rollbacks_total')).toEqual([
      '{cluster="prod",outcome="restored"} 1',
      '{cluster="prod",outcome="left"} 1',
    ]);
  });

  it('take the queue of the webhook from the webhook', async () => {
    const counts = { queued: 3, dropped: 2 };
    const metrics = new ControllerMetrics({ webhook: () => counts });
    await metrics.print(controllerView());
    counts.dropped = 5;
    expect(await valuesOf(metrics, 'connect_sync_webhook_dropped_events_total')).toEqual([' 5']);
    expect(await valuesOf(metrics, 'connect_sync_webhook_queue_events')).toEqual([' 3']);
    expect((await new ControllerMetrics().print(controllerView())).body).not.toMatch(
      /^connect_sync_webhook/m,
    );
  });
});

describe('the format of metrics', () => {
  it.each([
    [undefined, 'text/plain; version=0.0.4; charset=utf-8'],
    ['*/*', 'text/plain; version=0.0.4; charset=utf-8'],
    ['application/openmetrics-text;q=0.1, text/plain', 'text/plain; version=0.0.4; charset=utf-8'],
    ['application/openmetrics-text;q=0', 'text/plain; version=0.0.4; charset=utf-8'],
    [
      'application/openmetrics-text;version=1.0.0;q=0.5,text/plain;version=0.0.4;q=0.4,*/*;q=0.1',
      'application/openmetrics-text; version=1.0.0; charset=utf-8',
    ],
  ])('for Accept: %s is %s', async (accept, contentType) => {
    expect((await new ControllerMetrics().print(controllerView(), accept)).contentType).toBe(contentType);
  });

  it('may alternate: the text after OpenMetrics is the text before', async () => {
    const metrics = new ControllerMetrics();
    metrics.observeRun('prod', run());
    const [before, open, after] = await Promise.all(
      [undefined, 'application/openmetrics-text', undefined].map((accept) =>
        metrics.print(controllerView(), accept),
      ),
    );
    expect(after).toEqual(before);
    expect(before?.body).toContain('# TYPE connect_sync_runs_total counter\nconnect_sync_runs_total{');
    expect(open?.body).toContain('# TYPE connect_sync_runs counter\nconnect_sync_runs_total{');
    expect(open?.body).toMatch(/\n# EOF\n$/);
  });

  it('has every metric of the table, with its type', async () => {
    const { body } = await new ControllerMetrics({ webhook: () => ({ queued: 0, dropped: 0 }) }).print(
      controllerView(),
    );
    const types = body.match(/^# TYPE .*$/gm)?.map((line) => line.slice('# TYPE '.length)) ?? [];
    expect(types).toEqual([...metricTable].map(([name, { kind }]) => `${name} ${kind}`));
  });
});
