import type { Command } from 'commander';
import { describe, expect, it } from 'vitest';
import { helpProgram } from '../../src/cli/help-texts.ts';
import { pages, readPage } from './links.ts';

const { commands } = await helpProgram('0.0.0');

describe('commands that the documentation only mentions', () => {
  it('exist, with the options that are named: in text, in blocks that are not run, and in examples of the help', () => {
    const forUsers = pages.filter((page) => !page.startsWith('docs/development/'));
    const problems = forUsers.flatMap((page) =>
      mentions(readPage(page)).flatMap((line) => problemsOf(page, line)),
    );
    expect(problems).toEqual([]);
  });

  it('are found, and misspelt ones are reported', () => {
    const text =
      'Run `connect-sync plam`, or:\n```sh\nconnect-sync plan --detailed-exitcode | connect-sync list --nope\n```\n';
    expect(mentions(text).flatMap((line) => problemsOf('page', line))).toEqual([
      'page: connect-sync list --nope: no such option --nope',
      'page: connect-sync plam: no such command',
    ]);
  });
});

/** Command lines in code spans and in blocks of shell. */
function mentions(text: string): string[] {
  const blocks = [...text.matchAll(/^ *```(?:sh|bash|console|yaml)?\n([\s\S]*?)^ *```$/gm)].map(
    ([, code = '']) => code,
  );
  const spans = [...text.replaceAll(/^ *```[\s\S]*?^ *```$/gm, '').matchAll(/`(connect-sync [^`]+)`/g)];
  const scripts = [...blocks.map(commandsOf), ...spans.map(([, code = '']) => code)];
  return scripts.flatMap((script) =>
    [...script.matchAll(/(?<![\w/.-])connect-sync [a-z][^|;&\n#)"']*/g)].map(([line]) => line.trim()),
  );
}

/** The lines of a block that are typed: in a session those behind `$ `. Continued lines are one. */
function commandsOf(block: string): string {
  const joined = block.replaceAll('\\\n', ' ').replaceAll(/(?<=^|\s)#.*$/gm, '');
  return joined.startsWith('$ ') ? (joined.match(/^\$ .*$/gm) ?? []).join('\n') : joined;
}

function problemsOf(page: string, line: string): string[] {
  const [, name = '', ...words] = line.split(/\s+/);
  const outer = commands.find((one) => one.name() === name || one.aliases().includes(name));
  // `plugins pull`: a command of a command.
  const command = outer?.commands.find((one) => one.name() === words[0]) ?? outer;
  // The key of a job in YAML.
  if (name.endsWith(':')) return [];
  if (!command) return name === 'help' ? [] : [`${page}: ${line}: no such command`];
  const own = words.includes('--') ? words.slice(0, words.indexOf('--')) : words;
  return own
    .filter((word) => /^--?[a-z]/i.test(word))
    .map((word) => word.replace(/=.*/, ''))
    .filter((option) => !isOption(command, option))
    .map((option) => `${page}: ${line}: no such option ${option}`);
}

function isOption(command: Command, option: string): boolean {
  const known = command.options.flatMap(({ long, short }) => [long, short]);
  return ['--help', '-h', ...known].includes(option);
}
