import { describe, expect, it } from 'vitest';
import { findPullRequest } from '../../src/forge/find-pull-request.ts';

const github = {
  GITHUB_ACTIONS: 'true',
  GITHUB_REPOSITORY: 'acme/connectors',
  GITHUB_API_URL: 'https://github.example/api/v3',
  GITHUB_SERVER_URL: 'https://github.example',
  GITHUB_WORKFLOW: 'Plan',
  GITHUB_RUN_ID: '9001',
  GITHUB_RUN_NUMBER: '12',
  GITHUB_RUN_ATTEMPT: '2',
  GITHUB_TOKEN: 'token\n',
};

const gitlab = {
  GITLAB_CI: 'true',
  CI_API_V4_URL: 'https://gitlab.example/api/v4/',
  CI_PROJECT_ID: '3',
  CI_MERGE_REQUEST_IID: '7',
  CI_JOB_NAME: 'plan',
  CI_PIPELINE_IID: '12',
  CI_JOB_ID: '501',
  GITLAB_TOKEN: 'token',
};

function find(variables: Readonly<Record<string, string>>, event?: unknown, number?: number) {
  return findPullRequest({ variables: new Map(Object.entries(variables)), event, number });
}

describe('on GitHub Actions', () => {
  it.each([
    ['the event', { pull_request: { number: 7 } }, undefined, {}],
    ['a comment on a pull request', { issue: { number: 7, pull_request: {} } }, undefined, {}],
    ['the ref', undefined, undefined, { GITHUB_REF: 'refs/pull/7/merge' }],
    [
      'the event, which takes precedence over the ref',
      { pull_request: { number: 7 } },
      undefined,
      { GITHUB_REF: 'refs/pull/8/merge' },
    ],
    ['the option, which takes precedence', { pull_request: { number: 8 } }, 7, {}],
  ])('the pull request comes from %s', (_, event, number, also) => {
    expect(find({ ...github, ...also }, event, number)).toMatchObject({
      kind: 'found',
      token: 'token',
      pullRequest: {
        forge: 'github',
        apiUrl: 'https://github.example/api/v3',
        project: 'acme/connectors',
        number: 7,
      },
    });
  });

  it('the run has its web page, and its commit is the head of the pull request', () => {
    const event = { pull_request: { number: 7, head: { sha: 'b'.repeat(40) } } };
    expect(find({ ...github, GITHUB_SHA: 'a'.repeat(40) }, event)).toMatchObject({
      run: {
        pipeline: 'Plan',
        number: { run: 12, attempt: 2 },
        url: 'https://github.example/acme/connectors/actions/runs/9001',
        commit: 'b'.repeat(40),
      },
    });
  });

  it.each([
    ['an issue', { issue: { number: 7 } }],
    ['a push', { ref: 'refs/heads/main' }],
    ['an invalid number', { pull_request: { number: '7; rm -rf /' } }],
    ['a number below one', { pull_request: { number: -7 } }],
    ['no event', undefined],
    ['an event that is not an object', ['pull_request']],
  ])('there is no pull request in %s', (_, event) => {
    expect(
      find({ ...github, GITHUB_EVENT_NAME: 'push', GITHUB_REF: 'refs/heads/main' }, event),
    ).toMatchObject({
      kind: 'none',
      why: 'this run has no pull request (its event is push)',
    });
  });

  it('a missing token is reported with the setting that provides one', () => {
    const { GITHUB_TOKEN: _, ...without } = github;
    const event = { pull_request: { number: 7 } };
    expect(find(without, event)).toMatchObject({
      kind: 'none',
      why: expect.stringContaining('github.token'),
    });
    expect(find({ ...without, GH_TOKEN: 'other' }, event)).toMatchObject({ kind: 'found', token: 'other' });
  });

  it.each([
    ['GITHUB_REPOSITORY', '../../etc', 'is not a repository'],
    ['GITHUB_REPOSITORY', '', 'is not a repository'],
    ['GITHUB_API_URL', 'javascript:alert(1)', 'is not a URL'],
  ])('%s = %j is rejected', (name, value, why) => {
    expect(find({ ...github, [name]: value }, { pull_request: { number: 7 } })).toMatchObject({
      kind: 'none',
      why: expect.stringContaining(why),
    });
  });

  it.each([
    ['https://github.example/)[x](', undefined],
    ['https://github.example', 'https://github.example/acme/connectors/actions/runs/9001'],
  ])('only a URL that needs no escaping becomes the link of a run: %s', (server, url) => {
    const found = find({ ...github, GITHUB_SERVER_URL: server }, { pull_request: { number: 7 } });
    expect(found.run?.url).toBe(url);
  });
});

describe('on GitLab CI', () => {
  it('the merge request comes from the environment', () => {
    expect(find(gitlab)).toMatchObject({
      kind: 'found',
      token: 'token',
      pullRequest: { forge: 'gitlab', apiUrl: 'https://gitlab.example/api/v4', project: '3', number: 7 },
      run: { pipeline: 'plan', number: { run: 12, attempt: 501 } },
    });
  });

  it('a branch has no merge request', () => {
    const { CI_MERGE_REQUEST_IID: _, ...branch } = gitlab;
    expect(find(branch)).toMatchObject({ kind: 'none', why: expect.stringContaining('merge_request_event') });
  });

  it('the job token is not used, and the message says why', () => {
    const { GITLAB_TOKEN: _, ...without } = gitlab;
    expect(find({ ...without, CI_JOB_TOKEN: 'job' })).toMatchObject({
      kind: 'none',
      why: expect.stringContaining('CI_JOB_TOKEN) is not allowed to write notes'),
    });
    expect(find({ ...without, CONNECT_SYNC_FORGE_TOKEN: 'other' })).toMatchObject({ token: 'other' });
  });
});

describe('elsewhere', () => {
  it('there is no pull request', () => {
    expect(find({ CI: 'true' })).toMatchObject({
      kind: 'none',
      why: 'not running in GitHub Actions or GitLab CI: neither GITHUB_REPOSITORY nor CI_PROJECT_ID is set',
    });
  });

  it('another CI system can set the variables itself', () => {
    expect(find({ GITHUB_REPOSITORY: 'acme/connectors', GH_TOKEN: 'token' }, undefined, 7)).toMatchObject({
      kind: 'found',
      pullRequest: { apiUrl: 'https://api.github.com', number: 7 },
      run: { number: undefined },
    });
  });
});
