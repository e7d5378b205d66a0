import { readFile } from 'node:fs/promises';
import { Ajv2020, type Options, type ValidateFunction } from 'ajv/dist/2020.js';

/** The published schemas that what is read is held to, by the name of their files, and whose definitions they share. */
export const readSchemas = {
  connector: [],
  project: [],
  backup: [],
  'saved-plan': ['plan'],
} as const satisfies Record<string, readonly string[]>;

/** The name of such a schema. */
export type SchemaName = keyof typeof readSchemas;

/**
 * Reads and compiles a schema; editors use the same files. The built program has the outcome of it in its place, made
 * ahead by the build: compiling takes longer than most runs.
 */
export async function compileSchema(name: SchemaName): Promise<ValidateFunction> {
  return compileWith(await Promise.all([name, ...readSchemas[name]].map(readSchema)), optionsFor(name))
    .validate;
}

/** How a schema is compiled. */
export function optionsFor(name: SchemaName): Options {
  return {
    // A large file may have a fault in each of its values: of a saved plan one is enough.
    allErrors: name !== 'saved-plan',
    strict: true,
    allowUnionTypes: true,
    // Errors carry the schema that they break, which our words for them are made from.
    verbose: true,
  };
}

/** What schemas say to editors beyond the standard (VS Code and the YAML language server), and to nobody else. */
export const editorKeywords = ['defaultSnippets', 'enumDescriptions', 'errorMessage'] as const;

/** A schema of its own name, as it was read. */
export interface NamedSchema {
  readonly name: string;
  readonly schema: object;
}

/** Compiles the first schema, which may refer to the others by the names of their files. */
export function compileWith([first, ...shared]: readonly NamedSchema[], options: Options) {
  const ajv = new Ajv2020(options);
  ajv.addVocabulary([...editorKeywords]);
  for (const { name, schema } of shared) ajv.addSchema(schema, `${name}.schema.json`);
  return { ajv, validate: ajv.compile(first?.schema ?? {}) };
}

async function readSchema(name: string): Promise<NamedSchema> {
  const file = new URL(`../../schemas/${name}.schema.json`, import.meta.url);
  return { name, schema: JSON.parse(await readFile(file, 'utf8')) as object };
}
