import type { ControllerEvent } from '../model/controller-event.ts';
import type { RunView } from '../model/controller-view.ts';
import { formatDuration } from '../model/duration.ts';
import { toJsonLine } from '../model/print-json.ts';
import { toPrintableLine } from '../model/printable.ts';

/** One run on one cluster, as a line for people: with the time of its end, so that a log is in order. */
export function renderRunLine(cluster: string, run: RunView): string {
  const why = run.reason === null ? '' : `: ${run.reason}`;
  const endedAt = new Date(Date.parse(run.startedAt) + run.milliseconds).toISOString();
  return `${endedAt} ${toPrintableLine(cluster)}: ${toPrintableLine(`${describeRun(run)}${why}`)}\n`;
}

/** How a run ended: `applied, 2 applied, in 1.2 s`. */
export function describeRun({ outcome, counts, milliseconds }: RunView): string {
  const changed = Object.entries(counts).flatMap(([kind, number]) =>
    number > 0 ? [`${number} ${kind}`] : [],
  );
  return [outcome, ...changed, `in ${formatDuration(milliseconds)}`].join(', ');
}

/** An event as a line for people. */
export function renderControllerEvent({ time, cluster, connector, kind, message }: ControllerEvent): string {
  const place = [cluster, connector].filter((part) => part !== null).join(' ');
  return `${time} ${toPrintableLine(`${place === '' ? '' : `${place}: `}${kind}: ${message}`)}\n`;
}

/** An event as a line of `reconcile -f json`. */
export function renderControllerEventLine(event: ControllerEvent): string {
  return `${toJsonLine({ format: 'connect-sync/controller-event', version: 1, ...event })}\n`;
}
