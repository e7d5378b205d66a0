import { describe, expect, it } from 'vitest';
import { helpProgram } from '../../src/cli/help-texts.ts';
import { insteadOfCommand, insteadOfOption } from '../../src/render/foreign-words.ts';
import { projectFolder } from '../support/project-folder.ts';
import { runCli } from '../support/run-cli.ts';

const run = (...args: string[]) => runCli(args, { directory: projectFolder({}).directory });
const program = await helpProgram('0.1.0');

describe('a command of another tool', () => {
  it.each([
    ['get', 'list shows connectors'],
    ['sync', 'plan shows the changes, apply makes them'],
    ['diff', 'plan compares'],
    ['ls', 'use list'],
    ['ps', 'use status'],
    ['deploy', 'use apply'],
    ['destroy', 'use delete'],
  ])('%s is answered with ours', async (word, expected) => {
    const { stderr, exitCode } = await run(word, 'connectors', '--cluster', 'prod');
    expect(stderr).toMatch(new RegExp(`^error: unknown command '${word}'\n {2}hint: ${expected}`));
    expect(stderr).not.toContain('Did you mean');
    expect(exitCode).toBe(64);
  });

  it('that is mistyped is answered with the nearest', async () => {
    expect((await run('statsu')).stderr).toContain('(Did you mean status?)');
  });

  it.each([
    ['statsu', '(Did you mean status?)'],
    ['get', 'hint: list shows connectors'],
  ])('is answered in the same way after help (%s)', async (word, expected) => {
    const { stderr, stdout, exitCode } = await run('help', word);
    expect(stderr).toContain(`error: unknown command '${word}'`);
    expect(stderr).toContain(expected);
    expect(stdout).toBe('');
    expect(exitCode).toBe(64);
  });
});

describe('an option of another tool', () => {
  it.each([
    [['list', '-o', 'json'], 'use -f json'],
    [['list', '-ojson'], 'use -f json'],
    [['init', '--cluster-url', 'http://a:1'], 'use --cluster URL'],
    [['-c', 'dev', 'list'], 'options follow the command, as in: connect-sync plan -c prod'],
    [['list', '--output=json'], 'use --format (-f), such as -f json'],
    [['status', '-n', 'kafka'], 'use --cluster (-c)'],
    [['status', '--context', 'prod'], 'use --cluster (-c)'],
    [['plan', '--kubeconfig', 'x'], 'use --cluster (-c)'],
    [['plan', '--kube-as', 'x'], 'use --cluster (-c)'],
    [['apply', '-auto-approve'], 'use --yes (-y)'],
    [['apply', '--auto-approve'], 'use --yes (-y)'],
    [['apply', '--dry-run'], 'connect-sync plan, with the same options, shows what apply would change'],
    [['delete', 'a', '--dry-run'], 'delete shows what it does'],
    [['pause', 'a', '--dry-run'], 'pause'],
    [['plan', '--dry-run'], 'plan never writes anything'],
    [['plan', '--file', 'a.yaml'], 'files are arguments'],
    [['plan', '--url', 'http://user:canary@x'], 'use --cluster URL'],
    [['plan', '--token=canary'], 'credentials belong under auth of the cluster'],
  ])('%j is answered with ours', async (args, expected) => {
    const { stderr, exitCode } = await run(...args);
    expect(stderr).toMatch(/^error: unknown option '/);
    expect(stderr).toContain(expected);
    expect(stderr).not.toMatch(/canary|Did you mean/);
    expect(exitCode).toBe(64);
  });

  it('-f with a file says that files are arguments', async () => {
    const { stderr, exitCode } = await run('apply', '-f', 'connectors/a.yaml');
    expect(stderr).toContain(
      'Expected one of: text, json, markdown, github. Files are arguments, without an option.',
    );
    expect(exitCode).toBe(64);
  });
});

describe('the words', () => {
  it('are never those of a command or an option that exists', () => {
    const clashes = program.commands.flatMap((command) => [
      ...(insteadOfCommand(command.name()) === undefined ? [] : [command.name()]),
    ]);
    expect(clashes).toEqual([]);
  });

  it('name only commands and options that exist', () => {
    const commands = new Set(program.commands.map((command) => command.name()));
    const options = new Set(
      program.commands.flatMap(({ options: all }) => all.flatMap(({ long, short }) => [long, short])),
    );
    const named = ['get', 'ls', 'deploy', 'export', 'prune', 'reset', 'dump', 'compare', 'check'].flatMap(
      (word) => insteadOfCommand(word) ?? [],
    );
    const offered = [
      '-o',
      '-n',
      '--url',
      '--target',
      '--force',
      '--env',
      '--set',
      '--values',
      '--check',
      '--chdir',
    ].flatMap((word) => insteadOfOption(word, 'apply') ?? []);
    for (const text of [...named, ...offered]) {
      for (const [, command = ''] of text.matchAll(/\buse ([a-z]+)/g)) expect(commands).toContain(command);
      for (const [option] of text.matchAll(/(?<![\w-])--?[a-z-]+/g)) expect(options).toContain(option);
    }
  });
});

describe('--yes', () => {
  it('has the short form -y in every command that has it', () => {
    const without = program.commands.filter(({ options }) =>
      options.some(({ long, short }) => long === '--yes' && short !== '-y'),
    );
    expect(without.map((command) => command.name())).toEqual([]);
  });
});
