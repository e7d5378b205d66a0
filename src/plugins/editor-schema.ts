import type { Plugin } from '../model/plugin.ts';
import type { PluginSnapshot } from '../model/plugin-snapshot.ts';
import type { UsedAliases } from './editor/component-schemas.ts';
import { connectorFileSchema } from './editor/connector-file-schema.ts';
import { editorClasses } from './editor/editor-class.ts';
import type { JsonSchema } from './editor/json-schema.ts';
import { projectFileSchema } from './editor/project-file-schema.ts';
import type { EditorContext } from './editor/shared-definitions.ts';
import { authorKeyGlobs } from './free-keys.ts';

/** The schemas of connector files and of the project file. */
export interface FileSchemas {
  readonly connector: JsonSchema;
  readonly project: JsonSchema;
}

/** What the schemas of a project are made from. */
export interface EditorSchemaInput {
  /** As published, for every project. */
  readonly published: FileSchemas;
  readonly snapshots: readonly PluginSnapshot[];
  /** What clusters have installed, as far as it is known. */
  readonly installed: readonly Plugin[];
  readonly used: UsedInFiles;
}

/** What the files of a project name: an editor can complete only what a schema spells out. */
export interface UsedInFiles extends UsedAliases {
  /** The patterns of `match.class`. */
  readonly classPatterns: readonly string[];
  /** The keys that the project adds to its connectors: marker and fingerprint. */
  readonly ownKeys: readonly string[];
}

/**
 * The schemas for editors of one project: those that are published, with the keys of the plugins that it has snapshots of.
 * Without any, they are the published ones. The same input gives the same schemas.
 */
export function editorSchemas({ published, snapshots, installed, used }: EditorSchemaInput): FileSchemas {
  if (snapshots.length === 0) return published;
  const context: EditorContext = {
    classes: editorClasses(snapshots, installed),
    used,
    classPatterns: used.classPatterns,
    free: { names: used.ownKeys, globsOf: ({ className }) => authorKeyGlobs(className) },
  };
  return {
    connector: withComment(connectorFileSchema(published.connector, context)),
    project: withComment(projectFileSchema(published.project)),
  };
}

/** The address of the published schema is not the one of a schema that is made from it. */
function withComment({ $schema, $id: _, ...schema }: JsonSchema): JsonSchema {
  const $comment =
    'Made by connect-sync from the snapshots of plugins in .connect-sync/plugins: do not edit. plugins pull and init write it again.';
  return { $schema, $comment, ...schema };
}
