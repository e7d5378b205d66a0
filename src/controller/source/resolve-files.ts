import type { SourceView } from '../../model/controller-view.ts';
import { hasErrors } from '../../model/diagnostic.ts';
import { ConnectSyncError, InvalidInputError } from '../../model/error.ts';
import { viewErrors } from '../../model/view-error.ts';
import { applyStrict, type Project } from '../../project/load-project.ts';
import { isNoConnectorFiles } from '../../project/no-connector-files.ts';

/** Why the files do not count. */
export type Failure = Pick<SourceView, 'reason' | 'problems'> & {
  readonly state: Exclude<SourceView['state'], 'current'>;
};

/** What a project resolves to, or why it does not count. */
export type Resolved<T> =
  | { readonly value: T; readonly hasProjectFile: boolean }
  | { readonly failure: Failure };

/** A failure in words. */
export function failed(state: Failure['state'], reason: string): Failure {
  return { state, reason, problems: [] };
}

/**
 * Resolves a loaded project. What the files contain is a failure; everything else is thrown.
 *
 * @param hadProjectFile whether the revision in force has one: then it must not vanish
 */
export async function resolveFiles<T>(
  load: () => Promise<Project>,
  resolve: (project: Project) => Promise<T>,
  hadProjectFile: boolean,
): Promise<Resolved<T>> {
  try {
    const project = await load();
    const { project: declared, documents, diagnostics: found, files } = project.files;
    const diagnostics = applyStrict(project, found);
    // They say more than what follows from them, such as a cluster that is not declared.
    if (hasErrors(diagnostics) && !diagnostics.some(isNoConnectorFiles)) {
      // It learns the secrets that the other files refer to; workers may quote them already.
      await resolve(project).catch(() => undefined);
      throw new InvalidInputError(diagnostics, files);
    }
    const hasProjectFile = declared.file !== undefined;
    if (!hasProjectFile && hadProjectFile) return { failure: failed('invalid', 'the project file is gone') };
    if (documents.length === 0 && diagnostics.some(isNoConnectorFiles)) {
      return { failure: failed('empty', 'it declares no connector') };
    }
    return { value: await resolve(project), hasProjectFile };
  } catch (error) {
    if (error instanceof ConnectSyncError) return { failure: failureOf(error) };
    throw error;
  }
}

function failureOf(error: ConnectSyncError): Failure {
  const problems = viewErrors(error).filter(({ severity }) => severity === 'error');
  const isEmpty = error instanceof InvalidInputError && error.diagnostics.some(isNoConnectorFiles);
  const [first = error.message] = problems.map(({ message }) => message);
  const reason = problems.length > 1 ? `${problems.length} errors in the files, the first: ${first}` : first;
  return { state: isEmpty ? 'empty' : 'invalid', reason, problems };
}
