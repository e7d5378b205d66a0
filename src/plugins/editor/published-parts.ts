import type { JsonSchema } from './json-schema.ts';

/** A part of a published schema. */
export function partOf(schema: JsonSchema, ...path: readonly string[]): JsonSchema {
  return path.reduce((part, key) => (part[key] ?? {}) as JsonSchema, schema);
}

/** The property `config` of a published schema, without the keys that are common to all connectors. */
export function emptyConfig(property: JsonSchema): JsonSchema {
  const { $ref: _, ...rest } = property;
  return { type: 'object', ...rest };
}
