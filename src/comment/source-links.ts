import { commitHash, type PipelineRun, webAddress } from '../forge/pipeline-run.ts';
import { readRemote } from '../git/read-remote.ts';
import { headCommit, remoteUrl, repositoryPrefix } from '../git/remote-url.ts';
import type { LinkTo } from '../model/source.ts';

/**
 * Links to the files of a project: below the web page that a pipeline knows, or else at the commit that is checked out.
 * Undefined if neither the environment nor the remote has its address.
 */
export async function sourceLinks(
  files: PipelineRun['files'],
  directory: string,
): Promise<LinkTo | undefined> {
  const base = files ?? (await filesOfRemote(directory));
  if (base === undefined) return undefined;
  const prefix = (await repositoryPrefix(directory)) ?? '';
  return ({ file, line }) => {
    const steps = `${prefix}${file}`.split('/');
    // Such a path would lead out of the repository.
    if (steps.some((step) => step === '' || step === '.' || step === '..')) return undefined;
    return `${base}/${steps.map(escapeStep).join('/')}#L${line}`;
  };
}

async function filesOfRemote(directory: string): Promise<string | undefined> {
  const [remote, commit] = await Promise.all([remoteUrl(directory), headCommit(directory)]);
  const { host, repository, forge } = readRemote(remote) ?? {};
  if (forge === undefined || commitHash(commit) === undefined) return undefined;
  return webAddress(`https://${host}/${repository}/${forge === 'gitlab' ? '-/blob' : 'blob'}/${commit}`);
}

/** A parenthesis would end the link in Markdown. */
function escapeStep(step: string): string {
  return encodeURIComponent(step.toWellFormed()).replace(
    /[!'()*]/g,
    (character) => `%${character.charCodeAt(0).toString(16)}`,
  );
}
