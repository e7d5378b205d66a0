import { execFileSync } from 'node:child_process';
import { cpSync, mkdirSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import process from 'node:process';
import { onTestFinished } from 'vitest';
import { type FakeForge, startFakeForge } from '../support/forge/fake-forge.ts';
import { freePort } from '../worker/free-port.ts';
import { type Issue, installFakeGh } from './fake-gh.ts';
import { type JobRecord, type Runner, runJob } from './run-workflow.ts';
import { readYaml, repository, type Workflow } from './workflow-file.ts';

/** A repository with the example connectors on a fake forge, and a machine that runs its pipelines. */
export interface PipelineWorld {
  readonly forge: FakeForge;
  readonly port: number;
  readonly workspace: string;
  readonly temp: string;
  /** A folder of PATH. */
  readonly bin: string;
  readonly environment: Readonly<Record<string, string>>;
  readonly issues: () => readonly Issue[];
  readonly addIssue: (issue: Issue) => void;
  /** Commits the files as the base branch, and a pull request without a change. */
  merge(): void;
  /** The summary of the last run. */
  summary(): string;
  /** Runs the one job of a workflow. */
  run(workflow: string, event: Trigger): Promise<JobRecord>;
  /** Ends background processes of steps, as the end of a job does. */
  end(): void;
  onGroup(group: number): void;
}

/** What starts a run. */
export interface Trigger {
  readonly name: 'pull_request' | 'push' | 'schedule';
  readonly run: number;
  /** The repository that a pull request comes from. */
  readonly from?: string;
  readonly onStep?: Runner['onStep'];
}

/** Makes one; all of it ends with the test. */
export async function pipelineWorld(kind: 'github' | 'gitlab'): Promise<PipelineWorld> {
  const forge = await startFakeForge(kind);
  const port = await freePort();
  const root = mkdtempSync(path.join(tmpdir(), 'connect-sync-pipeline-'));
  const [workspace, temp] = [path.join(root, 'workspace'), path.join(root, 'temp')];
  for (const folder of [workspace, temp]) mkdirSync(folder);
  for (const folder of ['connectors', '.github', 'deploy', 'action.yml']) {
    cpSync(path.join(repository, folder), path.join(workspace, folder), { recursive: true });
  }
  // As if the first step had built it.
  for (const name of ['dist', 'node_modules', 'package.json', 'schemas']) {
    symlinkSync(path.join(repository, name), path.join(workspace, name));
  }
  commit(workspace, '.github', 'connectors', 'deploy', 'action.yml');
  const bin = path.join(root, 'bin');
  const gh = installFakeGh(bin);
  const groups: number[] = [];
  const end = () => {
    for (const group of groups.splice(0)) {
      try {
        process.kill(-group, 'SIGKILL');
      } catch {
        // It has ended already.
      }
    }
  };
  onTestFinished(() => {
    end();
    rmSync(root, { recursive: true, force: true });
  });
  const { GITHUB_TOKEN: _, ...variables } = forge.environment;
  const environment = {
    ...variables,
    PATH: [bin, path.dirname(process.execPath), process.env['PATH']].join(path.delimiter),
    HOME: root,
    RUNNER_TEMP: temp,
    GITHUB_WORKSPACE: workspace,
  };
  const summary = path.join(temp, 'summary.md');
  const run = (workflow: string, trigger: Trigger) => {
    writeFileSync(summary, '');
    const event = eventOf(trigger);
    const eventFile = path.join(temp, 'event.json');
    writeFileSync(eventFile, JSON.stringify(event));
    const isPull = trigger.name === 'pull_request';
    const [job] = Object.values(
      readYaml<Workflow>(path.join(workspace, '.github/workflows', workflow), port).jobs,
    );
    if (!job) throw new Error(`${workflow} has no job`);
    return runJob(
      {
        workspace,
        temp,
        environment: {
          ...environment,
          GITHUB_EVENT_NAME: trigger.name,
          GITHUB_EVENT_PATH: eventFile,
          GITHUB_REF: isPull ? 'refs/pull/7/merge' : 'refs/heads/main',
          GITHUB_RUN_NUMBER: String(trigger.run),
          GITHUB_STEP_SUMMARY: summary,
        },
        contexts: {
          github: { event, token: 'job-token', repository: 'acme/connectors', event_name: trigger.name },
          runner: { temp },
        },
        onGroup: (group) => groups.push(group),
        ...(trigger.onStep && { onStep: trigger.onStep }),
      },
      job,
    ).finally(end);
  };
  return {
    forge,
    port,
    workspace,
    temp,
    bin,
    environment,
    issues: gh.issues,
    addIssue: gh.add,
    merge: () => commit(workspace, '.github', 'connectors', 'connect-sync.yaml'),
    summary: () => readFileSync(summary, 'utf8'),
    run,
    end,
    onGroup: (group) => groups.push(group),
  };
}

/** As a pipeline finds it: the merge of a pull request, whose first parent is the base branch. */
function commit(workspace: string, ...files: readonly string[]): void {
  const git = (...args: readonly string[]) =>
    execFileSync('git', ['-C', workspace, '-c', 'user.name=t', '-c', 'user.email=t@example.org', ...args], {
      stdio: 'pipe',
    });
  git('init', '--quiet', '--initial-branch', 'main');
  git('add', '--all', ...files);
  git('commit', '--quiet', '--message', 'base');
  git('checkout', '--quiet', '-B', 'change');
  git('commit', '--quiet', '--allow-empty', '--message', 'change');
  git('checkout', '--quiet', 'main');
  git('merge', '--quiet', '--no-ff', '--message', 'merge', 'change');
  git('config', 'remote.origin.url', workspace);
}

function eventOf({ name, from = 'acme/connectors' }: Trigger): unknown {
  if (name !== 'pull_request') return { ref: 'refs/heads/main' };
  return { pull_request: { number: 7, head: { sha: 'c'.repeat(40), repo: { full_name: from } } } };
}
