import { commitHash, type PipelineRun, webAddress } from '../forge/pipeline-run.ts';
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

/** By the host of the remote, as in `https://github.com/…` or `git@gitlab.example:…`; credentials are left out. */
async function filesOfRemote(directory: string): Promise<string | undefined> {
  const [remote, commit] = await Promise.all([remoteUrl(directory), headCommit(directory)]);
  const parts =
    /^(?:(?:https?|ssh|git):\/\/)?(?:[^@/]*@)?([\w.-]+)(?::\d+)?[:/]([\w./-]+?)(?:\.git)?\/?$/.exec(
      remote ?? '',
    );
  const [, host = '', repository = ''] = parts ?? [];
  const folder = (['github', 'gitlab'] as const).find((name) =>
    host.toLowerCase().split(/[.-]/).includes(name),
  );
  if (folder === undefined || commitHash(commit) === undefined) return undefined;
  return webAddress(`https://${host}/${repository}/${folder === 'gitlab' ? '-/blob' : 'blob'}/${commit}`);
}

/** A parenthesis would end the link in Markdown. */
function escapeStep(step: string): string {
  return encodeURIComponent(step.toWellFormed()).replace(
    /[!'()*]/g,
    (character) => `%${character.charCodeAt(0).toString(16)}`,
  );
}
