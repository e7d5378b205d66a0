import { readFile } from 'node:fs/promises';
import { Ajv2020, type ValidateFunction } from 'ajv/dist/2020.js';

/** A published schema that documents are held to, by the name of its file. */
export type SchemaName = 'connector' | 'project' | 'backup';

/**
 * Reads and compiles a schema; editors use the same files. The built program has the outcome of it in its place, made
 * ahead by the build: compiling takes longer than most runs.
 */
export async function compileSchema(name: SchemaName): Promise<ValidateFunction> {
  const ajv = new Ajv2020(schemaOptions);
  return ajv.compile(await readSchema(name));
}

/** `verbose`: errors carry the schema that they break, which our words for them are made from. */
export const schemaOptions = {
  allErrors: true,
  strict: true,
  allowUnionTypes: true,
  verbose: true,
} as const;

async function readSchema(name: string): Promise<object> {
  const file = new URL(`../../schemas/${name}.schema.json`, import.meta.url);
  return JSON.parse(await readFile(file, 'utf8')) as object;
}
