import { findOnGitHub } from './find-on-github.ts';
import { findOnGitLab } from './find-on-gitlab.ts';
import type { PullRequest } from './forge.ts';
import type { PipelineRun } from './pipeline-run.ts';

/** What the environment of a pipeline says. Names are those that GitHub Actions and GitLab CI document. */
export interface PipelineEnvironment {
  readonly variables: ReadonlyMap<string, string>;
  /** The file that GITHUB_EVENT_PATH names, parsed; undefined where there is none. */
  readonly event: unknown;
  /** `--pull-request`: wins over what the environment says. */
  readonly number: number | undefined;
}

/** Where to comment and with what, or why not. */
export type FoundPullRequest =
  | {
      readonly kind: 'found';
      readonly pullRequest: PullRequest;
      readonly token: string;
      readonly run: PipelineRun;
    }
  /** `run` is there where a forge's pipeline runs, but for no pull request or without a token. */
  | { readonly kind: 'none'; readonly why: string; readonly run: PipelineRun | undefined };

/** Finds the pull request that a pipeline runs for, from its environment alone. */
export function findPullRequest(environment: PipelineEnvironment): FoundPullRequest {
  const { variables } = environment;
  if (variables.get('GITHUB_ACTIONS') === 'true') return findOnGitHub(environment);
  if (variables.get('GITLAB_CI') === 'true') return findOnGitLab(environment);
  // Another system may name the forge itself.
  if (variables.get('GITHUB_REPOSITORY')) return findOnGitHub(environment);
  if (variables.get('CI_PROJECT_ID')) return findOnGitLab(environment);
  return {
    kind: 'none',
    why: 'this is no run of GitHub Actions or GitLab CI: neither GITHUB_REPOSITORY nor CI_PROJECT_ID is set',
    run: undefined,
  };
}
