import { Counter, Histogram, type MetricConfiguration, Registry } from 'prom-client';
import type { EventView } from '../model/apply-view.ts';
import type { ControllerView, RunView } from '../model/controller-view.ts';
import { outcomeKinds } from '../model/outcome.ts';
import type { RequestRecord } from '../model/ports.ts';
import { changeKinds, methodLabel, rollbackOutcomes, runOutcomes, statusLabel } from './label-values.ts';
import { counters, histograms, type MetricRow, webhookCounter } from './metric-table.ts';
import { asksForOpenMetrics, contentTypes, toOpenMetrics } from './open-metrics.ts';
import { printGauges } from './print-gauges.ts';

/** What a webhook has to say about its queue. */
export interface WebhookCounts {
  readonly queued: number;
  /** Since the start of the process. */
  readonly dropped: number;
}

/** What goes to Prometheus. */
export interface PrintedMetrics {
  readonly contentType: string;
  readonly body: string;
}

/**
 * The metrics of one controller. It counts runs, changes and requests as they are reported; everything else is computed
 * from the view when it is printed. No value of a config, text of a worker or id of a worker is in it.
 */
export class ControllerMetrics {
  readonly #registry = new Registry();
  readonly #counters: Readonly<Record<keyof typeof counters, Counter>>;
  readonly #histograms: Readonly<Record<keyof typeof histograms, Histogram>>;
  readonly #webhook: { readonly counts: () => WebhookCounts; readonly dropped: Counter } | undefined;
  readonly #clusters = new Set<string>();
  #printing: Promise<unknown> = Promise.resolve();

  /** `webhook`: how its queue is; left out without a webhook. */
  constructor({ webhook }: { readonly webhook?: (() => WebhookCounts) | undefined } = {}) {
    const config = (name: string, row: MetricRow): MetricConfiguration<string> => ({
      ...{ name, help: row.help, labelNames: [...row.labels], registers: [this.#registry] },
    });
    this.#counters = mapRows(counters, (name, row) => new Counter(config(name, row)));
    this.#webhook = webhook && {
      counts: webhook,
      dropped: new Counter(config(webhookCounter.name, webhookCounter.row)),
    };
    this.#histograms = mapRows(
      histograms,
      (name, row) => new Histogram({ ...config(name, row), buckets: [...(row.buckets ?? [])] }),
    );
  }

  /** Counts a request to a worker of a cluster. */
  observeRequest(cluster: string, record: RequestRecord): void {
    this.#begin(cluster);
    const labels = { cluster, method: methodLabel(record.method) };
    this.#counters.connect_sync_worker_requests_total.inc({ ...labels, status: statusLabel(record.status) });
    this.#histograms.connect_sync_worker_request_duration_seconds.observe(labels, record.milliseconds / 1000);
  }

  /** Counts a run that has ended. */
  observeRun(cluster: string, { outcome, milliseconds }: RunView): void {
    this.#begin(cluster);
    this.#counters.connect_sync_runs_total.inc({ cluster, outcome });
    this.#histograms.connect_sync_run_duration_seconds.observe({ cluster }, milliseconds / 1000);
  }

  /** Counts what the apply engine did; events that end nothing are ignored. */
  observeEvent(event: EventView): void {
    const { cluster } = event;
    if (event.kind === 'finished') {
      const { change, kind: outcome } = event.outcome;
      this.#counters.connect_sync_changes_total.inc({ cluster, change, outcome });
    }
    if (event.kind === 'rolled-back') {
      const outcome = event.reason === null ? 'restored' : 'left';
      this.#counters.connect_sync_rollbacks_total.inc({ cluster, outcome });
    }
  }

  /** Starts the counters of a cluster at 0: `increase()` misses the first event of a series that starts at 1. */
  #begin(cluster: string): void {
    if (this.#clusters.has(cluster)) return;
    this.#clusters.add(cluster);
    const { connect_sync_runs_total: runs, connect_sync_changes_total: changes } = this.#counters;
    for (const outcome of runOutcomes) runs.inc({ cluster, outcome }, 0);
    for (const change of changeKinds)
      for (const outcome of outcomeKinds) changes.inc({ cluster, change, outcome }, 0);
    for (const outcome of rollbackOutcomes)
      this.#counters.connect_sync_rollbacks_total.inc({ cluster, outcome }, 0);
  }

  /** The metrics in the format that the header `Accept` prefers: OpenMetrics where it is named, else text. */
  print(view: ControllerView, accept?: string): Promise<PrintedMetrics> {
    // The counters are read at one moment, and what is printed after one another is in order.
    const printed = this.#printing.then(async () => {
      const webhook = this.#webhook?.counts();
      this.#webhook?.dropped.reset();
      this.#webhook?.dropped.inc(webhook?.dropped ?? 0);
      const counted = await this.#registry.metrics();
      const current = printGauges(view, webhook?.queued);
      return asksForOpenMetrics(accept)
        ? { contentType: contentTypes.openMetrics, body: `${current}${toOpenMetrics(counted)}` }
        : { contentType: contentTypes.text, body: `${current}\n${counted}` };
    });
    // Without the text, which is of megabytes.
    this.#printing = printed.then(
      () => undefined,
      () => undefined,
    );
    return printed;
  }
}

function mapRows<Name extends string, Metric>(
  rows: Readonly<Record<Name, MetricRow>>,
  make: (name: Name, row: MetricRow) => Metric,
): Readonly<Record<Name, Metric>> {
  const entries = (Object.entries(rows) as [Name, MetricRow][]).map(([name, row]) => [name, make(name, row)]);
  return Object.fromEntries(entries) as Record<Name, Metric>;
}
