import type { Command } from 'commander';
import type { Host } from './host.ts';
import { makeProgram } from './program.ts';

/** What `--help` prints, by command; of the program itself under the empty name. */
export async function helpTexts(version: string): Promise<Readonly<Record<string, string>>> {
  const written = { text: '' };
  const program = await makeProgram(helpHost(version, written), () => undefined);
  const pages = [program, ...everyCommand(program)].map((command) => {
    written.text = '';
    command.outputHelp();
    return [fullName(command), written.text] as const;
  });
  return Object.fromEntries(pages);
}

/** The commands of a program, each followed by its subcommands. */
export function everyCommand({ commands }: Command): readonly Command[] {
  return commands.flatMap((command) => [command, ...command.commands]);
}

/** The name of a command behind that of the program, with a subcommand; of the program itself empty. */
export function fullName(command: Command): string {
  const { parent } = command;
  return parent ? `${fullName(parent)} ${command.name()}`.trim() : '';
}

/** The program with all commands, for readers of its options and descriptions; no command can run. */
export function helpProgram(version: string): Promise<Command> {
  return makeProgram(helpHost(version, { text: '' }), () => undefined);
}

/** Enough of a host to print help; no command runs on it. */
function helpHost(version: string, written: { text: string }): Host {
  const stream = {
    write: (text: string) => {
      written.text += text;
    },
    isTerminal: false,
    columns: 80,
    rows: 24,
  };
  return {
    arguments: [],
    environment: new Map(),
    directory: '/',
    version,
    issuesUrl: '',
    nodeVersion: '',
    stdout: stream,
    stderr: stream,
    outputsAreOne: false,
    stdinIsTerminal: false,
    readStdin: async () => new Uint8Array(),
    canAsk: false,
    ask: async () => '',
    choose: async () => undefined,
    enter: async () => undefined,
    clock: {
      now: () => 0,
      wallTime: () => 0,
      random: () => 0,
      sleep: async () => undefined,
      deadline: () => () => undefined,
    },
    onExit: () => () => undefined,
    onHangup: () => undefined,
    killGroup: () => undefined,
    interrupt: new AbortController().signal,
  };
}
