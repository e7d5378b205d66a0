import { describe, expect, it } from 'vitest';
import { describeDiagnostic } from '../../src/model/diagnostic.ts';
import { desiredOf, theConnectorOf } from '../support/desired-of.ts';
import { printProblems } from '../support/print-problems.ts';
import { projectFolder } from '../support/project-folder.ts';

const project = `version: 1
ownership:
  repository: orders-connectors
  marker: managed.by
`;
const valid = 'config: {connector.class: X}\n';

describe('a marker', () => {
  it('is read with its position', async () => {
    const { project: loaded, diagnostics } = await projectFolder({
      'connect-sync.yaml': project,
      'connectors/a.yaml': valid,
    }).load();
    expect(diagnostics).toEqual([]);
    expect(loaded.ownership.marker).toEqual({
      key: 'managed.by',
      repository: 'orders-connectors',
      source: expect.objectContaining({ file: 'connect-sync.yaml', line: 4, column: 11 }),
    });
  });

  it('is a key of every connector that comes from the project file', async () => {
    const { config, origins, secretKeys } = await theConnectorOf({
      'connect-sync.yaml': project,
      'connectors/a.yaml': valid,
    });
    expect(config.get('managed.by')).toBe('orders-connectors');
    expect(origins.get('managed.by')).toMatchObject({
      layer: 'default',
      source: { file: 'connect-sync.yaml', line: 4 },
    });
    expect(secretKeys).toEqual(new Set());
  });

  it('is not added if only the repository is declared', async () => {
    const { config } = await theConnectorOf({
      'connect-sync.yaml': 'version: 1\nownership: {repository: us}\n',
      'connectors/a.yaml': valid,
    });
    expect([...config.keys()]).toEqual(['connector.class']);
  });

  it('may be set by a connector to the same value, literally or by a variable', async () => {
    const files = { 'connect-sync.yaml': project };
    for (const value of ['orders-connectors', '${var.repository}']) {
      const { config, origins } = await theConnectorOf(
        { ...files, 'connectors/a.yaml': `config:\n  managed.by: ${value}\n` },
        { vars: { repository: 'orders-connectors' } },
      );
      expect(config.get('managed.by')).toBe('orders-connectors');
      expect(origins.get('managed.by')).toMatchObject({ layer: 'connector', source: { line: 2 } });
    }
  });

  it('cannot be set to another value; the message does not contain that value', async () => {
    const files = {
      'connect-sync.yaml': project,
      'connectors/a.yaml': 'config:\n  managed.by: ""\n',
      'connectors/b.yaml': 'config:\n  managed.by: [orders-connectors, x]\n',
      'connectors/c.yaml': 'config:\n  a: b\n  managed.by: ${env.WHO}\n',
      'connectors/d.yaml': 'state: absent\nconfig:\n  managed.by: them\n',
    };
    const { problems, diagnostics, connectors } = await desiredOf(files, {
      environment: new Map([['WHO', 'hunter2']]),
    });
    expect(problems).toEqual([
      'marker-overridden connectors/a.yaml:2:3',
      'marker-overridden connectors/b.yaml:2:3',
      'marker-overridden connectors/c.yaml:3:3',
    ]);
    expect(connectors.map(({ name }) => name)).toEqual(['d']);
    const [first] = diagnostics;
    expect(first && describeDiagnostic(first, (text) => text)).toEqual({
      message:
        '"managed.by" is the ownership marker of this repository (orders-connectors) and cannot have another value',
      hint: 'remove the key: connect-sync adds it to every connector',
    });
    expect(JSON.stringify(diagnostics)).not.toContain('hunter2');
  });

  it('is not checked if a variable has no value, which is reported instead', async () => {
    const files = {
      'connect-sync.yaml': project,
      'connectors/a.yaml': 'config:\n  managed.by: ${env.WHO}\n',
    };
    expect((await desiredOf(files)).problems).toEqual(['unset-environment-variable connectors/a.yaml:2:15']);
    const lenient = await desiredOf(files, { unsetEnvironment: 'warning' });
    expect(lenient.problems).toEqual(['warning unset-environment-variable connectors/a.yaml:2:15']);
  });

  it('cannot be ignored', async () => {
    const { problems } = await desiredOf({
      'connect-sync.yaml': project,
      'connectors/a.yaml': `ignoreKeys:\n- tasks.max\n- managed.by\n${valid}`,
    });
    expect(problems).toEqual(['marker-ignored connectors/a.yaml:3:3']);
  });
});

describe('a marker declaration', () => {
  it.each([
    ['no repository', 'marker: managed.by', ['marker-without-repository connect-sync.yaml:3:3']],
    [
      'a repository without a value',
      'marker: managed.by\n  repository:',
      ['empty-value connect-sync.yaml:4:3'],
    ],
    ['an empty repository', 'marker: managed.by\n  repository: ""', ['empty-value connect-sync.yaml:4:15']],
    ['an empty marker', 'marker: ""\n  repository: us', ['empty-value connect-sync.yaml:3:11']],
    ['a list', 'marker: [a]\n  repository: us', ['invalid-type connect-sync.yaml:3:11']],
    [
      'a reference',
      'marker: managed.by\n  repository: ${env.REPOSITORY}',
      ['reference-not-allowed connect-sync.yaml:4:15'],
    ],
    ['a key of the worker', 'marker: tasks.max\n  repository: us', ['invalid-marker connect-sync.yaml:3:11']],
    [
      'a key that says secret',
      'marker: owner.password\n  repository: us',
      ['invalid-marker connect-sync.yaml:3:11'],
    ],
  ])('with %s is an error on its line', async (_, lines, expected) => {
    const { diagnostics } = await projectFolder({
      'connect-sync.yaml': `version: 1\nownership:\n  ${lines}\n`,
      'connectors/a.yaml': valid,
    }).load();
    expect(printProblems(diagnostics)).toEqual(expected);
  });
});
