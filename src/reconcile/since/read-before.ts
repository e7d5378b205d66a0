import { type ResolvedConnectors, resolveConnectors } from '../../desired/resolve-connectors.ts';
import { hasErrors } from '../../model/diagnostic.ts';
import { InvalidInputError } from '../../model/error.ts';
import type { Project } from '../../project/load-project.ts';
import { isNoConnectorFiles } from '../../project/no-connector-files.ts';
import type { FilesAtRef } from '../files-at-ref.ts';

/**
 * What the files declared for a cluster as of the commit; undefined if they did not know the cluster. A project file that
 * declared no cluster at all declared its connectors for any.
 *
 * @throws InvalidInputError with the errors of the files as of the commit
 */
export function declaredBefore(
  project: Project,
  { files, description }: FilesAtRef,
  cluster: string | undefined,
): ResolvedConnectors | undefined {
  if (files.diagnostics.some(isProjectFileMissing)) return undefined;
  if (cluster !== undefined && files.clusters.size > 0 && !files.clusters.has(cluster)) return undefined;
  const resolved = resolveConnectors(
    files,
    { name: cluster, vars: project.input.vars ?? new Map() },
    { unsetEnvironment: 'warning', variableValues: 'unchecked' },
  );
  for (const secret of resolved.secrets) project.secrets.learn(secret);
  const problems = [...files.diagnostics, ...resolved.diagnostics].filter((one) => !isNoConnectorFiles(one));
  if (!hasErrors(problems)) return resolved;
  throw new InvalidInputError(problems, files.files, {
    heading: `${description} have errors, so that nothing can be compared with them; name another commit with --since:`,
  });
}

/** The file that `--project` names was added since. */
function isProjectFileMissing({ code }: { readonly code: string }): boolean {
  return code === 'project-file-missing';
}
