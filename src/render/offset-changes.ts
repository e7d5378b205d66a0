import { count } from '../model/count.ts';
import { toPrintableLine } from '../model/printable.ts';
import type { OffsetChangesView } from '../operations/change-offsets.ts';
import { inWords } from './offset-lines.ts';

/** The number of partitions shown; the rest is counted. */
const mostPartitions = 50;

/** The planned offset changes by partition, shown before the confirmation. */
export function renderOffsetChanges({
  cluster,
  connector,
  origin,
  changes,
  notes,
}: OffsetChangesView): string {
  const from = origin === undefined ? '' : ` from ${toPrintableLine(origin)}`;
  const shown = changes.slice(0, mostPartitions);
  const rest = changes.length - shown.length;
  const lines = [
    `${toPrintableLine(cluster)}: offsets of ${toPrintableLine(connector)}${from}: ${count(changes.length, 'partition')}`,
    ...shown.map(
      ({ partition, before, after }) => `  ${inWords(partition)}  ${side(before)} -> ${side(after)}`,
    ),
    ...(rest > 0 ? [`  … ${count(rest, 'more partition')}`] : []),
    ...notes.map((note) => `  ${toPrintableLine(note)}`),
  ];
  return `${lines.join('\n')}\n`;
}

function side(offset: unknown): string {
  return offset === null || offset === undefined ? '(none)' : inWords(offset);
}
