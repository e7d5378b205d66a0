import { readFileSync } from 'node:fs';
import path from 'node:path';
import type { PluginSnapshot } from '../../src/model/plugin-snapshot.ts';
import { editorSchemas, type FileSchemas, type UsedInFiles } from '../../src/plugins/editor-schema.ts';
import { postgresSnapshot, recordedPlugins, recordedSnapshots } from './recorded-snapshots.ts';

/** The published schemas. */
export const publishedSchemas: FileSchemas = {
  connector: readSchema('connector'),
  project: readSchema('project'),
};

/** The schemas for editors of a project with snapshots; by default with those of all recorded plugins. */
export function schemasOf({
  snapshots = [...recordedSnapshots(), postgresSnapshot],
  installed = recordedPlugins(),
  ...used
}: Partial<UsedInFiles> & {
  readonly snapshots?: readonly PluginSnapshot[];
  readonly installed?: ReturnType<typeof recordedPlugins>;
} = {}): FileSchemas {
  return editorSchemas({
    published: publishedSchemas,
    snapshots,
    installed,
    used: { transforms: [], predicates: [], classPatterns: [], ownKeys: [], ...used },
  });
}

function readSchema(kind: string): FileSchemas['connector'] {
  const file = path.resolve(import.meta.dirname, `../../schemas/${kind}.schema.json`);
  return JSON.parse(readFileSync(file, 'utf8'));
}
