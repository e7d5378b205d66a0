import { describe, expect, it } from 'vitest';
import { helpProgram } from '../../src/cli/help-texts.ts';
import { tryout } from '../support/tryout.ts';

const program = await helpProgram('0.1.0');
const optionsOf = (name: string) =>
  program.commands
    .find((command) => command.name() === name)
    ?.options.flatMap(({ long, hidden }) => (hidden ? [] : [long]));

describe('the options of a command', () => {
  it('are only those that have an effect: explain reads no file and no cluster', () => {
    expect(optionsOf('explain')).toEqual(['--format', '--no-color']);
  });

  it.each(['cluster', 'plugins', 'loggers', 'topics', 'offsets', 'list', 'tasks'])(
    'leave out --strict where there are no warnings that it could turn into errors: %s',
    (name) => {
      expect(optionsOf(name)).toContain('--cluster');
      expect(optionsOf(name)).not.toContain('--strict');
    },
  );

  it.each(['plan', 'apply', 'drift', 'validate', 'render', 'import', 'doctor', 'new', 'restore'])(
    'have --strict where it turns warnings into errors: %s',
    (name) => {
      expect(optionsOf(name)).toContain('--strict');
    },
  );

  it('that are left out are unknown: 64', async () => {
    const { run } = await tryout({ files: {} });
    const { stderr, exitCode } = await run(['explain', '--all-clusters']);
    expect(stderr).toMatch(/^error: unknown option '--all-clusters'/);
    expect(exitCode).toBe(64);
  });
});
