import { parseExactJson } from '../../model/exact-json.ts';
import type { JsonSource } from '../http/json-source.ts';
import { RestError } from '../http/rest-error.ts';
import type { ConnectorPlugin } from '../plugins/plugin.ts';

/** A partition and how far it was read, as `/offsets` shows them (Connect REST contract 4.16). */
export interface OffsetEntry {
  readonly partition: unknown;
  readonly offset: unknown;
}

/** The offsets of all connectors by name. They outlive their connector (Connect REST contract 12). */
export class Offsets {
  readonly #entries = new Map<string, ReadonlyMap<string, OffsetEntry>>();

  of(name: string): readonly OffsetEntry[] {
    return [...(this.#entries.get(name)?.values() ?? [])];
  }

  set(name: string, entries: readonly OffsetEntry[]): void {
    this.#entries.set(name, new Map(entries.map((entry) => [JSON.stringify(entry.partition), entry])));
  }

  /**
   * Alters some partitions; a null offset, or none, resets one. Sinks name topic and partition
   * (Connect REST contract 4.17).
   */
  alter(name: string, plugin: ConnectorPlugin, changes: readonly JsonSource[]): void {
    const entries = new Map(this.#entries.get(name));
    for (const change of changes.map(plain)) {
      const { partition, offset } = toEntry(change);
      if (plugin.type === 'sink') checkSinkEntry(partition, offset);
      else checkSourceEntry(partition, plugin);
      const key = JSON.stringify(partition);
      if (offset === null) entries.delete(key);
      else entries.set(key, { partition, offset });
    }
    this.#entries.set(name, entries);
  }

  reset(name: string): void {
    this.#entries.delete(name);
  }
}

function toEntry(change: unknown): OffsetEntry {
  const entry = isRecord(change) ? change : {};
  return { partition: entry['partition'] ?? null, offset: entry['offset'] ?? null };
}

function checkSourceEntry(partition: unknown, plugin: ConnectorPlugin): void {
  if (partition === null) throw new RestError(500, 'Partition objects cannot be null');
  const key = plugin.partitionKey;
  if (key !== undefined && !(isRecord(partition) && key in partition)) {
    throw new RestError(500, `Partition objects should contain the key '${key}'`);
  }
}

function checkSinkEntry(partition: unknown, offset: unknown): void {
  if (!isRecord(partition)) {
    throw new RestError(400, 'The partition for a sink connector offset cannot be null or missing');
  }
  if (!('kafka_topic' in partition && 'kafka_partition' in partition)) {
    throw new RestError(
      400,
      "The partition for a sink connector offset must contain the keys 'kafka_topic' and 'kafka_partition'",
    );
  }
  checkInteger('Kafka partition', 'Partition', partition['kafka_partition']);
  if (offset === null) return;
  if (!isRecord(offset) || !('kafka_offset' in offset)) {
    throw new RestError(
      400,
      "The offset for a sink connector should either be null or contain the key 'kafka_offset'",
    );
  }
  checkInteger('Kafka offset', 'Offset', offset['kafka_offset']);
}

function checkInteger(what: string, title: string, value: unknown): void {
  if (/^-?\d+$/.test(String(value))) return;
  throw new RestError(
    400,
    `Failed to parse the following ${what} value in the provided offsets: '${value}'. ` +
      `${title} values for sink connectors need to be integers.`,
  );
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** The value without its source text; a number keeps all its digits, as a `long` of a worker does. */
function plain(source: JsonSource): unknown {
  switch (source.kind) {
    case 'object':
      return Object.fromEntries([...source.entries].map(([key, value]) => [key, plain(value)]));
    case 'array':
      return source.items.map(plain);
    case 'string':
      return source.value;
    default:
      return parseExactJson(source.text);
  }
}
