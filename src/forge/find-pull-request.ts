import { findOnGitHub } from './find-on-github.ts';
import { findOnGitLab } from './find-on-gitlab.ts';
import type { FoundPullRequest, PipelineEnvironment } from './pull-request.ts';

/** Finds the pull request that a pipeline runs for, from its environment alone. */
export function findPullRequest(environment: PipelineEnvironment): FoundPullRequest {
  const { variables } = environment;
  if (variables.get('GITHUB_ACTIONS') === 'true') return findOnGitHub(environment);
  if (variables.get('GITLAB_CI') === 'true') return findOnGitLab(environment);
  // Other CI systems can set these variables themselves.
  if (variables.get('GITHUB_REPOSITORY')) return findOnGitHub(environment);
  if (variables.get('CI_PROJECT_ID')) return findOnGitLab(environment);
  return {
    kind: 'none',
    why: 'not running in GitHub Actions or GitLab CI: neither GITHUB_REPOSITORY nor CI_PROJECT_ID is set',
    run: undefined,
  };
}
