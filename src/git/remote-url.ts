import { runGit } from './run-git.ts';

/** The root of the repository that a directory belongs to; undefined without Git or outside a repository. */
export function repositoryRoot(directory: string): Promise<string | undefined> {
  return firstLine(directory, ['rev-parse', '--show-toplevel']);
}

/** The URL of the remote `origin`; undefined without Git, repository or such a remote. */
export function remoteUrl(directory: string): Promise<string | undefined> {
  return firstLine(directory, ['remote', 'get-url', 'origin']);
}

/** The commit that is checked out; undefined without Git, outside a repository, or before the first commit. */
export function headCommit(directory: string): Promise<string | undefined> {
  return firstLine(directory, ['rev-parse', '--verify', '--quiet', 'HEAD']);
}

/** The path from the root of the repository to a directory in it, such as `deploy/`; empty at the root. */
export function repositoryPrefix(directory: string): Promise<string | undefined> {
  return firstLine(directory, ['rev-parse', '--show-prefix']);
}

async function firstLine(directory: string, args: readonly string[]): Promise<string | undefined> {
  const result = await runGit(directory, args);
  return result.kind === 'done' ? result.output.toString().replace(/\r?\n$/, '') : undefined;
}
