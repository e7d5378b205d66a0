import { readFile } from 'node:fs/promises';
import { Ajv2020, type Options, type ValidateFunction } from 'ajv/dist/2020.js';

/** The published schemas that input is validated against, each with the schemas that it refers to. */
export const readSchemas = {
  connector: [],
  project: [],
  policy: [],
  backup: [],
  'saved-plan': ['plan'],
  plan: [],
  'plugin-snapshot': [],
  'cluster-plugins': [],
} as const satisfies Record<string, readonly string[]>;

/** The name of such a schema, as in its file name. */
export type SchemaName = keyof typeof readSchemas;

/**
 * Reads and compiles a schema; editors use the same files. The build replaces this file with precompiled validators,
 * because compiling takes longer than most runs.
 */
export async function compileSchema(name: SchemaName): Promise<ValidateFunction> {
  return compileWith(await Promise.all([name, ...readSchemas[name]].map(readSchema)), optionsFor(name))
    .validate;
}

/** The options to compile a schema with. */
export function optionsFor(name: SchemaName): Options {
  return {
    // A large saved plan could have a fault in each value; the first one is enough.
    allErrors: name !== 'saved-plan' && name !== 'plan',
    strict: true,
    allowUnionTypes: true,
    // Our messages are made from the part of the schema that an error refers to.
    verbose: true,
  };
}

/** Non-standard keywords for editors (VS Code and the YAML language server). */
export const editorKeywords = [
  'defaultSnippets',
  'deprecationMessage',
  'doNotSuggest',
  'enumDescriptions',
  'errorMessage',
] as const;

/** A schema with its name. */
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
