import { type BoundFolder, clustersOfFile } from '../../desired/bound-folders.ts';
import { displayPath } from '../../desired/display-path.ts';
import { ConnectSyncError } from '../../model/error.ts';
import type { Project } from '../../project/load-project.ts';
import type { ImportSource } from '../import-request.ts';

/** Where new connector files go without bound folders. */
export interface OutFolder {
  readonly project: Project;
  /** `--out`. */
  readonly given: string | undefined;
  /** Absolute: `--out`, or the default. */
  readonly out: string;
}

/**
 * The folder of new connector files: `--out`, else the folder that is bound to the cluster alone, else the default.
 *
 * @throws ConnectSyncError (usage) if it is bound to other clusters
 */
export function folderFor({ cluster }: ImportSource, { project, given, out }: OutFolder): string {
  const { folders } = project.files;
  const own = given === undefined ? ownFolder(folders, cluster) : undefined;
  if (own) return own.absolute;
  const shown = displayPath(project.input.directory, out);
  const bound = clustersOfFile(folders, `${shown}/new.yaml`);
  if (!bound || bound.some(({ text }) => text === cluster)) return out;
  throw new ConnectSyncError({
    code: 'folder-of-other-cluster',
    message: `${shown}/ is bound to ${bound.map(({ text }) => text).join(', ')} in the project file`,
    hint: cluster === undefined ? 'add --cluster' : 'specify another directory with --out',
    category: 'usage',
  });
}

/** The first folder that is bound to the cluster and to no other. */
export function ownFolder(
  folders: readonly BoundFolder[],
  cluster: string | undefined,
): BoundFolder | undefined {
  return folders.find(({ clusters }) => clusters.length === 1 && clusters[0]?.text === cluster);
}
