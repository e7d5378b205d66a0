import {
  changeKinds,
  connectorStates,
  driftKinds,
  healthKinds,
  holdKinds,
  modes,
  rollbackOutcomes,
  runOutcomes,
  sourceStates,
} from '../../src/metrics/label-values.ts';
import { type MetricRow, metricTable } from '../../src/metrics/metric-table.ts';
import { outcomeKinds } from '../../src/model/outcome.ts';
import { code, prose, table } from './markdown.ts';

/** The page of the metrics of `connect-sync reconcile`: every row of the table that they are made from. */
export function metricsPage(): string {
  return [
    '# Metrics of the controller\n',
    '`connect-sync reconcile` serves these metrics at `/metrics`, as OpenMetrics where the request asks for it and as the text format of Prometheus otherwise. [deploy/prometheus](../../deploy/prometheus) has alert rules for them, and [deploy/grafana](../../deploy/grafana) a dashboard.\n',
    'Gauges are computed from the last reading of each cluster when Prometheus asks, so a series ends with its connector. While a cluster cannot be read, `connect_sync_cluster_up` is 0 and there are no series of its plan and connectors, but for what the controller itself holds and restarted: old values would look like fresh ones. Nothing in them is a value of a config, a trace, or the id of a worker. Metrics of the Node process are not among them: memory and CPU come from the platform (cAdvisor, systemd), and the collectors of the library keep a timer and observers running.\n',
    '## All metrics\n',
    table(['metric', 'type', 'labels', 'meaning'], [...metricTable].map(metricCells)),
    '## Values of labels\n',
    'Labels have these values and no others, so the number of series is bounded by the number of clusters and connectors. A gauge with such a label has a series for each value, with 0 for what does not apply. The counters of runs, changes and rollbacks have each series from the first request to a cluster, so that `increase()` shows the first event, too. Other counters and histograms start when something is counted.\n',
    table(
      ['label', 'values'],
      labelValues.map(([label, values]) => [prose(label), values.map(code).join(', ')]),
    ),
    '## Size\n',
    'A connector has 17 series. With 2,000 connectors a scrape has about 34,300 series in 3.6 MB, and takes about 0.1 s of one core of a small virtual machine; until the next run the following ones take a tenth of that. A scrape interval of 30 seconds or more suits such a cluster: the values change once in an interval of the controller.\n',
    '## Scraping\n',
    'Prometheus must reach the controller by an address that the listener accepts: `localhost`, the address of the pod or machine itself, or a name given with `--allow-host`. On an address other than loopback everybody who reaches the port can read the page, the state and the metrics. They contain no secrets, but names of connectors, configurations with masked secrets, and error messages: restrict the port with a network policy or a firewall.\n',
  ].join('\n');
}

function metricCells([name, { kind, labels, help }]: readonly [string, MetricRow]): string[] {
  return [code(name), kind, labels.map(code).join(', '), prose(help)];
}

const labelValues: readonly (readonly [string, readonly string[]])[] = [
  ['`mode`', modes],
  ['`state` of the source', sourceStates],
  ['`state` of a connector or its tasks', connectorStates],
  ['`health`', healthKinds],
  ['`cause`', ['connector', 'outside', 'unknown']],
  ['`change` of drift', driftKinds],
  ['`change` of changes', changeKinds],
  ['`kind`', holdKinds],
  ['`by`', ['safety-check', 'policy', 'validation']],
  ['`outcome` of runs', runOutcomes],
  ['`outcome` of changes', outcomeKinds],
  ['`outcome` of rollbacks', rollbackOutcomes],
  ['`method`', ['GET', 'PUT', 'POST', 'PATCH', 'DELETE', 'other']],
  ['`status`', ['1xx', '2xx', '3xx', '4xx', '5xx', 'none']],
];
