import { ConnectSyncError } from '../model/error.ts';
import type { Project } from '../project/load-project.ts';
import type { DesiredCluster } from '../project/resolve-clusters.ts';
import { checkApplyOptions, resolveToApply } from '../reconcile/apply-project.ts';
import { loadWithPolicies } from '../reconcile/compiled-policies.ts';
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

/**
 * Refuses a command line that cannot work, before anything starts. Files that are missing or in error may come later, so
 * they are no reason not to start.
 *
 * @throws ConnectSyncError (usage) for options that contradict each other, or where no cluster is chosen
 */
export async function checkUsage(input: ControllerInput): Promise<void> {
  try {
    await resolveSource(await loadWithPolicies(input.project), input);
  } catch (error) {
    if (isUsage(error)) throw error;
  }
}

/** Without a project file nothing is known of its clusters yet. */
function isUsage(error: unknown): boolean {
  return error instanceof ConnectSyncError && error.category === 'usage' && error.code !== 'no-cluster';
}
