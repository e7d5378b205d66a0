/** A JSON Schema, or a part of one. */
export type JsonSchema = Readonly<Record<string, unknown>>;

/** A reference to a definition of the same schema, or to a property of it. */
export function refTo(definition: string, property?: string): string {
  const parts = property === undefined ? [definition] : [definition, 'properties', property];
  return `#/$defs/${parts.map(pointerPart).join('/')}`;
}

/** A pattern that matches exactly these texts, with white space around them as a worker allows it. */
export function patternOf(texts: readonly string[]): string {
  return `^\\s*(?:${texts.map(escapePattern).join('|')})\\s*$`;
}

/** A text in a regular expression. */
export function escapePattern(text: string): string {
  return text.replaceAll(/[\\^$.*+?()[\]{}|/]/g, String.raw`\$&`);
}

function pointerPart(text: string): string {
  return encodeURIComponent(text.replaceAll('~', '~0').replaceAll('/', '~1')).replaceAll('%24', '$');
}

/** A schema that applies where another one holds, and possibly one that applies elsewhere. */
export function when(condition: JsonSchema, applies: JsonSchema | true, elsewhere?: JsonSchema): JsonSchema {
  return {
    if: condition,
    ...(applies !== true && { ['then' as string]: applies }),
    ...(elsewhere && { else: elsewhere }),
  };
}
