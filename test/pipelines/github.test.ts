import { execFileSync } from 'node:child_process';
import { existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import process from 'node:process';
import { describe, expect, it, onTestFinished } from 'vitest';
import { startSandbox } from '../../src/sandbox/start-sandbox.ts';
import { realClock } from '../support/real-clock.ts';
import { runCli } from '../support/run-cli.ts';
import { type PipelineWorld, pipelineWorld } from './pipeline-world.ts';
import { startReleaseHost } from './release-host.ts';
import type { JobRecord } from './run-workflow.ts';

const elastic = 'connectors/sink-elastic-orders-00.yaml';

function edit({ workspace }: PipelineWorld, file: string, change: (text: string) => string): void {
  const place = path.join(workspace, file);
  writeFileSync(place, change(readFileSync(place, 'utf8')));
}

/** All output, shown where a step fails unexpectedly. */
function logOf({ steps }: JobRecord): string {
  return steps.map(({ name, code, stdout, stderr }) => `${name}: ${code}\n${stdout}${stderr}`).join('\n');
}

/** Changes a connector directly on the worker. */
async function tamper(port: number): Promise<void> {
  const url = `http://127.0.0.1:${port}/connectors/sink-elastic-orders-00/config`;
  const config = (await (await fetch(url)).json()) as Record<string, string>;
  const answer = await fetch(url, {
    method: 'PUT',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ ...config, 'batch.size': '9' }),
  });
  if (!answer.ok) throw new Error(await answer.text());
}

// The workflows run on Linux, with its shell.
describe.skipIf(process.platform === 'win32')('the example workflows, run from their files', () => {
  it('plan comments on a pull request, and every push updates the comment', async () => {
    const world = await pipelineWorld('github');
    const first = await world.run('plan.yml', { name: 'pull_request', run: 12 });
    expect(first.conclusion, logOf(first)).toBe('success');
    const [comment, ...others] = world.forge.comments();
    expect(others).toEqual([]);
    expect(comment?.body).toContain(': 3 create');
    expect(comment?.body).toContain('Merging applies this plan.');
    expect(world.summary()).toContain(': 3 create');
    const upload = first.used.find(({ action }) => action === 'actions/upload-artifact');
    const saved = readFileSync(upload?.inputs['path'] ?? '', 'utf8');
    expect(JSON.parse(saved)).toMatchObject({ format: 'connect-sync/saved-plan', applicable: true });
    edit(world, elastic, (text) =>
      text.replace('state: running', 'state: absent').replace(/config:.*$/s, ''),
    );
    const second = await world.run('plan.yml', { name: 'pull_request', run: 13 });
    expect(second.conclusion, logOf(second)).toBe('success');
    expect(world.forge.comments().map(({ id }) => id)).toEqual([comment?.id]);
    expect(world.forge.comments()[0]?.body).toContain(': 2 create');
    expect(logOf(first) + saved + world.summary() + world.forge.comments()[0]?.body).not.toContain(
      'made-up-',
    );
  });

  it('plan comments on errors in files too, and fails', async () => {
    const world = await pipelineWorld('github');
    edit(world, elastic, (text) => `${text}nonsense: true\n`);
    const run = await world.run('plan.yml', { name: 'pull_request', run: 12 });
    expect(run.conclusion).toBe('failure');
    expect(run.steps.at(-1)?.code).toBe(29);
    expect(world.forge.comments()[0]?.body).toContain('## The plan cannot be applied: ');
    // The saved plan is still uploaded.
    expect(run.used.at(-1)?.action).toBe('actions/upload-artifact');
  });

  it('plan is denied by a policy of the base branch, whatever the pull request makes of it', async () => {
    const world = await pipelineWorld('github');
    const policy = 'name: few-tasks\nassert: int(connector.config.get("tasks.max", "1")) <= 2\n';
    mkdirSync(path.join(world.workspace, 'policies'));
    writeFileSync(
      path.join(world.workspace, 'policies/tasks.yaml'),
      `${policy}message: tasks.max is {{ connector.config["tasks.max"] }}\n`,
    );
    execFileSync('git', ['add', 'policies'], { cwd: world.workspace });
    writeFileSync(path.join(world.workspace, 'connect-sync.yaml'), 'version: 1\n');
    world.merge();
    const allowed = await world.run('plan.yml', { name: 'pull_request', run: 12 });
    expect(allowed.conclusion, logOf(allowed)).toBe('success');
    // The pull request removes the policy together with the change that it denies.
    rmSync(path.join(world.workspace, 'policies'), { recursive: true });
    edit(world, elastic, (text) => text.replace(/tasks\.max: .*/, 'tasks.max: 9'));
    const run = await world.run('plan.yml', { name: 'pull_request', run: 13 });
    expect(run.conclusion).toBe('failure');
    expect(run.steps.at(-1)?.code).toBe(23);
    const [comment, ...others] = world.forge.comments();
    expect(others).toEqual([]);
    expect(comment?.body).toContain('cannot be applied: 1 error');
    expect(comment?.body).toContain('`policy-denied`');
    expect(comment?.body).toMatch(/denied by the policy "few-tasks": `?tasks\.max`? is 9/);
    expect(logOf(run)).toContain('--> connectors/sink-elastic-orders-00.yaml:');
  });

  it('plan does not run for a fork, which has neither secrets nor a token that can write', async () => {
    const world = await pipelineWorld('github');
    const run = await world.run('plan.yml', { name: 'pull_request', run: 12, from: 'mallory/connectors' });
    expect(run).toMatchObject({ conclusion: 'skipped', steps: [] });
    expect(world.forge.requests).toEqual([]);
  });

  it('plan fails and reports what is missing where the comment cannot be posted', async () => {
    const world = await pipelineWorld('github');
    world.forge.lock();
    const run = await world.run('plan.yml', { name: 'pull_request', run: 12 });
    expect(run.conclusion).toBe('failure');
    expect(run.steps.at(-1)?.stderr).toContain('error[forge-locked]');
    expect(world.summary()).toContain(': 3 create');
  });

  it('apply applies on a push what it has just planned, and shows it in the summary', async () => {
    const world = await pipelineWorld('github');
    const run = await world.run('apply.yml', { name: 'push', run: 12 });
    expect(run.conclusion, logOf(run)).toBe('success');
    expect(run.steps.at(-1)?.stdout).toContain('3 planned: 3 applied.');
    expect(world.summary()).toContain(': 3 create');
    expect(world.forge.comments()).toEqual([]);
  });

  it('apply changes nothing where the cluster has changed since the plan was shown', async () => {
    const world = await pipelineWorld('github');
    const run = await world.run('apply.yml', {
      name: 'push',
      run: 12,
      onStep: async ({ name, stdout }) => {
        if (name !== 'Run connect-sync' || !stdout.includes('Plan: 3 create')) return;
        const answer = await fetch(`http://127.0.0.1:${world.port}/connectors/sink-neo4j-orders-00/config`, {
          method: 'PUT',
          headers: { 'content-type': 'application/json' },
          body: JSON.stringify({ 'connector.class': 'FileStreamSink', topics: 'a', file: '/dev/null' }),
        });
        if (!answer.ok) throw new Error(await answer.text());
      },
    });
    expect(run.conclusion).toBe('failure');
    expect(run.steps.at(-1)?.stdout).toContain('1 stale');
  });

  it('drift opens one issue, updates it, and closes it when there is no drift any more', async () => {
    const world = await pipelineWorld('github');
    const foreign = { title: 'mine', label: 'connect-sync-drift', state: 'open', body: 'mine' } as const;
    world.addIssue({ ...foreign, number: 1, app: 'somebody-else' });
    const drift = (run: number, isTampered: boolean) =>
      world.run('drift.yml', {
        name: 'schedule',
        run,
        onStep: async ({ name }) => {
          if (isTampered && name.startsWith('Start a sandbox worker')) await tamper(world.port);
        },
      });
    const states = () => world.issues().map(({ number, state, app }) => `${number} ${state} ${app}`);
    const none = await drift(1, false);
    expect(none.conclusion, logOf(none)).toBe('success');
    expect(states()).toEqual(['1 open somebody-else']);
    for (const run of [2, 3]) expect((await drift(run, true)).conclusion).toBe('success');
    expect(states()).toEqual(['1 open somebody-else', '2 open github-actions']);
    expect(world.issues()[1]?.body).toContain('-batch.size: 9');
    expect(world.summary()).toContain('-batch.size: 9');
    expect((await drift(4, false)).conclusion).toBe('success');
    expect(states()).toEqual(['1 open somebody-else', '2 closed github-actions']);
    expect(world.issues()[0]).toMatchObject(foreign);
  });

  it('drift fails where the cluster cannot be read, and reports no drift', async () => {
    const world = await pipelineWorld('github');
    const run = await world.run('drift.yml', {
      name: 'schedule',
      run: 1,
      onStep: async ({ name }) => {
        if (name.startsWith('Start a sandbox worker')) world.end();
      },
    });
    expect(run.conclusion).toBe('failure');
    expect(run.steps.at(-1)?.name).toBe('Detect drift');
    expect(world.issues()).toEqual([]);
  });
});

describe.skipIf(process.platform === 'win32')('the workflows that init writes', () => {
  it('plan, apply and detect drift on the cluster of the project, run from their files', async () => {
    const world = await pipelineWorld('github');
    const release = await startReleaseHost();
    for (const folder of ['.github', 'connectors', 'deploy', 'action.yml']) {
      rmSync(path.join(world.workspace, folder), { recursive: true });
    }
    const url = `http://127.0.0.1:${world.port}`;
    const from = ['--release-url', release.url, '--checksums', release.checksums];
    const made = await runCli(['init', '--forge', 'github', '--name', 'orders', '--cluster', url, ...from], {
      directory: world.workspace,
    });
    expect(made.exitCode, made.stderr).toBe(0);
    rmSync(path.join(world.workspace, 'dist'));
    const first = await world.run('connect-sync-plan.yml', { name: 'pull_request', run: 0 });
    expect(first.conclusion, 'no cluster of the pull request is in force').toBe('failure');
    expect(logOf(first)).toContain('unknown cluster "dev": the trusted project file declares none');
    world.merge();
    const sandbox = await startSandbox({
      port: world.port,
      connectVersion: '4.3',
      anyClass: false,
      clock: realClock(),
      pace: 0.1,
    });
    onTestFinished(() => sandbox.close());
    const plan = await world.run('connect-sync-plan.yml', { name: 'pull_request', run: 1 });
    expect(plan.conclusion, logOf(plan)).toBe('success');
    expect(world.forge.comments()[0]?.body).toContain(': 1 create');
    const apply = await world.run('connect-sync-apply.yml', { name: 'push', run: 2 });
    expect(apply.conclusion, logOf(apply)).toBe('success');
    expect(sandbox.worker.config('orders-example')).toBeDefined();
    const drift = await world.run('connect-sync-drift.yml', { name: 'schedule', run: 3 });
    expect(drift.conclusion, logOf(drift)).toBe('success');
    expect(world.issues()).toEqual([]);
    // Once: the temporary folder of the runner is the same in all runs here.
    expect(release.requests).toEqual(['/v0.1.0/connect-sync-0.1.0.tgz']);
  });
});

describe.skipIf(process.platform === 'win32')('the action', () => {
  it('puts no input into a script: input that looks like code does not run', async () => {
    const world = await pipelineWorld('github');
    const canary = path.join(world.temp, 'canary');
    const { runJob } = await import('./run-workflow.ts');
    const hostile = `x"; touch ${canary}; $(touch ${canary}) \`touch ${canary}\``;
    const run = await runJob(
      {
        workspace: world.workspace,
        temp: world.temp,
        environment: world.environment,
        contexts: { github: { token: 'job-token' } },
        onGroup: world.onGroup,
      },
      {
        steps: [
          {
            uses: './',
            with: { command: hostile, cluster: hostile, arguments: hostile, key: hostile },
          },
        ],
      },
    );
    expect(run.conclusion).toBe('failure');
    expect(existsSync(canary)).toBe(false);
    expect(run.steps.at(-1)?.stderr).toContain('touch');
  });
});
