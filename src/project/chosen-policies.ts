import path from 'node:path';
import { isFolder, type LoadedPolicies } from '../desired/load-policies.ts';
import { loadPoliciesOf } from '../desired/load-policies-of.ts';
import { withCommittedFiles } from '../git/files-at-commit.ts';
import { ConnectSyncError } from '../model/error.ts';
import { toPrintableLine } from '../model/printable.ts';

/** Where a project is, and which policies are in force. */
export interface PolicyChoice {
  /** Absolute. */
  readonly directory: string;
  readonly projectFile?: string | undefined;
  readonly version: string;
  /** A folder, or `REF` or `REF:FOLDER` of Git. */
  readonly policies: string;
}

/**
 * The policies that `--policies` names: a folder, or those of a commit, as the project file of that commit declares them.
 *
 * @throws ConnectSyncError (usage) where there is neither such a folder nor such a commit
 */
export async function choosePolicies(choice: PolicyChoice): Promise<string | LoadedPolicies> {
  const { directory, policies: given, projectFile, version } = choice;
  if (isFolder(path.resolve(directory, given))) return given;
  const [ref = '', ...rest] = given.split(':');
  const folder = rest.length === 0 ? undefined : rest.join(':');
  const load = () =>
    withCommittedFiles(directory, ref, (committed) =>
      loadPoliciesOf({
        directory: committed.directory,
        projectFile: projectFile && path.relative(directory, path.resolve(directory, projectFile)),
        folder,
        prefix: `${toPrintableLine(ref)}:`,
        connectSyncVersion: version,
      }),
    );
  return load().catch((error: unknown) => {
    throw error instanceof ConnectSyncError ? notFound(given, error) : error;
  });
}

function notFound(given: string, { code, message }: ConnectSyncError): ConnectSyncError {
  const shown = toPrintableLine(given);
  const reasons: Readonly<Record<string, string>> = {
    'no-git': 'no such folder, and Git is not installed',
    'no-repository': 'no such folder, and this is not a Git repository',
    'unknown-ref': 'no such folder, and the repository has no such commit, branch or tag',
  };
  return new ConnectSyncError({
    code: 'policies-not-found',
    message: `--policies ${shown}: ${reasons[code] ?? message}`,
    hint: 'name a folder, or a commit as REF or REF:FOLDER; in a shallow clone, fetch it first (fetch-depth: 0 in a pipeline)',
    category: 'usage',
  });
}
