import { readFile } from 'node:fs/promises';

/** The schemas that editors use, by the kind of file. */
export const publishedSchemas = {
  connector: 'schemas/connector.schema.json',
  project: 'schemas/project.schema.json',
} as const;

/** A kind of file that has a schema for editors. */
export type SchemaKind = keyof typeof publishedSchemas;

/** The text of a published schema. The build replaces this module by one that contains the texts. */
export async function readPublishedSchema(kind: SchemaKind): Promise<string> {
  return readFile(new URL(`../../${publishedSchemas[kind]}`, import.meta.url), 'utf8');
}
