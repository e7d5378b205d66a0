import { appendFileSync, existsSync, mkdirSync, readFileSync, symlinkSync } from 'node:fs';
import path from 'node:path';
import process from 'node:process';
import { describe, expect, it } from 'vitest';
import { parse } from 'yaml';
import { projectFolder } from '../support/project-folder.ts';
import { runCli } from '../support/run-cli.ts';
import { fillInComponent, jobOf } from './gitlab-component.ts';
import { installFakeDocker, type ReleaseHost, startReleaseHost } from './release-host.ts';
import { runJob } from './run-workflow.ts';
import { runShell, type ShellResult } from './shell-step.ts';
import { repository } from './workflow-file.ts';

const files = {
  tarball: 'connect-sync-0.1.0.tgz',
  binary: 'connect-sync-0.1.0-linux-x64',
  image: 'connect-sync-0.1.0-image.tar',
} as const;
type Kind = keyof typeof files;
const kinds = Object.keys(files) as Kind[];

function checksumOf(release: ReleaseHost, kind: Kind): string {
  const lines = readFileSync(release.checksums, 'utf8').split('\n');
  return lines.find((line) => line.endsWith(files[kind]))?.split(' ')[0] ?? '';
}

/** A folder with a bin folder for PATH, which begins with a fake docker. */
function machine(): { directory: string; environment: Record<string, string> } {
  const { directory } = projectFolder({});
  const bin = path.join(directory, 'bin');
  installFakeDocker(bin);
  return {
    directory,
    environment: {
      PATH: [bin, path.dirname(process.execPath), process.env['PATH']].join(path.delimiter),
      HOME: directory,
    },
  };
}

/** Runs install-release.sh, and then the installed program with these arguments. */
function install(
  { directory, environment }: ReturnType<typeof machine>,
  settings: Readonly<Record<string, string>>,
  command = '"$1/connect-sync" --version',
): Promise<ShellResult> {
  const script = path.join(repository, 'deploy/action/install-release.sh');
  return runShell({
    script: `set -- ${JSON.stringify(path.join(directory, 'a folder'))}; sh ${JSON.stringify(script)} "$1" && ${command}`,
    directory,
    temp: directory,
    flags: ['-e'],
    environment: { ...environment, CONNECT_SYNC_VERSION: '0.1.0', ...settings },
  });
}

describe.skipIf(process.platform === 'win32')('a release', () => {
  it.each(kinds)('is installed as %s, after its checksum was compared', async (kind) => {
    const release = await startReleaseHost();
    const settings = { CONNECT_SYNC_INSTALL: kind, CONNECT_SYNC_RELEASE_URL: `${release.url}/` };
    const sha256 = checksumOf(release, kind).toUpperCase();
    const { code, stdout, stderr } = await install(machine(), { ...settings, CONNECT_SYNC_SHA256: sha256 });
    expect({ code, stdout, stderr }).toEqual({ code: 0, stdout: '0.1.0\n', stderr: '' });
    expect(release.requests).toEqual([`/v0.1.0/${files[kind]}`]);
  });

  it('of an image gets the variables of the job, and its files under their own paths', async () => {
    const release = await startReleaseHost();
    const home = machine();
    mkdirSync(path.join(home.directory, 'connectors'));
    const settings = {
      CONNECT_SYNC_INSTALL: 'image',
      CONNECT_SYNC_RELEASE_URL: release.url,
      CONNECT_SYNC_SHA256: checksumOf(release, 'image'),
      ELASTIC_PASSWORD: 'made up, "quoted" $(touch canary)\nsecond line',
    };
    const file = `name: a\\nconfig: { connector.class: A, x: "\${env.ELASTIC_PASSWORD}" }\\n`;
    const command = `printf '${file}' >connectors/a.yaml; "$1/connect-sync" validate`;
    const { code, stdout, stderr } = await install(home, settings, command);
    expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
    expect(stdout).toContain('Valid: 1 file');
    expect(existsSync(path.join(home.directory, 'canary'))).toBe(false);
  });

  it.each(kinds)(
    'that was changed is not installed as %s: nothing of it is unpacked or run',
    async (kind) => {
      const release = await startReleaseHost();
      const home = machine();
      const sha256 = checksumOf(release, kind);
      appendFileSync(path.join(release.folder, files[kind]), 'x');
      const { code, stdout, stderr } = await install(home, {
        CONNECT_SYNC_INSTALL: kind,
        CONNECT_SYNC_RELEASE_URL: release.url,
        CONNECT_SYNC_SHA256: sha256,
      });
      expect({ code, stdout }).toEqual({ code: 1, stdout: '' });
      expect(stderr).toContain(
        `${files[kind]} is not the expected file.\n  expected SHA-256: ${sha256}\n  actual`,
      );
      for (const name of ['connect-sync', 'package', files[kind]]) {
        expect(existsSync(path.join(home.directory, 'a folder', name)), name).toBe(false);
      }
      expect(existsSync(path.join(home.directory, 'bin/image'))).toBe(false);
    },
  );

  it.each([
    [
      'without a checksum',
      { CONNECT_SYNC_SHA256: '' },
      'no SHA-256 is set for connect-sync-0.1.0.tgz. Copy it from http',
    ],
    ['with half a checksum', { CONNECT_SYNC_SHA256: 'ab12' }, 'sha256 is not a SHA-256: ab12'],
    ['with a word as checksum', { CONNECT_SYNC_SHA256: 'latest' }, 'sha256 is not a SHA-256: latest'],
    ['without a version', { CONNECT_SYNC_VERSION: '' }, 'no version is set'],
    ['in an unknown way', { CONNECT_SYNC_INSTALL: 'npm' }, 'unknown way to install: npm; choose tarball'],
    ['that does not exist', { CONNECT_SYNC_VERSION: '9.9.9' }, 'connect-sync-9.9.9.tgz cannot be downloaded'],
  ])('%s is not installed, and the message says why', async (_, settings, message) => {
    const release = await startReleaseHost();
    const { code, stdout, stderr } = await install(machine(), {
      CONNECT_SYNC_RELEASE_URL: release.url,
      CONNECT_SYNC_SHA256: checksumOf(release, 'tarball'),
      ...settings,
    });
    expect({ code, stdout }).toEqual({ code: 1, stdout: '' });
    expect(stderr).toContain(`connect-sync is not installed: `);
    expect(stderr).toContain(message);
  });

  it('is not installed where the machine has connect-sync already, if that is requested', async () => {
    const home = machine();
    const settings = { CONNECT_SYNC_INSTALL: 'none' };
    const without = await install(home, settings, 'true');
    expect({ code: without.code, stderr: without.stderr }).toMatchObject({
      code: 1,
      stderr: expect.stringContaining('it is not on the PATH'),
    });
    symlinkSync(path.join(repository, 'dist/bin.cjs'), path.join(home.directory, 'bin/connect-sync'));
    expect(await install(home, settings, 'connect-sync --version')).toMatchObject({
      code: 0,
      stdout: '0.1.0\n',
    });
  });
});

/** A project that `init` made, whose pipeline installs from this release. */
async function projectFor(forge: 'github' | 'gitlab', kind: Kind, release: ReleaseHost, isChecked: boolean) {
  const home = machine();
  const args = ['init', '--forge', forge, '--install', kind, '--release-url', release.url];
  const checksums = isChecked ? ['--checksums', release.checksums] : [];
  const made = await runCli([...args, ...checksums, '--cluster-name', 'prod'], { directory: home.directory });
  expect(made.exitCode, made.stderr).toBe(0);
  return { ...home, text: (file: string) => readFileSync(path.join(home.directory, file), 'utf8') };
}

/** Runs the action that init wrote. */
async function runAction({ directory, environment }: Awaited<ReturnType<typeof projectFor>>) {
  const temp = path.join(directory, 'temp');
  mkdirSync(temp);
  return runJob(
    {
      workspace: directory,
      temp,
      environment: { ...environment, RUNNER_TEMP: temp, GITHUB_WORKSPACE: directory },
      contexts: { github: { token: '' } },
      onGroup: () => {},
    },
    { steps: [{ uses: './.github/actions/connect-sync', with: { command: 'validate' } }] },
  );
}

/** Runs the install script of the GitLab pipeline that init wrote, and validates the project. */
async function runGitLab({ directory, environment, text }: Awaited<ReturnType<typeof projectFor>>) {
  const pipeline = parse(text('.gitlab-ci.yml')) as {
    readonly include: readonly {
      readonly local: string;
      readonly inputs: Readonly<Record<string, string>>;
    }[];
  };
  const [include] = pipeline.include;
  const jobs = fillInComponent(text(include?.local.slice(1) ?? ''), include?.inputs ?? {});
  const { variables } = jobOf(jobs, 'connect-sync drift');
  const script = [
    ...(jobs['.connect-sync']?.before_script ?? []),
    'echo "$CONNECT_SYNC_CLUSTER"',
    'CONNECT_SYNC_CLUSTER= connect-sync validate',
  ];
  return runShell({
    script: script.join('\n'),
    directory,
    temp: directory,
    flags: ['-eo', 'pipefail'],
    environment: { ...environment, ...variables, CI_PROJECT_DIR: directory },
  });
}

describe.skipIf(process.platform === 'win32')('the pipeline that init writes', () => {
  it.each(kinds)('installs the %s of this version on GitHub', async (kind) => {
    const release = await startReleaseHost();
    const run = await runAction(await projectFor('github', kind, release, true));
    expect(run.conclusion, JSON.stringify(run.steps)).toBe('success');
    expect(run.steps.map(({ stdout }) => stdout)).toEqual([
      '0.1.0\n',
      expect.stringContaining('Valid: 2 files'),
    ]);
    expect(release.requests).toEqual([`/v0.1.0/${files[kind]}`]);
  });

  it.each(kinds)('installs the %s of this version on GitLab', async (kind) => {
    const release = await startReleaseHost();
    const { code, stdout, stderr } = await runGitLab(await projectFor('gitlab', kind, release, true));
    expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
    expect(stdout).toMatch(/^prod\nValid: 2 files/);
    expect(release.requests).toEqual([`/v0.1.0/${files[kind]}`]);
  });

  it('contacts nothing and says what to do where init knows no checksum', async () => {
    const release = await startReleaseHost();
    const hint = `no SHA-256 is set for connect-sync-0.1.0.tgz. Copy it from ${release.url}/SHA256SUMS into sha256`;
    const action = await runAction(await projectFor('github', 'tarball', release, false));
    expect(action.conclusion).toBe('failure');
    expect(action.steps.at(-1)?.stderr).toContain(hint);
    const job = await runGitLab(await projectFor('gitlab', 'tarball', release, false));
    expect(job.code).toBe(1);
    expect(job.stderr).toContain(hint);
    expect(release.requests).toEqual([]);
  });
});
