import { ConnectSyncError } from '../model/error.ts';
import { matchesNameGlob } from '../model/name-glob.ts';
import { nearestName } from '../model/nearest-name.ts';
import type { Project } from '../project/load-project.ts';
import type { DesiredCluster } from '../project/resolve-clusters.ts';

/**
 * Whether `--adopt` can be meant: there is a mark, and each of its names or globs fits a connector that the files
 * describe for one of the clusters. One that is ours already is fine, so that a pipeline may run the same line again.
 *
 * @throws ConnectSyncError (usage) where the project declares no marker
 * @throws ConnectSyncError where a name or glob fits nothing, with the nearest name
 */
export function checkAdoption(
  { files }: Project,
  works: readonly Pick<DesiredCluster, 'desired'>[],
  adopt: readonly string[],
): void {
  if (adopt.length === 0) return;
  if (!files.project.ownership.marker) {
    throw new ConnectSyncError({
      code: 'adopt-usage',
      message: '--adopt gives connectors our mark, and the project has none',
      hint: 'declare ownership.marker and ownership.repository in the project file, or leave out --adopt',
      category: 'usage',
    });
  }
  const names = works.flatMap(({ desired }) => desired.connectors.map((connector) => connector.name));
  for (const pattern of adopt) {
    if (!names.some((name) => matchesNameGlob(pattern, name))) throw matchesNothing(pattern, names);
  }
}

function matchesNothing(pattern: string, names: readonly string[]): ConnectSyncError {
  const near = nearestName(pattern, names);
  const isGlob = /[*?]/.test(pattern);
  return new ConnectSyncError({
    code: 'nothing-to-adopt',
    message: `--adopt ${pattern}: no file describes a connector that ${isGlob ? 'matches this' : 'is called so'}`,
    hint: near
      ? `did you mean "${near}"?`
      : 'only what a file describes can be taken over: write the file first',
    category: 'failure',
  });
}
