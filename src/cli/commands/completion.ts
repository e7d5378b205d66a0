import { Argument } from 'commander';
import type { AddCommand } from '../command.ts';
import {
  type Candidate,
  type Completion,
  completeWords,
  type NamedCompletion,
} from '../completion/complete-words.ts';
import { namedCandidates } from '../completion/named-candidates.ts';
import { type shells as Shells, shellScripts, shells } from '../completion/shell-scripts.ts';
import { exitCodes } from '../exit-codes.ts';

/** `completion`: the completion script of a shell. */
export const addCompletionCommand: AddCommand = (program, host, finish) => {
  program
    .command('completion')
    .addArgument(new Argument('<shell>', shells.join(', ')).choices(shells))
    .description('print the shell completion script, for commands, options and live names')
    .addHelpText(
      'after',
      '\nExample:\n  source <(connect-sync completion bash)\n  connect-sync completion fish > ~/.config/fish/completions/connect-sync.fish',
    )
    .action((shell: (typeof Shells)[number]) => {
      host.stdout.write(shellScripts[shell]);
      finish(exitCodes.success);
    });
  program
    .command('__complete', { hidden: true })
    .argument('[word...]', 'the words after the name of the program')
    .action(async (words: string[]) => {
      const completion = completeWords(program, words);
      host.stdout.write(await linesOf(completion, (named) => namedCandidates(host, named)));
      finish(exitCodes.success);
    });
};

/** One candidate per line, with its description after a tab. The shell completes files itself. */
async function linesOf(
  completion: Completion,
  ask: (named: NamedCompletion) => Promise<readonly Candidate[]>,
): Promise<string> {
  switch (completion.kind) {
    case 'files':
    case 'directories':
      return `:${completion.kind}\n`;
    case 'words':
      return textOf(completion.candidates);
    default:
      return textOf(await ask(completion));
  }
}

function textOf(candidates: readonly Candidate[]): string {
  return candidates.map(({ value, note }) => `${value}\t${note}\n`).join('');
}
