import type { RunView } from '../model/controller-view.ts';
import { formatDuration } from '../model/duration.ts';
import { toPrintableLine } from '../model/printable.ts';

/** One run on one cluster, as a line for people. */
export function renderRunLine(
  cluster: string,
  { startedAt, milliseconds, outcome, counts, reason }: RunView,
): string {
  const changed = Object.entries(counts).flatMap(([kind, number]) =>
    number > 0 ? [`${number} ${kind}`] : [],
  );
  const parts = [outcome, ...changed, `in ${formatDuration(milliseconds)}`].join(', ');
  const why = reason === null ? '' : `: ${reason}`;
  return `${startedAt} ${toPrintableLine(cluster)}: ${toPrintableLine(`${parts}${why}`)}\n`;
}
