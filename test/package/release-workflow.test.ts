import { execFileSync, spawn } from 'node:child_process';
import { cpSync, mkdirSync, mkdtempSync, readFileSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import process from 'node:process';
import { globSync } from 'tinyglobby';
import { describe, expect, it, onTestFinished } from 'vitest';
import { root } from '../../deploy/packaging/artifacts.ts';
import { type JobRecord, runJob } from '../pipelines/run-workflow.ts';
import { readYaml, type Step, type Workflow } from '../pipelines/workflow-file.ts';
import { missingForImage } from './image.ts';

const missing = missingForImage();
if (missing !== undefined) console.log(`skipped: the release workflow: ${missing}`);

/** A clone with the files of this repository as they are now, and a changelog whose release has a date. */
function checkout(): { workspace: string; temp: string } {
  const folder = mkdtempSync(path.join(tmpdir(), 'connect-sync-release-'));
  // In the background: with its node_modules it has tens of thousands of files.
  onTestFinished(() => spawn('rm', ['-rf', folder], { detached: true, stdio: 'ignore' }).unref());
  const [workspace, temp] = [path.join(folder, 'workspace'), path.join(folder, 'temp')];
  for (const made of [workspace, temp]) mkdirSync(made);
  const listed = execFileSync('git', ['ls-files', '-z', '--cached', '--others', '--exclude-standard'], {
    cwd: root,
  });
  for (const file of listed.toString().split('\0').filter(Boolean)) {
    cpSync(path.join(root, file), path.join(workspace, file));
  }
  const changelog = path.join(workspace, 'CHANGELOG.md');
  writeFileSync(
    changelog,
    readFileSync(changelog, 'utf8').replace(/^(## \[[\d.]+\] - ).*$/m, '$12026-01-02'),
  );
  const git = (...args: readonly string[]) =>
    execFileSync('git', ['-C', workspace, '-c', 'user.name=t', '-c', 'user.email=t@example.org', ...args]);
  git('init', '--quiet');
  git('add', '--all');
  git('commit', '--quiet', '--message', 'release');
  return { workspace, temp };
}

/** Runs the job that builds the files of a release for this tag, or some of its steps. */
function buildRelease(
  { workspace, temp }: ReturnType<typeof checkout>,
  tag: string,
  isRun: (step: Step) => boolean = () => true,
): Promise<JobRecord> {
  const job = readYaml<Workflow>('.github/workflows/release.yml').jobs['build'];
  if (!job) throw new Error('the workflow has no job "build"');
  const runner = {
    workspace,
    temp,
    environment: {
      PATH: process.env['PATH'] ?? '',
      HOME: process.env['HOME'] ?? '',
      RUNNER_TEMP: temp,
      npm_config_prefer_offline: 'true',
    },
    contexts: { github: { ref_name: tag } },
    onGroup: () => {},
  };
  return runJob(runner, { ...job, steps: job.steps.filter(isRun) });
}

describe.skipIf(missing !== undefined)('the release workflow, run from its file up to the upload', () => {
  it('makes the files of the release, and tries them', { timeout: 400_000 }, async () => {
    const place = checkout();
    const run = await buildRelease(place, 'v0.1.0');
    expect(run.conclusion, JSON.stringify(run.steps.at(-1))).toBe('success');
    const upload = run.used.at(-1);
    expect(upload?.action).toBe('actions/upload-artifact');
    const patterns = (upload?.inputs['path'] ?? '').trim().split('\n');
    expect(globSync(patterns, { cwd: place.workspace }).sort()).toEqual([
      'build/SHA256SUMS',
      'build/connect-sync-0.1.0-image.tar',
      'build/connect-sync-0.1.0-linux-x64',
      'build/connect-sync-0.1.0.cdx.json',
      'build/connect-sync-0.1.0.tgz',
      'build/notes.md',
    ]);
    const notes = readFileSync(path.join(place.workspace, 'build/notes.md'), 'utf8');
    expect(notes).toContain('The first release.');
    expect(notes).not.toMatch(/## \[|^\[/m);
  });

  it('ends before anything is built if the tag is not the version', async () => {
    const place = checkout();
    symlinkSync(path.join(root, 'node_modules'), path.join(place.workspace, 'node_modules'));
    const isRun = ({ run }: Step) => run !== 'npm ci';
    const run = await buildRelease(place, 'v0.2.0', isRun);
    expect(run.conclusion).toBe('failure');
    expect(run.steps).toHaveLength(1);
    expect(run.steps[0]?.stderr).toContain('the tag is "v0.2.0", but the version in package.json is 0.1.0');
  });
});
