import { execFileSync } from 'node:child_process';
import { chmodSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import process from 'node:process';
import { describe, expect, it, onTestFinished } from 'vitest';
import { type Sandbox, startSandbox } from '../../src/sandbox/start-sandbox.ts';
import { realClock } from '../support/real-clock.ts';
import { fillInComponent, jobOf } from './gitlab-component.ts';
import { type PipelineWorld, pipelineWorld } from './pipeline-world.ts';
import { startReleaseHost } from './release-host.ts';
import { runShell, type ShellResult } from './shell-step.ts';
import { repository } from './workflow-file.ts';

async function openSandbox(): Promise<Sandbox> {
  const sandbox = await startSandbox({
    port: 0,
    connectVersion: '4.3',
    anyClass: false,
    clock: realClock(),
    pace: 0.1,
  });
  onTestFinished(() => sandbox.close());
  return sandbox;
}

/** `connect-sync` on PATH, as in an image, and the worker from the variable. */
function environmentOf(world: PipelineWorld, sandbox: Sandbox): Record<string, string> {
  const bin = path.join(world.temp, 'installed');
  mkdirSync(bin);
  const program = path.join(bin, 'connect-sync');
  writeFileSync(
    program,
    `#!/bin/sh\nexec node ${JSON.stringify(path.join(repository, 'dist/bin.cjs'))} "$@"\n`,
  );
  chmodSync(program, 0o755);
  return {
    ...world.environment,
    PATH: `${bin}${path.delimiter}${world.environment['PATH']}`,
    CONNECT_SYNC_CLUSTER: sandbox.url,
    CONNECT_SYNC_OPTIONS: '--dotenv connectors/.env.example',
  };
}

describe.skipIf(process.platform === 'win32')('the template for GitLab', () => {
  it('plans on a merge request, applies what it has planned, and finds drift', async () => {
    const [world, sandbox] = [await pipelineWorld('gitlab'), await openSandbox()];
    const release = await startReleaseHost();
    const component = readFileSync(path.join(repository, 'templates/connect-sync.yml'), 'utf8');
    const checksums = readFileSync(release.checksums, 'utf8');
    const jobs = fillInComponent(component, {
      cluster: sandbox.url,
      'release-url': release.url,
      sha256: /^(\w+) {2}.*\.tgz$/m.exec(checksums)?.[1] ?? '',
      options: '--dotenv connectors/.env.example',
    });
    const run = (name: string, more: Readonly<Record<string, string>> = {}): Promise<ShellResult> => {
      const { script, variables } = jobOf(jobs, name);
      return runShell({
        script,
        directory: world.workspace,
        environment: {
          ...world.environment,
          ...variables,
          CI_MERGE_REQUEST_TARGET_BRANCH_NAME: 'main',
          ...more,
        },
        temp: world.temp,
        flags: ['-eo', 'pipefail'],
      });
    };
    const plan = await run('connect-sync plan');
    expect(plan.code, plan.stderr).toBe(0);
    expect(world.forge.comments()[0]?.body).toContain(': 3 create');
    const drift = await run('connect-sync drift');
    expect(drift.code, drift.stderr).toBe(2);
    const apply = await run('connect-sync apply');
    expect(apply.code, apply.stderr).toBe(0);
    expect(apply.stdout).toContain('3 planned: 3 applied.');
    expect((await run('connect-sync drift')).code).toBe(0);
    // A policy of the target branch denies a change, though the merge request removes the policy.
    const policies = path.join(world.workspace, 'policies');
    mkdirSync(policies);
    writeFileSync(
      path.join(policies, 'names.yaml'),
      'name: no-drafts\nassert: "!connector.name.startsWith(\'draft-\')"\n',
    );
    writeFileSync(path.join(world.workspace, 'connect-sync.yaml'), 'version: 1\n');
    execFileSync('git', ['add', 'policies'], { cwd: world.workspace });
    world.merge();
    rmSync(policies, { recursive: true });
    const draft = path.join(world.workspace, 'connectors/draft-a.yaml');
    writeFileSync(draft, 'config: {connector.class: FileStreamSink, topics: a, file: /a, tasks.max: 1}\n');
    expect((await run('connect-sync plan')).code).toBe(23);
    expect(world.forge.comments()[0]?.body).toContain('denied by the policy "no-drafts"');
    rmSync(draft);
    writeFileSync(path.join(world.workspace, 'connectors/broken.yaml'), 'nonsense: true\n');
    expect((await run('connect-sync plan')).code).toBe(29);
    expect(world.forge.comments()).toHaveLength(1);
    expect(world.forge.comments()[0]?.body).toContain('## The plan cannot be applied: ');
    // The last plan is still there, as if it had been committed.
    const posted = world.forge.requests.length;
    expect((await run('connect-sync plan', { CONNECT_SYNC_OPTIONS: '--nonsense' })).code).toBe(64);
    expect(world.forge.requests).toHaveLength(posted);
  });
});

describe.skipIf(process.platform === 'win32')('the recipe for a plain shell', () => {
  it('does what the page on pipelines describes', async () => {
    const [world, sandbox] = [await pipelineWorld('github'), await openSandbox()];
    const page = readFileSync(path.join(repository, 'docs/guides/pipelines.md'), 'utf8');
    const script = /```sh\n(.*?)```/s.exec(page)?.[1] ?? '';
    expect(script).toContain('--out plan.json');
    const { GITHUB_ACTIONS: _, GITHUB_REPOSITORY: __, ...environment } = environmentOf(world, sandbox);
    const result = await runShell({
      // The cluster of the page is called prod, and its credentials come from the environment.
      script: script.replaceAll('--cluster prod', '--dotenv connectors/.env.example'),
      directory: world.workspace,
      environment,
      temp: world.temp,
      flags: ['-e'],
    });
    expect(result.code, result.stderr).toBe(0);
    expect(result.stdout).toContain('3 planned: 3 applied.');
    expect(result.stdout).toContain('No differences: 3 connectors');
  });
});
