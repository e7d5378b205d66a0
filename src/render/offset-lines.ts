import { compareText } from '../model/config.ts';
import type { ConnectorOffset } from '../model/connector-offsets.ts';
import { printExactJson } from '../model/exact-json.ts';
import { toPrintableLine } from '../model/printable.ts';
import { alignColumns } from './table.ts';

/** Offsets as a table with headings: by topic and partition for a sink, as the plugin wrote them for a source. */
export function offsetLines(entries: readonly ConnectorOffset[]): string[] {
  const ofSink = entries.map(sinkCells);
  if (ofSink.every((cells) => cells !== undefined)) {
    const sorted = ofSink.sort(
      (one, other) => compareText(one[0], other[0]) || Number(one[1]) - Number(other[1]),
    );
    return alignColumns([['TOPIC', 'PARTITION', 'OFFSET'], ...sorted]);
  }
  const rows = entries.map(({ partition, offset }) => [inWords(partition), inWords(offset)]);
  return alignColumns([['PARTITION', 'OFFSET'], ...rows]);
}

/** A partition or an offset on one line, as JSON. */
export function inWords(value: unknown): string {
  return toPrintableLine(printExactJson(value ?? null));
}

function sinkCells({ partition, offset }: ConnectorOffset): [string, string, string] | undefined {
  const [topic, number, position] = [
    member(partition, 'kafka_topic'),
    member(partition, 'kafka_partition'),
    member(offset, 'kafka_offset'),
  ];
  if (typeof topic !== 'string' || number === undefined || position === undefined) return undefined;
  return [toPrintableLine(topic), inWords(number), inWords(position)];
}

function member(value: unknown, key: string): unknown {
  return typeof value === 'object' && value !== null ? new Map(Object.entries(value)).get(key) : undefined;
}
