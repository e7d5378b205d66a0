import path from 'node:path';
import { displayPath } from '../desired/display-path.ts';
import { readTextIfPossible } from '../files/read-file.ts';
import { editorSchemaFiles, isOwnSchema } from '../project/editor-schema-files.ts';
import type { Project } from '../project/load-project.ts';
import type { PulledSchemaView, PullView } from './pull-view.ts';
import { writePulledFile } from './write-pulled-file.ts';

/**
 * Writes the schemas for editors from the snapshots that are there, or compares them. One that connect-sync did not write
 * is kept.
 *
 * @param refuseOutside throws if a link leads out of the project
 * @throws ConnectSyncError `file-not-written`
 */
export async function pullSchemas(
  { input, files }: Project,
  mode: PullView['mode'],
  refuseOutside: (absolute: string) => void,
): Promise<readonly PulledSchemaView[]> {
  const views: PulledSchemaView[] = [];
  for (const { path: relative, text } of await editorSchemaFiles(files.base, files)) {
    const absolute = path.join(files.base, relative);
    refuseOutside(absolute);
    const change = changeOf(await readTextIfPossible(absolute), text);
    const file = displayPath(input.directory, absolute);
    if (mode === 'write' && (change === 'created' || change === 'changed'))
      await writePulledFile(absolute, { text, file });
    views.push({ file, change });
  }
  return views;
}

function changeOf(existing: string | undefined, text: string): PulledSchemaView['change'] {
  if (existing === undefined) return 'created';
  if (existing === text) return 'unchanged';
  return isOwnSchema(existing) ? 'changed' : 'kept';
}
