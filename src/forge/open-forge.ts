import type { Forge, ForgeOptions, PullRequest } from './forge.ts';
import { openGitHub } from './github.ts';
import { openGitLab } from './gitlab.ts';

/** Opens the forge of a pull request. Nothing is sent yet. */
export function openForge(pullRequest: PullRequest, options: ForgeOptions): Forge {
  return { github: openGitHub, gitlab: openGitLab }[pullRequest.forge](pullRequest, options);
}
