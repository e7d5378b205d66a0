import type { Project } from '../project/load-project.ts';
import type { DesiredCluster } from '../project/resolve-clusters.ts';
import { checkApplyOptions, resolveToApply } from '../reconcile/apply-project.ts';
import type { ControllerInput } from './controller-input.ts';

/**
 * The clusters of a project that the controller reconciles. What it throws is an error in the files.
 *
 * @throws InvalidInputError, ConnectSyncError as `applyProject`
 */
export async function resolveSource(
  project: Project,
  input: ControllerInput,
): Promise<readonly DesiredCluster[]> {
  const clusters = await resolveToApply(project, input);
  checkApplyOptions(clusters, input);
  return clusters;
}
