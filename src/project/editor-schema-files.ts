import { type LoadedSnapshots, loadSnapshots } from '../desired/load-snapshots.ts';
import { readPublishedSchema, type SchemaKind } from '../desired/published-schemas.ts';
import type { ProjectFiles } from '../desired/read-project.ts';
import { installedIn } from '../model/plugin-snapshot-document.ts';
import { printSchema } from '../plugins/editor/print-schema.ts';
import { editorSchemas } from '../plugins/editor-schema.ts';
import { usedInFiles } from './used-in-files.ts';

/** Where the schemas of a project are, relative to it: editors need neither a network nor an installation. */
export const schemaFolder = '.connect-sync/schemas';

/** A schema of a project. */
export interface EditorSchemaFile {
  readonly kind: SchemaKind;
  /** Relative to the project, with forward slashes. */
  readonly path: string;
  readonly text: string;
}

/**
 * The schemas for editors of a project, from its snapshots of plugins and what its files use; without snapshots, copies of
 * the published ones. The same files give the same texts. Snapshots that cannot be used are left out.
 */
export async function editorSchemaFiles(
  directory: string,
  files: ProjectFiles,
): Promise<readonly EditorSchemaFile[]> {
  const [loaded, connector, project] = await Promise.all([
    loadSnapshots(directory),
    readPublishedSchema('connector'),
    readPublishedSchema('project'),
  ]);
  const texts =
    loaded.snapshots.length === 0 ? { connector, project } : madeFrom(loaded, files, { connector, project });
  return (['connector', 'project'] as const).map((kind) => ({
    kind,
    path: `${schemaFolder}/${kind}.schema.json`,
    text: texts[kind],
  }));
}

/** Whether a text is a schema that connect-sync wrote, in this or another version: it may be written again. */
export function isOwnSchema(text: string): boolean {
  return /"title": "connect-sync (?:connector|project) file"/.test(text.slice(0, 1_000));
}

function madeFrom(
  { snapshots, clusters }: LoadedSnapshots,
  files: ProjectFiles,
  published: Readonly<Record<SchemaKind, string>>,
): Readonly<Record<SchemaKind, string>> {
  const schemas = editorSchemas({
    published: { connector: JSON.parse(published.connector), project: JSON.parse(published.project) },
    snapshots: snapshots.map(({ snapshot }) => snapshot),
    installed: [...clusters.values()].flatMap(installedIn),
    used: usedInFiles(files),
  });
  return { connector: printSchema(schemas.connector), project: printSchema(schemas.project) };
}
