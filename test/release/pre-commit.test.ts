import { describe, expect, it } from 'vitest';
import { readYaml } from '../pipelines/workflow-file.ts';
import { projectFolder } from '../support/project-folder.ts';
import { runCli } from '../support/run-cli.ts';

interface Hook {
  readonly id: string;
  readonly entry: string;
  readonly language: string;
  readonly files: string;
  readonly pass_filenames: boolean;
}

const hooks = readYaml<readonly Hook[]>('.pre-commit-hooks.yaml');

describe('the hooks of pre-commit', () => {
  it('validate with the program of this package, or with the one that is installed', () => {
    expect(hooks.map(({ id, language }) => [id, language])).toEqual([
      ['connect-sync-validate', 'node'],
      ['connect-sync-validate-installed', 'system'],
    ]);
    const { bin } = readYaml<{ readonly bin: Readonly<Record<string, string>> }>('package.json');
    for (const { entry } of hooks) expect(Object.keys(bin)).toContain(entry.split(' ')[0]);
  });

  it.each(hooks)(
    '$id fails a commit with an error in any file, and contacts nothing',
    async ({ entry, ...hook }) => {
      // The whole project is checked, whichever files are committed.
      expect(hook.pass_filenames).toBe(false);
      const [, ...args] = entry.split(' ');
      const folder = projectFolder({
        'connect-sync.yaml': 'version: 1\nclusters: { prod: { url: "http://127.0.0.1:1" } }\n',
        'connectors/a.yaml': 'name: a\nconfig: { connector.class: A }\n',
      });
      const { exitCode, stderr } = await runCli(args, { directory: folder.directory });
      expect(exitCode, stderr).toBe(0);
      folder.write('connectors/b.yaml', 'name: a\nconfig: { connector.class: A }\n');
      const second = await runCli(args, { directory: folder.directory });
      expect(second.exitCode).toBe(29);
      expect(second.stderr).toContain('error[duplicate-connector]');
    },
  );

  it.each([
    ['connect-sync.yaml', true],
    ['connectors/orders/a.yml', true],
    ['kafka/connectors/a.json', true],
    ['README.md', false],
    ['.github/workflows/plan.yaml', false],
  ])('run for a change of %s: %s', (file, isMatched) => {
    for (const { files } of hooks) expect(new RegExp(files).test(file)).toBe(isMatched);
  });
});
