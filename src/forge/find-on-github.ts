import { commitHash, type PipelineRun, runNumber, webAddress } from './pipeline-run.ts';
import type { FoundPullRequest, PipelineEnvironment } from './pull-request.ts';
import { member, textOf } from './read-answer.ts';

/**
 * The pull request of a GitHub Actions run: from `--pull-request`, the event, or a ref like `refs/pull/7/merge`, in this
 * order. The token comes from GITHUB_TOKEN or GH_TOKEN.
 */
export function findOnGitHub({ variables, event, number }: PipelineEnvironment): FoundPullRequest {
  const read = (name: string) => variables.get(name) || undefined;
  const run = readRun(read, event);
  const none = (why: string): FoundPullRequest => ({ kind: 'none', why, run });
  const project = read('GITHUB_REPOSITORY');
  if (!project || !/^[\w.-]+\/[\w.-]+$/.test(project)) {
    return none('GITHUB_REPOSITORY is not a repository like owner/name');
  }
  const apiUrl = (read('GITHUB_API_URL') ?? 'https://api.github.com').replace(/(?<!\/)\/+$/, '');
  if (!webAddress(apiUrl)) return none('GITHUB_API_URL is not a URL');
  const found = number ?? numberOf(event) ?? numberOfRef(read('GITHUB_REF'));
  if (found === undefined) {
    const name = read('GITHUB_EVENT_NAME');
    return none(`this run has no pull request${name ? ` (its event is ${name})` : ''}`);
  }
  const token = (read('GITHUB_TOKEN') ?? read('GH_TOKEN'))?.trim();
  if (!token)
    return none('there is no token: set  GITHUB_TOKEN: ${{ github.token }}  in the env of the step');
  return { kind: 'found', pullRequest: { forge: 'github', apiUrl, project, number: found }, token, run };
}

function readRun(read: (name: string) => string | undefined, event: unknown): PipelineRun {
  const head = textOf(member(member(event, 'pull_request'), 'head')['sha']);
  const page = [read('GITHUB_SERVER_URL'), read('GITHUB_REPOSITORY'), 'actions/runs', read('GITHUB_RUN_ID')];
  // In a pull request, GITHUB_SHA is a temporary merge commit.
  const commit = commitHash(head) ?? commitHash(read('GITHUB_SHA'));
  const files = [read('GITHUB_SERVER_URL'), read('GITHUB_REPOSITORY'), 'blob', commit];
  return {
    pipeline: read('GITHUB_WORKFLOW') ?? '',
    number: runNumber(read('GITHUB_RUN_NUMBER'), read('GITHUB_RUN_ATTEMPT') ?? '1'),
    url: page.includes(undefined) ? undefined : webAddress(page.join('/')),
    commit,
    files: files.includes(undefined) ? undefined : webAddress(files.join('/')),
  };
}

/** Events of a pull request have `pull_request`; a comment on one has an `issue` with a `pull_request`. */
function numberOf(event: unknown): number | undefined {
  const issue = member(event, 'issue');
  const [first] = [
    member(event, 'pull_request')['number'],
    'pull_request' in issue ? issue['number'] : undefined,
  ]
    .filter((found) => typeof found === 'number')
    .filter((found) => Number.isSafeInteger(found) && found > 0);
  return first;
}

function numberOfRef(ref: string | undefined): number | undefined {
  const found = /^refs\/pull\/(\d{1,15})\//.exec(ref ?? '')?.[1];
  return found === undefined ? undefined : Number(found);
}
