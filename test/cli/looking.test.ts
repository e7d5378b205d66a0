import { describe, expect, it } from 'vitest';
import { tryout } from '../support/tryout.ts';

const commands = [
  ['list'],
  ['status'],
  ['show'],
  ['cluster'],
  ['show', '-f', 'json'],
  ['status', '-f', 'json'],
];

/** A cluster with one connector, looked at from a folder with these files. */
async function seenFrom(files: Readonly<Record<string, string>>) {
  const world = await tryout({ files });
  world.sandbox.worker.seed([
    { name: 'orders', config: { 'connector.class': 'FileStreamSource', topic: 'orders', 'tasks.max': '1' } },
  ]);
  return world;
}

describe('a command that only looks at a cluster', () => {
  it.each([
    ['there is no connector file', {}],
    ['the globs match nothing', { 'connect-sync.yaml': 'version: 1\nconnectors: wishes/*.yaml\n' }],
    [
      'connector files are broken',
      { 'connectors/a.yaml': 'config: [\n', 'connectors/b.yaml': 'nonsense: 1\n' },
    ],
    ['a variable has no value', { 'connectors/a.yaml': 'config:\n  connector.class: ${env.NOT_SET}\n' }],
  ])('does so also where %s', async (_, files) => {
    const world = await seenFrom(files);
    for (const command of commands) {
      const { exitCode, stdout, stderr } = await world.run(command);
      expect(exitCode, `${command.join(' ')}: ${stderr}`).toBe(0);
      expect(stdout).toMatch(/orders|4\.3\.0/);
      expect(stderr).not.toContain('error');
    }
  });

  it.each([
    ['the project file is broken', { 'connect-sync.yaml': 'version: [\n' }, []],
    ['the named project file is not there', {}, ['--project', 'nowhere.yaml']],
    ['an environment file cannot be read', {}, ['--env-file', 'nowhere.env']],
  ])('does not where %s', async (_, files, args) => {
    const world = await seenFrom(files);
    for (const command of commands) {
      const { exitCode, stderr } = await world.run([...command, ...args]);
      expect(stderr).toContain('error[');
      expect(exitCode, `${command.join(' ')}: ${stderr}`).toBe(29);
    }
  });
});
