import { ExactNumber } from '../../model/exact-json.ts';
import { RestError } from '../http/rest-error.ts';
import { inHashOrder } from '../java-text.ts';
import type { SandboxConnector } from './connector.ts';
import { hashOfMap, hashOfTopicPartition } from './java-hash.ts';
import type { JsonRecord, OffsetChange, OffsetEntry } from './offset-entry.ts';
import { toSinkEntry } from './sink-offsets.ts';
import { checkSourceEntry } from './source-offsets.ts';

/** The offsets of all connectors by name. They outlive their connector (Connect REST contract 12). */
export class Offsets {
  readonly #entries = new Map<string, ReadonlyMap<string, OffsetEntry>>();

  /** In the order in which a worker lists them. */
  of(name: string): readonly OffsetEntry[] {
    return inHashOrder([...(this.#entries.get(name)?.values() ?? [])], hashOf, 1);
  }

  set(name: string, entries: readonly OffsetEntry[]): void {
    this.#entries.set(name, new Map(entries.map((entry) => [keyOf(entry), entry])));
  }

  /**
   * Alters some partitions; a null offset, or none, resets one. What the plugin or Kafka refuses stores nothing
   * (Connect REST contract 4.17). `topicExists`: whether Kafka has a topic.
   */
  alter(
    connector: SandboxConnector,
    changes: readonly OffsetChange[],
    topicExists: (topic: string) => boolean,
  ): void {
    const { name, plugin } = connector;
    const altered =
      plugin.type === 'sink'
        ? this.#toSinkEntries(name, changes, topicExists)
        : changes.map((change) => checkSourceEntry(connector, change));
    const entries = new Map(this.#entries.get(name));
    for (const entry of altered) {
      if (entry.partition === null) continue;
      if (entry.offset === null) entries.delete(keyOf(entry));
      else entries.set(keyOf(entry), entry);
    }
    this.#entries.set(name, entries);
  }

  reset(name: string): void {
    this.#entries.delete(name);
  }

  // All partitions are read before Kafka is asked.
  #toSinkEntries(
    name: string,
    changes: readonly OffsetChange[],
    topicExists: (topic: string) => boolean,
  ): readonly OffsetEntry[] {
    const parsed = changes.map(toSinkEntry);
    if (parsed.some(({ offset }) => offset !== null && numberOf(offset.kafka_offset) < 0)) {
      throw new RestError(500, `Failed to modify offsets for sink connector ${name}`);
    }
    const used = new Set(this.of(name).map((entry) => topicOf(entry)));
    const isMissing = parsed.some(
      ({ partition: { kafka_topic: topic, kafka_partition: partition }, offset }) =>
        offset !== null && (partition < 0 || !(used.has(topic) || topicExists(topic))),
    );
    if (isMissing) throw new RestError(500, `Failed to alter consumer group offsets for connector ${name}`);
    return parsed;
  }
}

function topicOf({ partition }: OffsetEntry): unknown {
  return isRecord(partition) ? partition['kafka_topic'] : undefined;
}

function keyOf({ partition }: OffsetEntry): string {
  if (!isRecord(partition)) return JSON.stringify(partition);
  return JSON.stringify(Object.entries(partition).sort(([one], [other]) => (one < other ? -1 : 1)));
}

function hashOf({ partition }: OffsetEntry): number {
  if (!isRecord(partition)) return 0;
  const { kafka_topic: topic, kafka_partition: number } = partition;
  const isOfSink = typeof topic === 'string' && typeof number === 'number';
  return isOfSink ? hashOfTopicPartition(topic, number) : hashOfMap(partition);
}

function numberOf(value: number | ExactNumber): number {
  return Number(value instanceof ExactNumber ? value.text : value);
}

function isRecord(value: unknown): value is JsonRecord {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
