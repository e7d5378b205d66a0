import { KnownSecrets } from '../model/known-secrets.ts';
import { makeScrub } from '../model/redaction/scrub.ts';
import type { Forge, ForgeOptions } from './forge.ts';
import { openGitHub } from './github.ts';
import { openGitLab } from './gitlab.ts';
import type { PullRequest } from './pull-request.ts';

/** Opens the forge of a pull request without sending a request. No reported line contains the token. */
export function openForge(pullRequest: PullRequest, options: ForgeOptions): Forge {
  const known = new KnownSecrets();
  known.learn(options.token);
  const scrub = makeScrub(known);
  const scrubbed = (report: ((line: string) => void) | undefined) =>
    report && ((line: string) => report(scrub(line)));
  const { onRequest, onWait } = options;
  const context = { ...options, scrub, onRequest: scrubbed(onRequest), onWait: scrubbed(onWait) };
  return { github: openGitHub, gitlab: openGitLab }[pullRequest.forge](pullRequest, context);
}
