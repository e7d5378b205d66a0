import { commitHash, type PipelineRun, runNumber, webAddress } from './pipeline-run.ts';
import type { FoundPullRequest, PipelineEnvironment } from './pull-request.ts';

/** The merge request of a GitLab pipeline. The token comes from GITLAB_TOKEN or CONNECT_SYNC_FORGE_TOKEN. */
export function findOnGitLab({ variables, number }: PipelineEnvironment): FoundPullRequest {
  const read = (name: string) => variables.get(name) || undefined;
  const run = readRun(read);
  const none = (why: string): FoundPullRequest => ({ kind: 'none', why, run });
  const [apiUrl, project] = [read('CI_API_V4_URL')?.replace(/(?<!\/)\/+$/, ''), read('CI_PROJECT_ID')];
  if (!webAddress(apiUrl) || !apiUrl) return none('CI_API_V4_URL is not a URL');
  if (!project) return none('CI_PROJECT_ID is not set');
  const found = number ?? Number(/^\d{1,15}$/.exec(read('CI_MERGE_REQUEST_IID') ?? '')?.[0] ?? 0);
  if (found === 0) {
    return none(
      "this pipeline has no merge request (CI_MERGE_REQUEST_IID is not set): give the job  rules: [{ if: $CI_PIPELINE_SOURCE == 'merge_request_event' }]",
    );
  }
  const token = (read('GITLAB_TOKEN') ?? read('CONNECT_SYNC_FORGE_TOKEN'))?.trim();
  if (!token) {
    return none(
      'there is no token: set GITLAB_TOKEN to an access token with the scope api; a job token (CI_JOB_TOKEN) is not allowed to write notes',
    );
  }
  return { kind: 'found', pullRequest: { forge: 'gitlab', apiUrl, project, number: found }, token, run };
}

function readRun(read: (name: string) => string | undefined): PipelineRun {
  return {
    pipeline: read('CI_JOB_NAME') ?? '',
    // A retried job keeps the number of its pipeline and gets a new, greater job id.
    number: runNumber(read('CI_PIPELINE_IID'), read('CI_JOB_ID')),
    url: webAddress(read('CI_PIPELINE_URL')),
    commit: commitHash(read('CI_COMMIT_SHA')),
    files: filesOf(read('CI_PROJECT_URL'), commitHash(read('CI_COMMIT_SHA'))),
  };
}

function filesOf(project: string | undefined, commit: string | undefined): string | undefined {
  return project && commit ? webAddress(`${project}/-/blob/${commit}`) : undefined;
}
