import { ExactNumber } from '../../model/exact-json.ts';
import { RestError } from '../http/rest-error.ts';
import type { SandboxConnector } from './connector.ts';
import type { JsonRecord, OffsetChange, OffsetEntry } from './offset-entry.ts';

/** Checks a change of a source's offset as the framework and the plugin do; what they refuse is a 500. */
export function checkSourceEntry({ plugin, config }: SandboxConnector, change: OffsetChange): OffsetEntry {
  checkPrimitives(change.partition);
  checkPrimitives(change.offset);
  if (plugin.partitionKey === 'filename') checkFileOffset(change, config.get('file'));
  return change;
}

/** The framework stores numbers, text and booleans only. */
function checkPrimitives(fields: JsonRecord | null): void {
  for (const [field, value] of Object.entries(fields ?? {})) {
    const javaClass = compositeClassOf(value);
    if (javaClass === undefined) continue;
    const problem = `Offsets may only contain primitive types as values, but field ${field} contains class`;
    throw new RestError(500, `${problem} ${javaClass}`);
  }
}

function compositeClassOf(value: unknown): string | undefined {
  if (Array.isArray(value)) return 'java.util.ArrayList';
  const text = numberText(value);
  if (text !== undefined) return isInteger(text) && !isLong(text) ? 'java.math.BigInteger' : undefined;
  return typeof value === 'object' && value !== null ? 'java.util.LinkedHashMap' : undefined;
}

/** What the file source checks. Any partition can be reset. */
function checkFileOffset({ partition, offset }: OffsetChange, file: string | null | undefined): void {
  if (!file) {
    throw new RestError(
      500,
      "Offsets cannot be modified if the 'file' configuration is unspecified. This is because stdin is used for " +
        'input and offsets are not tracked.',
    );
  }
  if (offset === null) return;
  if (!('position' in offset)) {
    throw new RestError(500, "Offset objects should either be null or contain the key 'position'");
  }
  const position = numberText(offset['position']);
  if (position === undefined || !isInteger(position)) {
    throw new RestError(500, "The value for the 'position' key in the offset is expected to be a Long value");
  }
  if (position.startsWith('-') && BigInt(position) < 0n) {
    throw new RestError(500, "The value for the 'position' key in the offset should be a non-negative value");
  }
  if (partition === null) throw new RestError(500, 'Partition objects cannot be null');
  if ('filename' in partition) return;
  throw new RestError(500, "Partition objects should contain the key 'filename'");
}

function numberText(value: unknown): string | undefined {
  if (value instanceof ExactNumber) return value.text;
  return typeof value === 'number' ? String(value) : undefined;
}

function isInteger(text: string): boolean {
  return /^-?\d+$/.test(text);
}

function isLong(text: string): boolean {
  return BigInt.asIntN(64, BigInt(text)) === BigInt(text);
}
