import { execFile, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { promisify } from 'node:util';
import { describe, expect, it, onTestFinished } from 'vitest';
import type { Site } from '../../src/listener/site.ts';
import { startListener } from '../../src/listener/start-listener.ts';
import { ControllerMetrics } from '../../src/metrics/controller-metrics.ts';
import type { ControllerView } from '../../src/model/controller-view.ts';
import { systemClock } from '../../src/public/system-clock.ts';
import { startSandbox } from '../../src/sandbox/start-sandbox.ts';
import { startProgram } from '../support/built-program.ts';
import {
  controlledCluster,
  controllerView,
  failedConnector,
  healthyConnector,
  run,
  statusView,
} from '../support/controller-view.ts';
import { eventually } from '../support/eventually.ts';
import { projectFolder } from '../support/project-folder.ts';
import { changesCluster } from '../support/tryout.ts';
import { freePort } from './free-port.ts';
import { MissingPart, missingOf } from './missing-part.ts';

const missing = await missingOf(async () => {
  for (const program of ['promtool', 'prometheus'])
    await runProgram(program, ['--version']).catch(() => {
      throw new MissingPart(`${program} is not there; install the Debian package prometheus`);
    });
});
if (missing) console.warn(`metrics and alert rules are not tested with Prometheus: ${missing}`);

const rules = path.resolve(import.meta.dirname, '../../deploy/prometheus');

describe.skipIf(missing)('promtool', () => {
  it('finds nothing to improve in the metrics', async () => {
    const { body } = await metricsOfEverything().print(viewWith(200));
    expect(await runProgram('promtool', ['check', 'metrics'], body)).toBe('');
  });

  it('would find a metric against the conventions', async () => {
    const failed = runProgram('promtool', ['check', 'metrics'], '# TYPE x_total gauge\nx_total 1\n');
    await expect(failed).rejects.toThrow(/x_total/);
  });

  it('accepts the alert rules', async () => {
    const file = path.join(rules, 'alerts.yaml');
    const alerts = (await readFile(file, 'utf8')).match(/^\s+- alert: /gm) ?? [];
    expect(alerts.length).toBeGreaterThan(5);
    expect(await runProgram('promtool', ['check', 'rules', file])).toContain(
      `SUCCESS: ${alerts.length} rules found`,
    );
  });

  it('sees each alert fire when it should, and only then', async () => {
    const tested = await runProgram('promtool', ['test', 'rules', path.join(rules, 'alerts.test.yaml')]);
    expect(tested).toContain('SUCCESS');
  });
});

describe.skipIf(missing)('Prometheus', () => {
  it('scrapes a listener as OpenMetrics, answers queries, and loses the series of a connector that is gone', async () => {
    let view = viewWith(20);
    const metrics = metricsOfEverything();
    const accepted: (string | undefined)[] = [];
    const listener = await startListener(
      { host: '127.0.0.1', port: 0, allowedHosts: [] },
      siteOf((accept) => {
        accepted.push(accept);
        return metrics.print(view, accept);
      }),
      { clock: systemClock },
    );
    onTestFinished(() => listener.close());
    const query = await startPrometheus(listener.url);

    await eventually(async () => {
      expect(await query('up{job="connect-sync"}')).toEqual([1]);
    });
    expect(accepted[0]).toContain('application/openmetrics-text');
    expect(await query('count(connect_sync_connector_health{health="failed"} == 1)')).toEqual([2]);
    expect(await query('connect_sync_connectors{health="healthy"}')).toEqual([18]);
    expect(await query('connect_sync_runs_total{outcome="applied"}')).toEqual([1]);
    expect(await query('connect_sync_run_duration_seconds_count')).toEqual([1]);
    expect(await query('connect_sync_connector_health{connector="a\\"b\\\\c",health="healthy"}')).toEqual([
      1,
    ]);
    expect(await query('connect_sync_source_state{state="current"}')).toEqual([1]);
    await eventually(async () => {
      expect(await query('ALERTS{alertname="ConnectSyncConnectorFailed"}')).toHaveLength(2);
    });

    view = controllerView();
    await eventually(async () => {
      expect(await query('count(connect_sync_connector_health{health="healthy"})')).toEqual([1]);
    });
  });
});

describe.skipIf(missing)('Prometheus with the dashboard', () => {
  it('answers every query of a panel, and has data for each that shows a state', async () => {
    const listener = await startListener(
      { host: '127.0.0.1', port: 0, allowedHosts: [] },
      siteOf(() => metricsOfEverything().print(viewWith(20))),
      { clock: systemClock },
    );
    onTestFinished(() => listener.close());
    const query = await startPrometheus(listener.url);
    await eventually(async () => {
      expect(await query('up{job="connect-sync"}')).toEqual([1]);
    });
    const empty: string[] = [];
    // A panel of what is not 0 has the others as well.
    for (const { title, expression } of await panelQueries())
      if ((await query(expression.replace(/ > 0$/, ''))).length === 0) empty.push(title);
    // Rates need two scrapes.
    const rates = /^(Runs by|Duration|Changes|Requests|Latency|Webhook)/;
    expect(empty.filter((title) => !rates.test(title))).toEqual([]);
  });

  it('would refuse a query that is none', async () => {
    const query = await startPrometheus('http://127.0.0.1:1');
    await eventually(async () => {
      await query('vector(1)');
    });
    await expect(query('sum by (cluster (connect_sync_connectors)')).rejects.toThrow(/parse error/);
  });
});

describe.skipIf(missing)('Prometheus with the built program', () => {
  it('fires the alert of a failed task that connect-sync observes, without a write', async () => {
    const sandbox = await startSandbox({
      port: 0,
      connectVersion: '4.3',
      anyClass: true,
      clock: systemClock,
      pace: 0.1,
    });
    onTestFinished(() => sandbox.close());
    await fetch(`${sandbox.url}/connectors`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({
        name: 'orders',
        config: { 'connector.class': 'com.example.Orders', topics: 'orders' },
      }),
    });
    const folder = projectFolder({
      'connectors/orders.yaml':
        'name: orders\nconfig:\n  connector.class: com.example.Orders\n  topics: orders\n',
    });
    const program = startProgram(
      [
        'reconcile',
        '--cluster',
        sandbox.url,
        '--listen',
        '127.0.0.1:0',
        '--interval',
        '1s',
        '--settle',
        '0s',
      ],
      { directory: folder.directory },
    );
    onTestFinished(async () => {
      program.child.kill('SIGTERM');
      expect((await program.ended).code).toBe(0);
    });
    let url = '';
    await eventually(async () => {
      url = /^listening on (\S+)$/m.exec(program.written.stderr)?.[1] ?? '';
      expect(url).not.toBe('');
    });
    const query = await startPrometheus(url);
    sandbox.clearRequests();
    await eventually(async () => {
      expect(await query('connect_sync_connector_tasks{connector="orders",state="running"}')).toEqual([1]);
    });
    sandbox.worker.failTask('orders', 0, 'java.lang.OutOfMemoryError: heap');
    await eventually(async () => {
      expect(await query('connect_sync_connector_failure{connector="orders",cause="outside"}')).toEqual([1]);
      expect(await query('ALERTS{alertname="ConnectSyncTaskFailed"}')).toEqual([1]);
    });
    expect(sandbox.requests.filter(changesCluster)).toEqual([]);
  });
});

/** A site of which only the metrics are asked for. */
function siteOf(metrics: Site['metrics']): Site {
  return {
    page: () => '',
    status: () => '',
    metrics,
    readiness: () => ({ ready: true, reasons: [] }),
    trigger: () => undefined,
  };
}

/** Two of the connectors have failed, and one has an odd name. */
function viewWith(connectors: number): ControllerView {
  const names = Array.from({ length: connectors - 3 }, (_, index) => `orders-${index}`);
  const status = statusView([
    failedConnector('failed-1'),
    failedConnector('failed-2'),
    healthyConnector('a"b\\c'),
    ...names.map((name) => healthyConnector(name)),
  ]);
  const restarts = [{ name: 'failed-1', restarts: 1, left: 2, nextAt: null }];
  return controllerView({ clusters: [controlledCluster({ status, restarts })] });
}

function metricsOfEverything(): ControllerMetrics {
  const metrics = new ControllerMetrics({ webhook: () => ({ queued: 0, dropped: 0 }) });
  metrics.observeRun('prod', run({ outcome: 'applied' }));
  metrics.observeRequest('prod', { method: 'GET', url: '', path: '/', status: 200, milliseconds: 12 });
  return metrics;
}

interface QueryAnswer {
  readonly data?: { readonly result: readonly { readonly value: readonly [number, string] }[] };
  readonly error?: string;
}

/** The queries of the dashboard, with all that a person may choose chosen. */
async function panelQueries(): Promise<readonly { readonly title: string; readonly expression: string }[]> {
  const dashboard = JSON.parse(await readFile(path.join(rules, '../grafana/dashboard.json'), 'utf8')) as {
    readonly panels: readonly {
      readonly title: string;
      readonly targets?: readonly { readonly expr: string }[];
    }[];
  };
  return dashboard.panels.flatMap(({ title, targets = [] }) =>
    targets.map(({ expr }) => ({
      title,
      expression: expr.replaceAll('$__rate_interval', '1m').replaceAll(/\$(job|cluster)\b/g, '.*'),
    })),
  );
}

/** Starts Prometheus in a temporary folder; the function that it returns gives the values of a query. */
async function startPrometheus(target: string): Promise<(query: string) => Promise<readonly number[]>> {
  const folder = await mkdtemp(path.join(tmpdir(), 'connect-sync-prometheus-'));
  const port = await freePort();
  const config = path.join(folder, 'prometheus.yaml');
  const job = { job_name: 'connect-sync', static_configs: [{ targets: [new URL(target).host] }] };
  await writeFile(
    config,
    JSON.stringify({
      global: { scrape_interval: '1s', evaluation_interval: '1s' },
      rule_files: [path.join(rules, 'alerts.yaml')],
      scrape_configs: [job],
    }),
  );
  const address = `127.0.0.1:${port}`;
  const child = spawn(
    'prometheus',
    [`--config.file=${config}`, `--storage.tsdb.path=${folder}/data`, `--web.listen-address=${address}`],
    { stdio: 'ignore' },
  );
  const ended = once(child, 'exit');
  onTestFinished(async () => {
    child.kill('SIGTERM');
    await ended;
    await rm(folder, { recursive: true, force: true });
  });
  return async (query) => {
    const url = `http://${address}/api/v1/query?query=${encodeURIComponent(query)}`;
    const answer = (await (await fetch(url)).json()) as QueryAnswer;
    if (answer.data === undefined) throw new Error(`${query}: ${answer.error}`);
    return answer.data.result.map(({ value }) => Number(value[1]));
  };
}

/** The output of a program, both streams; rejects with it where the program fails. */
async function runProgram(program: string, args: readonly string[], input = ''): Promise<string> {
  const running = promisify(execFile)(program, args);
  running.child.stdin?.end(input);
  const { stdout, stderr } = await running.catch(
    (error: { stdout?: string; stderr?: string; message: string }) => {
      throw new Error(`${program}: ${error.stdout ?? ''}${error.stderr ?? ''}${error.message}`);
    },
  );
  return stdout + stderr;
}
