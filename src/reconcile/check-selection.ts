import type { PlanningOptions } from '../cli/options/project-options.ts';
import type { DesiredCluster } from '../project/resolve-clusters.ts';
import { selectNames } from '../project/select-names.ts';

/**
 * Whether each name or glob of `--only` fits a connector that the files describe for one of the clusters: a misspelt
 * one would narrow the run to nothing, and look like success. Together with `--prune` it is wrong usage anyway, which
 * is told when the policy is made.
 *
 * @throws ConnectSyncError where a name or glob fits nothing, with the nearest name
 */
export function checkOnly(
  works: readonly Pick<DesiredCluster, 'desired'>[],
  { only, prune }: Pick<PlanningOptions, 'only' | 'prune'>,
): void {
  if (prune === true) return;
  const names = works.flatMap(({ desired }) => desired.connectors.map((connector) => connector.name));
  selectNames(only, names, 'in the files');
}
