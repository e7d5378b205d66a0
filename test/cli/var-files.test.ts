import { describe, expect, it } from 'vitest';
import { projectFolder } from '../support/project-folder.ts';
import { runCli } from '../support/run-cli.ts';

const files = {
  'connect-sync.yaml': 'version: 1\nvars: {topic: of-project, host: of-project, region: of-project}\n',
  'connectors/a.yaml':
    'config: {connector.class: X, t: "${var.topic}", h: "${var.host}", r: "${var.region}"}\n',
};

async function render(given: Readonly<Record<string, string>>, ...args: readonly string[]) {
  const { directory } = projectFolder({ ...files, ...given });
  return runCli(['render', '-f', 'json', ...args], { directory });
}

function values(stdout: string): readonly string[] {
  return [...stdout.matchAll(/"[thr]": "([\w-]+)"/g)].map(([, text]) => text ?? '');
}

describe('--var-file', () => {
  it.each([
    ['a.yaml', 'topic: 007\nhost: yes\n'],
    ['a.json', '{"topic": "007", "host": "yes"}'],
    ['a.env', "# values\nexport topic=007\nhost='yes'\n"],
  ])('reads %s; values keep their text', async (file, text) => {
    const { stdout, stderr } = await render({ [file]: text }, '--var-file', file);
    expect(stderr).not.toContain('error');
    expect(stdout).toContain('"t": "007"');
    expect(stdout).toContain('"h": "yes"');
    expect(stdout).toContain('"r": "of-project"');
  });

  it('wins over the project, a later file over an earlier one, and --var over all', async () => {
    const { stdout } = await render(
      { 'a.yaml': 'topic: a\nhost: a\nregion: a\n', 'b.yaml': 'topic: b\nhost: b\n' },
      ...['--var', 'topic=c', '--var-file', 'a.yaml', '--var-file', 'b.yaml'],
    );
    expect(values(stdout)).toEqual(expect.arrayContaining(['c', 'b', 'a']));
  });

  it.each([
    ['that is missing', 'gone.yaml', undefined, 'unreadable-file'],
    ['with a list', 'a.yaml', '- topic\n', 'invalid-variable-file'],
    ['with a nested value', 'a.yaml', 'topic: {a: b}\n', 'invalid-variable-file'],
    ['without a value', 'a.yaml', 'topic:\n', 'invalid-variable-file'],
    ['with an invalid name', 'a.yaml', 'a b: c\n', 'invalid-variable-name'],
    ['with broken JSON', 'a.json', '{"topic": ', 'invalid-json'],
    ['that is no dotenv file', 'a.txt', 'just words\n', 'invalid-variable-file'],
  ])('%s is an error with its place', async (_, file, text, code) => {
    for (const command of ['validate', 'render', 'status']) {
      const { directory } = projectFolder({ ...files, ...(text === undefined ? {} : { [file]: text }) });
      const args = [command, '--var-file', file, '--cluster', 'http://127.0.0.1:1'];
      const { exitCode, stderr, stdout } = await runCli(args, { directory });
      expect(exitCode, stdout + stderr).toBe(29);
      expect(stdout + stderr).toContain(`error[${code}]`);
      expect(stdout + stderr).toContain(`--> ${file}:1`);
    }
  });
});
