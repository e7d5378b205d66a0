import type { ControllerView } from '../model/controller-view.ts';
import type { StatusView } from '../model/status-view.ts';
import { connectorSamplesOf, gaugeSamples, type Sample } from './gauge-samples.ts';
import { gauges } from './metric-table.ts';

/**
 * The gauges of a controller as text that is both the format of Prometheus and OpenMetrics. They are printed without the
 * registry: for 2,000 connectors it would keep 34,000 objects, and make several times as many at each scrape.
 * `queued`: events of the webhook, if there is one.
 */
export function printGauges(view: ControllerView, queued: number | undefined): string {
  const families = new Map<string, string[]>(
    Object.entries(gauges).map(([name, { help }]) => [name, head(name, help)]),
  );
  for (const sample of gaugeSamples(view)) families.get(sample.name)?.push(line(sample));
  for (const { status, isCurrent } of view.clusters) {
    // What an earlier run saw is not shown as if it were so now.
    if (!status || !isCurrent) continue;
    for (const [name, lines] of connectorLines(status)) families.get(name)?.push(lines);
  }
  if (queued !== undefined)
    families.get('connect_sync_webhook_queue_events')?.push(`connect_sync_webhook_queue_events ${queued}\n`);
  return [...families.values()].map((family) => family.join('')).join('');
}

/** They change with a reading of the cluster, and are scraped several times until then. */
const printed = new WeakMap<StatusView, ReadonlyMap<string, string>>();

/** The lines of all connectors, by the name of the gauge. */
function connectorLines(status: StatusView): ReadonlyMap<string, string> {
  const known = printed.get(status);
  if (known) return known;
  const byName = new Map<string, string[]>();
  for (const sample of connectorSamplesOf(status)) {
    const lines = byName.get(sample.name);
    if (lines) lines.push(line(sample));
    else byName.set(sample.name, [line(sample)]);
  }
  const joined = new Map([...byName].map(([name, lines]) => [name, lines.join('')]));
  printed.set(status, joined);
  return joined;
}

function line({ name, labels, value }: Sample): string {
  return labels === '' ? `${name} ${value}\n` : `${name}{${labels}} ${value}\n`;
}

function head(name: string, help: string): string[] {
  return [`# HELP ${name} ${help}\n`, `# TYPE ${name} gauge\n`];
}
