import { ExactNumber } from '../../model/exact-json.ts';
import { hashCode } from '../java-text.ts';

/** The hash of a partition of a source, a flat map: workers list offsets in the order of Java's `HashMap`. */
export function hashOfMap(map: Readonly<Record<string, unknown>>): number {
  return Object.entries(map).reduce(
    (sum, [key, value]) => (sum + (hashCode(key) ^ hashOfValue(value))) | 0,
    0,
  );
}

/** The hash of a partition of a topic. */
export function hashOfTopicPartition(topic: string, partition: number): number {
  return (Math.imul(31, 31 + partition) + hashCode(topic)) | 0;
}

function hashOfValue(value: unknown): number {
  if (value === null) return 0;
  if (typeof value === 'boolean') return value ? 1231 : 1237;
  if (typeof value === 'string') return hashCode(value);
  const text = value instanceof ExactNumber ? value.text : String(value);
  if (!/^-?\d+$/.test(text)) return 0;
  const long = BigInt.asUintN(64, BigInt(text));
  return Number(BigInt.asIntN(32, long ^ (long >> 32n)));
}
