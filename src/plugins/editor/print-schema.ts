import { escapeHidden } from '../../model/escape-hidden.ts';
import type { JsonSchema } from './json-schema.ts';

/**
 * The text of a schema for a file under version control: what changes is a line of its own, such as one key of a class.
 */
export function printSchema(schema: JsonSchema): string {
  return `${escapeHidden(print(schema, 0))}\n`;
}

/** Deeper parts are one line, unless they are longer than what one key takes. */
const expandedDepth = 4;
const shortLine = 110;
const longLine = 2_000;

function print(value: unknown, depth: number): string {
  const line = JSON.stringify(value);
  if (typeof value !== 'object' || value === null) return line;
  if (line.length <= (depth < expandedDepth ? shortLine : longLine)) return line;
  const indent = '  '.repeat(depth);
  const parts = Array.isArray(value)
    ? value.map((item) => print(item, depth + 1))
    : Object.entries(value)
        .filter(([, item]) => item !== undefined)
        .map(([key, item]) => `${JSON.stringify(key)}: ${print(item, depth + 1)}`);
  const [open, close] = Array.isArray(value) ? '[]' : '{}';
  return `${open}\n${parts.map((part) => `${indent}  ${part}`).join(',\n')}\n${indent}${close}`;
}
