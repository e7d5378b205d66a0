import { ExactNumber, parseExactJson } from '../../model/exact-json.ts';
import { RestError } from '../http/rest-error.ts';
import type { OffsetChange } from './offset-entry.ts';

/** The offset of one partition of a topic. */
export interface SinkOffset {
  readonly partition: { readonly kafka_topic: string; readonly kafka_partition: number };
  readonly offset: { readonly kafka_offset: number | ExactNumber } | null;
}

/** Reads a change of a sink's offset: topic and partition, and a number or null. Anything else is a 400. */
export function toSinkEntry({ partition, offset }: OffsetChange): SinkOffset {
  if (partition === null) {
    throw new RestError(400, 'The partition for a sink connector offset cannot be null or missing');
  }
  if (!('kafka_topic' in partition && 'kafka_partition' in partition)) {
    throw new RestError(
      400,
      "The partition for a sink connector offset must contain the keys 'kafka_topic' and 'kafka_partition'",
    );
  }
  if (partition['kafka_topic'] === null) {
    throw new RestError(400, 'Kafka topic names must be valid strings and may not be null');
  }
  if (partition['kafka_partition'] === null) {
    throw new RestError(400, 'Kafka partitions must be valid numbers and may not be null');
  }
  const number = Number(integer('Kafka partition', 'Partition', partition['kafka_partition']));
  const parsed = { kafka_topic: textOf(partition['kafka_topic']), kafka_partition: number };
  if (offset === null) return { partition: parsed, offset };
  if (!('kafka_offset' in offset)) {
    throw new RestError(
      400,
      "The offset for a sink connector should either be null or contain the key 'kafka_offset'",
    );
  }
  const exact = parseExactJson(integer('Kafka offset', 'Offset', offset['kafka_offset']));
  return {
    partition: parsed,
    offset: { kafka_offset: exact instanceof ExactNumber ? exact : Number(exact) },
  };
}

/** The decimal text of an integer that Java can parse. */
function integer(what: string, title: string, value: unknown): string {
  const text = textOf(value);
  const limit = title === 'Partition' ? 1n << 31n : 1n << 63n;
  if (/^[+-]?\d+$/.test(text)) {
    const number = BigInt(text.replace('+', ''));
    if (number >= -limit && number < limit) return String(number);
  }
  throw new RestError(
    400,
    `Failed to parse the following ${what} value in the provided offsets: '${text}'. ` +
      `${title} values for sink connectors need to be integers.`,
  );
}

function textOf(value: unknown): string {
  return value instanceof ExactNumber ? value.text : String(value);
}
