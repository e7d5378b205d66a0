import type { Argument, Command, Help, Option } from 'commander';
import { everyCommand, fullName, helpProgram, helpTexts } from '../../src/cli/help-texts.ts';
import { version } from '../../src/public/version.ts';
import { block, code, prose, table } from './markdown.ts';

/** One page for each command, and the list of all. */
export async function commandPages(): Promise<ReadonlyMap<string, string>> {
  const texts = await helpTexts(version);
  const commands = everyCommand(await helpProgram(version));
  const pages = commands.map((command) => {
    const text = texts[fullName(command)] ?? '';
    return [`reference/commands/${fileName(command)}`, commandPage(command, text, commands)] as const;
  });
  return new Map([['reference/commands/index.md', indexPage(commands)], ...pages]);
}

function indexPage(commands: readonly Command[]): string {
  const rows = commands.map((command) => [
    `[${code(fullName(command))}](${fileName(command)})`,
    prose(sentence(command.description())),
  ]);
  return [
    '# Commands\n',
    table(['command', 'purpose'], rows),
    `${code('connect-sync COMMAND --help')} prints the same options. [Exit codes](../exit-codes.md) have one meaning, whatever the command.\n`,
  ].join('\n');
}

function fileName(command: Command): string {
  return `${fullName(command).replace(' ', '-')}.md`;
}

function commandPage(command: Command, helpText: string, commands: readonly Command[]): string {
  const help = command.createHelp();
  const name = `connect-sync ${fullName(command)}`;
  const [own, common] = divided(help.visibleOptions(command), commands, help);
  const rowsOf = (options: readonly Option[]) => options.map((option) => optionRow(option, help));
  return [
    `# ${name}\n`,
    `${prose(sentence(command.description()))}\n`,
    block('text', `${name} ${command.usage()}`),
    ...section(
      'Arguments',
      ['argument', 'meaning'],
      command.registeredArguments.map((argument) => argumentRow(argument, help)),
    ),
    ...section('Options', ['option', 'meaning'], rowsOf(own)),
    ...section('Common options', ['option', 'meaning'], rowsOf(common)),
    ...epilogue(helpText),
  ].join('\n');
}

/** The options of this command alone, and those that most commands share. */
function divided(options: readonly Option[], commands: readonly Command[], help: Help) {
  const shares = (option: Option) =>
    commands.filter((command) => help.visibleOptions(command).some((one) => one.flags === option.flags));
  const isCommon = (option: Option) => shares(option).length > commands.length / 2;
  return [options.filter((option) => !isCommon(option)), options.filter(isCommon)] as const;
}

function section(title: string, head: readonly string[], rows: readonly (readonly string[])[]): string[] {
  return rows.length > 0 ? [`## ${title}\n`, table(head, rows)] : [];
}

function optionRow(option: Option, help: Help): readonly string[] {
  return [option.flags.split(', ').map(code).join(', '), prose(help.optionDescription(option))];
}

function argumentRow(argument: Argument, help: Help): readonly string[] {
  return [code(argument.name()), prose(help.argumentDescription(argument))];
}

/** What the help says below the options: examples and notes, each under its own title. */
function epilogue(helpText: string): string[] {
  const after = helpText.split(/^ {2}-h, --help .*\n(?: {20,}.*\n)*/m)[1] ?? '';
  return after
    .trim()
    .split(/\n\n+/)
    .filter((part) => part !== '')
    .flatMap((part) => {
      const [first = '', ...rest] = part.split('\n');
      const lines = rest.map((line) => line.replace(/^ {2}/, ''));
      if (!first.endsWith(':') || lines.length === 0) return [`${prose(part)}\n`];
      const title = first.slice(0, -1);
      const isExample = /^examples?$/i.test(title);
      return [`## ${title}\n`, block(isExample ? 'sh' : 'text', lines.map(commented).join('\n'))];
    });
}

/** The help puts a remark two or more spaces behind the command; for a shell it becomes a comment. */
function commented(line: string): string {
  return line.replace(/^((?:[A-Z_]+=\S+ )*connect-sync .*?\S) {2,}(?=[^\s#])/, '$1   # ');
}

function sentence(text: string): string {
  const end = /[.?!]$/.test(text) ? '' : '.';
  return `${text.slice(0, 1).toUpperCase()}${text.slice(1)}${end}`;
}
