import { mkdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import type { PlanView } from '../../src/model/plan-view.ts';
import type { SavedPlan } from '../../src/model/saved-plan.ts';
import { everything, refused } from '../render/everything.ts';
import { findLeaks, plainCanary } from '../support/canaries.ts';
import { type FakeForge, startFakeForge } from '../support/forge/fake-forge.ts';
import { accountOf } from '../support/forge/forge-store.ts';
import { forgeKinds } from '../support/forge/open-test-forge.ts';
import { problemsOfPage, renderAsGitHub } from '../support/github-page.ts';
import { projectFolder } from '../support/project-folder.ts';
import { type CliRun, runCli } from '../support/run-cli.ts';
import { savedPlanOf } from '../support/saved-plan-of.ts';

/** A plan for a cluster of this name. */
function on(name: string, view: PlanView = everything()): PlanView {
  return { ...view, cluster: { ...view.cluster, name } };
}

interface Pipeline {
  readonly directory: string;
  save(saved: SavedPlan): void;
  comment(args?: readonly string[], environment?: Readonly<Record<string, string>>): Promise<CliRun>;
}

function pipeline(
  environment: Readonly<Record<string, string>>,
  saved = savedPlanOf([on('prod')]),
): Pipeline {
  const { directory } = projectFolder({});
  const save = (plan: SavedPlan) => writeFileSync(path.join(directory, 'plan.json'), JSON.stringify(plan));
  save(saved);
  return {
    directory,
    save,
    comment: (args = [], also = {}) =>
      runCli(['comment', 'plan.json', ...args], {
        directory,
        speed: 50,
        environment: { ...environment, ...also },
      }),
  };
}

/** Only a position in a file may be linked, and only below the files of the repository at a commit. */
function withoutFileLinks(html: string): string {
  return html.replace(
    /<a href="https:\/\/(?:github|gitlab)\.example\/acme\/connectors\/(?:-\/)?blob\/[0-9a-f]{40}\/[\w%.~/-]+#L\d+">(<code>[^<]*<\/code>)<\/a>/g,
    '$1',
  );
}

function bodies(fake: FakeForge): string[] {
  return fake.comments().map(({ body }) => body);
}

describe.each(forgeKinds)('comment on %s', (kind) => {
  it('posts the plan, and the next run updates the comment', async () => {
    const fake = await startFakeForge(kind);
    const { comment, save } = pipeline(fake.environment);
    const first = await comment();
    expect(first).toMatchObject({ exitCode: 0, stderr: '' });
    expect(first.stdout).toMatch(
      kind === 'github'
        ? /^posted: https:\/\/github\.example\/acme\/connectors\/pull\/7#issuecomment-1001\n$/
        : /^posted: comment 1001 on merge request 7 of project 3\n$/,
    );
    save(savedPlanOf([on('prod', refused())]));
    const second = await comment([], { GITHUB_RUN_NUMBER: '13', CI_PIPELINE_IID: '13' });
    expect(second.stdout).toMatch(/^updated: /);
    const [body = '', ...others] = bodies(fake);
    expect(others).toEqual([]);
    expect(body).toContain('## Plan for `prod`');
    expect(body).toContain('### Refused');
    expect(body).toMatch(
      /\nFrom \[run 13\]\(https:\/\/\S+9001\) of `[Pp]lan` at commit `1a2b3c4d5e6f`; digest `sha256:[0-9a-f]{64}`\n?$/,
    );
  });

  it('does not replace the comment of a newer run, and says so', async () => {
    const fake = await startFakeForge(kind);
    const { comment } = pipeline(fake.environment);
    await comment([], { GITHUB_RUN_NUMBER: '13', CI_PIPELINE_IID: '13' });
    const older = await comment();
    expect(older.exitCode).toBe(0);
    expect(older.stdout).toMatch(/^superseded by the newer run 13: /);
    expect(bodies(fake)[0]).toContain('[run 13]');
  });

  it('posts one comment for each cluster with --per-cluster', async () => {
    const fake = await startFakeForge(kind);
    const { comment } = pipeline(fake.environment, savedPlanOf([on('dev'), on('prod')]));
    await comment(['--per-cluster']);
    const again = await comment(['--per-cluster'], { GITHUB_RUN_NUMBER: '13', CI_PIPELINE_IID: '13' });
    expect(again.stdout.match(/^updated: /gm)).toHaveLength(2);
    expect(bodies(fake).map((body) => /## Plan for `(\w+)`/.exec(body)?.[1])).toEqual(['dev', 'prod']);
  });

  it('names the missing permission of a read-only token', async () => {
    const fake = await startFakeForge(kind);
    const { comment } = pipeline(fake.environment);
    const run = await comment([], { GITHUB_TOKEN: 'fork-token', GITLAB_TOKEN: 'fork-token' });
    expect(run).toMatchObject({ exitCode: 1, stdout: '' });
    expect(run.stderr).toMatch(
      /^error\[forge-permission\]: Git(Hub|Lab) does not allow this token to comment on /,
    );
    expect(run.stderr).toMatch(/hint: .*(pull-requests: write|scope {2}api)/);
  });

  it('never shows its token, neither with -v nor if the forge quotes it', async () => {
    const token = plainCanary('token');
    const fake = await startFakeForge(kind);
    const { comment, directory } = pipeline(fake.environment);
    const secret = { GITHUB_TOKEN: token.secret, GITLAB_TOKEN: token.secret };
    const summary = path.join(directory, 'summary.md');
    for (const instead of [
      undefined,
      { status: 400, body: { message: `bad header: Bearer ${token.secret}` } },
      { status: 403, body: { message: token.secret, errors: [encodeURIComponent(token.secret)] } },
    ]) {
      if (instead) fake.inject({ on: /^GET .*user$|^POST \/graphql$/, instead });
      if (instead) fake.inject({ on: /^GET .*(comments|notes)$/, instead });
      const run = await comment(['-v'], { ...secret, GITHUB_STEP_SUMMARY: summary });
      expect(run.exitCode).toBe(1);
      const all = run.stdout + run.stderr + readFileSync(summary, 'utf8');
      expect(findLeaks(all, [token])).toEqual([]);
      expect(run.stderr).toMatch(/^comment: (GET|POST) \/\S+ 40\d \d+ ms$/m);
    }
  });
});

describe('comment without a pull request or a token', () => {
  it.each([
    ['outside of any pipeline', {}, 'not running in GitHub Actions or GitLab CI'],
    [
      'without a token',
      { GITHUB_ACTIONS: 'true', GITHUB_REPOSITORY: 'a/b', GITHUB_REF: 'refs/pull/7/merge' },
      'there is no token',
    ],
    [
      'without a pull request',
      { GITHUB_ACTIONS: 'true', GITHUB_REPOSITORY: 'a/b', GITHUB_REF: 'refs/heads/main' },
      'this run has no pull request',
    ],
    [
      'with a job token alone',
      {
        GITLAB_CI: 'true',
        CI_API_V4_URL: 'https://x/api/v4',
        CI_PROJECT_ID: '3',
        CI_MERGE_REQUEST_IID: '7',
        CI_JOB_TOKEN: 'x',
      },
      'CI_JOB_TOKEN) is not allowed to write notes',
    ],
  ])('%s prints the Markdown', async (_, environment, why) => {
    const run = await pipeline(environment).comment();
    expect(run.exitCode).toBe(0);
    expect(run.stderr).toMatch(/^Nothing was posted: [^\n]+\.\n$/);
    expect(run.stderr).toContain(why);
    expect(run.stdout).toMatch(/^<!-- connect-sync plan cluster=prod /);
    expect(problemsOfPage(renderAsGitHub(run.stdout))).toEqual([]);
  });
});

describe('the job summary', () => {
  it('is appended to, with or without a pull request', async () => {
    const { comment, directory } = pipeline({});
    const file = path.join(directory, 'summary.md');
    writeFileSync(file, 'before\n');
    const { stdout } = await comment([], { GITHUB_STEP_SUMMARY: file });
    expect(readFileSync(file, 'utf8')).toBe(`before\n${stdout}\n`);
  });

  it.each([
    ['is full', (file: string) => writeFileSync(file, 'x'.repeat(899 * 1024)), 'has no room left (900 KiB)'],
    ['is a folder', (file: string) => mkdirSync(file), 'cannot be written (EISDIR)'],
  ])('that %s does not make the command fail', async (_, prepare, problem) => {
    const { comment, directory } = pipeline({});
    const file = path.join(directory, 'summary.md');
    prepare(file);
    const before = statSync(file).size;
    const run = await comment([], { GITHUB_STEP_SUMMARY: file });
    expect(run.exitCode).toBe(0);
    expect(run.stderr).toContain(`warning: the job summary ${problem}\n`);
    expect(statSync(file).size).toBe(before);
  });
});

describe('the text of a comment', () => {
  it('contains the problems if there is no plan, or a cluster could not be read', async () => {
    const problem = {
      code: 'cluster-unread',
      severity: 'error',
      message: 'dev: refuses the connection',
      hint: null,
      source: null,
      related: [],
    } as const;
    const none = await pipeline({}, savedPlanOf([], { problems: [problem], reason: 'invalid' })).comment();
    expect(none.stdout).toContain('## The plan cannot be applied: 1 error');
    const some = savedPlanOf([on('prod')], { problems: [problem], reason: 'unread' });
    for (const args of [[], ['--per-cluster']]) {
      const run = await pipeline({}, some).comment(args);
      expect(run.stdout).toContain('## Cannot be applied: 1 cluster could not be read');
      expect(run.stdout).toContain('## Plan for `prod`');
    }
  });

  it('names the file to apply, if the plan is applicable', async () => {
    expect((await pipeline({}).comment()).stdout).toContain('connect-sync apply plan.json');
    const stopped = await pipeline({}, savedPlanOf([on('prod', refused())], { reason: 'refused' })).comment();
    expect(stopped.stdout).not.toContain('connect-sync apply plan.json');
  });

  it('fits into a comment with any names, and is as inert as the plan', async () => {
    const fake = await startFakeForge('github');
    const hostile = '@team `</details>` --> ::error:: #1 \u001b[31m\u202e';
    const changes = Array.from({ length: 300 }, (_, index) => ({
      ...(everything().changes[0] as PlanView['changes'][number]),
      name: `orders-${index}`,
      reason: hostile,
    }));
    const { comment } = pipeline(fake.environment, savedPlanOf([{ ...on(hostile), changes }]));
    const key = `${hostile} x`.padEnd(100, '-');
    for (const args of [[], ['--per-cluster'], ['--key', key], ['--key', key, '--per-cluster']]) {
      expect(await comment(args, { GITHUB_WORKFLOW: hostile })).toMatchObject({ exitCode: 0, stderr: '' });
    }
    for (const body of bodies(fake)) {
      expect(body.length).toBeLessThan(65_536);
      const [, ...page] = body.split('\n');
      // The links to the run and to the files of the repository are the only links that a comment contains.
      const shown = page.join('\n').replace(/\[run 12\]\(https:\/\/[^)]+\)/, 'run 12');
      expect(problemsOfPage(withoutFileLinks(renderAsGitHub(shown)))).toEqual([]);
    }
    expect(bodies(fake)).toHaveLength(4);
  });
});

describe('a file that is not a saved plan', () => {
  it.each([
    ['missing', undefined, 29],
    ['something else', '{"format":"connect-sync/plan"}', 29],
    ['altered', JSON.stringify(savedPlanOf([on('prod')])).replace('orders', 'ordres'), 21],
  ])('is never posted: %s', async (_, text, exitCode) => {
    const fake = await startFakeForge('github');
    const { directory } = pipeline(fake.environment);
    const file = text === undefined ? 'no-such.json' : 'plan.json';
    if (text !== undefined) writeFileSync(path.join(directory, file), text);
    const run = await runCli(['comment', file], { directory, environment: fake.environment });
    expect(run.exitCode).toBe(exitCode);
    expect(run.stdout).toBe('');
    expect(fake.requests).toEqual([]);
  });
});

describe('a comment that differs from the plan', () => {
  it('is replaced, whatever was edited, and has no influence on what is posted', async () => {
    const fake = await startFakeForge('github');
    const { comment } = pipeline(fake.environment);
    await comment();
    const [own] = fake.comments();
    for (const tampered of [
      own?.body.replace(/digest=sha256:\w+/, `digest=sha256:${'0'.repeat(64)}`),
      own?.body.replace('run=12.1', 'run=13.1'),
      own?.body.slice(0, 400),
      own?.body.replace(/## Plan[^\n]+/, '## Plan for `prod`: no differences'),
    ]) {
      fake.edit(own?.id ?? 0, tampered ?? '');
      const run = await comment();
      expect(run.stdout).toMatch(/^updated: \S+ \(it had been edited\)\n$/);
      expect(bodies(fake)).toEqual([own?.body]);
    }
  });

  it('of a person is not changed, even if it is an exact copy', async () => {
    const fake = await startFakeForge('github');
    const { comment } = pipeline(fake.environment);
    await comment();
    const copied = fake.add(accountOf('ada-token'), bodies(fake)[0] ?? '');
    fake.remove(1001);
    expect((await comment()).stdout).toMatch(/^posted: /);
    expect(bodies(fake)[0]).toBe(copied.body);
    expect(bodies(fake)).toHaveLength(2);
  });
});

describe('the arguments of comment', () => {
  it.each([
    [['--key', ' '], 'Expected 1 to 100 characters'],
    [['--pull-request', 'x'], 'Expected a whole number'],
  ])('%j are rejected', async (args, message) => {
    const run = await pipeline({}).comment(args);
    expect(run.exitCode).toBe(64);
    expect(run.stderr).toContain(message);
  });
});

describe.each(forgeKinds)('what a comment says on %s', (kind) => {
  const files = {
    github: 'https://github.example/acme/connectors/blob/',
    gitlab: 'https://gitlab.example/acme/connectors/-/blob/',
  }[kind];
  const commit = '1a2b3c4d5e6f708192a3b4c5d6e7f8091a2b3c4d';

  it('links every declaration to its line at the commit of the run', async () => {
    const fake = await startFakeForge(kind);
    const { comment } = pipeline(fake.environment);
    await comment();
    const [body = ''] = bodies(fake);
    expect(body).toContain(
      `In [\`connectors/audit-old.yaml:2\`](${files}${commit}/connectors/audit-old.yaml#L2).`,
    );
    expect(renderAsGitHub(body)).toContain(`<a href="${files}${commit}/connectors/audit-old.yaml#L2"><code>`);
  });

  it('says in its title that a plan with errors or refusals cannot be applied', async () => {
    const fake = await startFakeForge(kind);
    const { comment } = pipeline(fake.environment, savedPlanOf([on('prod', refused())]));
    await comment();
    const title = /^## .*$/m.exec(bodies(fake)[0] ?? '')?.[0];
    expect(title).toMatch(/^## Plan for `prod` cannot be applied: \d+ refusals?, \d+ errors?$/);
  });

  it('says so too where the files have errors, so that there is no plan', async () => {
    const fake = await startFakeForge(kind);
    const [problem] = refused().diagnostics;
    if (!problem) throw new Error('the plan has no diagnostics');
    const { comment } = pipeline(
      fake.environment,
      savedPlanOf([], { problems: [problem], reason: 'invalid' }),
    );
    await comment();
    expect(bodies(fake)[0]).toMatch(/^## The plan cannot be applied: 1 error$/m);
  });

  it('says that merging applies the plan where a pipeline does, instead of how to apply it', async () => {
    const fake = await startFakeForge(kind);
    const { comment } = pipeline(fake.environment);
    await comment(['--merge-applies']);
    const [body = ''] = bodies(fake);
    expect(body).toContain('**Merging applies this plan.**');
    expect(body).not.toContain('connect-sync apply');
  });

  it('does not say so of a plan that cannot be applied', async () => {
    const fake = await startFakeForge(kind);
    const { comment } = pipeline(fake.environment, savedPlanOf([on('prod', refused())]));
    await comment(['--merge-applies']);
    expect(bodies(fake)[0]).not.toContain('Merging applies');
  });
});
