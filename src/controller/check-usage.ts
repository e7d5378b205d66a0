import { ConnectSyncError, InvalidInputError } from '../model/error.ts';
import { loadProject, type Project } from '../project/load-project.ts';
import { loadWithPolicies } from '../reconcile/compiled-policies.ts';
import type { ControllerInput } from './controller-input.ts';
import { resolveSource } from './resolve-source.ts';

/**
 * Refuses a command line that cannot work, before anything starts. Files that are missing or in error may come later, so
 * they are no reason not to start; an option that contradicts files that are there is one.
 *
 * @throws ConnectSyncError (usage) for options that contradict each other, or where no cluster is chosen
 * @throws ConnectSyncError, InvalidInputError as `apply` does for a cluster or a connector that the files do not declare
 */
export async function checkUsage(input: ControllerInput): Promise<void> {
  let project: Project | undefined;
  try {
    project = await loadWithPolicies(input.project);
    await resolveSource(project, input);
  } catch (error) {
    if (!(error instanceof ConnectSyncError)) return;
    const mistake = await usageMistake(error, project, input);
    if (mistake) throw mistake;
  }
}

/** What is wrong with the command line, whatever the files will be; undefined where the files may be the reason. */
async function usageMistake(
  error: ConnectSyncError,
  project: Project | undefined,
  input: ControllerInput,
): Promise<ConnectSyncError | undefined> {
  if (error instanceof InvalidInputError) return unknownCluster(error, project);
  switch (error.code) {
    case 'no-cluster':
      return undefined;
    case 'policies-not-found':
      return (await hasProjectFile(input)) ? error : undefined;
    case 'unknown-connector':
    case 'nothing-to-adopt':
      return error;
    default:
      return error.category === 'usage' ? error : undefined;
  }
}

/** Without a project file that can be read, nothing is known of its clusters yet. */
function unknownCluster(
  { diagnostics, files }: InvalidInputError,
  project: Project | undefined,
): InvalidInputError | undefined {
  const isReadable = project?.files.isProjectBroken === false && project.files.project.clusters.length > 0;
  const unknown = diagnostics.filter(({ code }) => code === 'cluster-not-declared');
  return isReadable && unknown.length > 0 ? new InvalidInputError(unknown, files) : undefined;
}

/** The policies may come with the project, as those of a git-sync sidecar. */
async function hasProjectFile({ project: input }: ControllerInput): Promise<boolean> {
  const { files } = await loadProject({ ...input, policies: undefined, connectorFiles: 'left-out' });
  return files.project.file !== undefined;
}
