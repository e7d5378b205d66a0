import type { PipelineRun } from './pipeline-run.ts';

/** A pull request (GitLab: a merge request) and the API of its forge. */
export interface PullRequest {
  readonly forge: 'github' | 'gitlab';
  /** Without a trailing slash. */
  readonly apiUrl: string;
  /** GitHub: `owner/name`. GitLab: the number of the project, or its path. */
  readonly project: string;
  readonly number: number;
}

/** The environment of a pipeline. The names of variables are those that GitHub Actions and GitLab CI document. */
export interface PipelineEnvironment {
  readonly variables: ReadonlyMap<string, string>;
  /** The file that GITHUB_EVENT_PATH names, parsed; undefined if there is none. */
  readonly event: unknown;
  /** `--pull-request`: overrides the environment. */
  readonly number: number | undefined;
}

/** The pull request of a pipeline with a token for it, or why there is none. */
export type FoundPullRequest =
  | {
      readonly kind: 'found';
      readonly pullRequest: PullRequest;
      readonly token: string;
      readonly run: PipelineRun;
    }
  /** `run` is set in the pipeline of a forge that runs for no pull request, or without a token. */
  | { readonly kind: 'none'; readonly why: string; readonly run: PipelineRun | undefined };
