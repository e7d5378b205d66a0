import type { ControllerView } from '../model/controller-view.ts';
import { gaugeSamples } from './gauge-samples.ts';
import { gauges } from './metric-table.ts';

/**
 * The gauges of a controller as text that is both the format of Prometheus and OpenMetrics. They are printed without the
 * registry: for 2,000 connectors it would keep 34,000 objects, and make several times as many at each scrape.
 * `queued`: events of the webhook, if there is one.
 */
export function printGauges(view: ControllerView, queued: number | undefined): string {
  const lines = new Map<string, string[]>(
    Object.entries(gauges).map(([name, { help }]) => [name, head(name, help)]),
  );
  for (const { name, labels, value } of gaugeSamples(view))
    lines.get(name)?.push(labels === '' ? `${name} ${value}\n` : `${name}{${labels}} ${value}\n`);
  if (queued !== undefined)
    lines.get('connect_sync_webhook_queue_events')?.push(`connect_sync_webhook_queue_events ${queued}\n`);
  return [...lines.values()].map((family) => family.join('')).join('');
}

function head(name: string, help: string): string[] {
  return [`# HELP ${name} ${help}\n`, `# TYPE ${name} gauge\n`];
}
