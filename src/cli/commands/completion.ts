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

/** `completion`: the script that makes a shell complete commands, options, values and live names. */
export const addCompletionCommand: AddCommand = (program, host, finish) => {
  program
    .command('completion')
    .addArgument(new Argument('<shell>', shells.join(', ')).choices(shells))
    .description('print the script that completes commands, options and live names in a shell')
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
    .argument('[word...]', 'the words behind the name of the program, the last one as far as it is typed')
    .action(async (words: string[]) => {
      const completion = completeWords(program, words);
      host.stdout.write(await linesOf(completion, (named) => namedCandidates(host, named)));
      finish(exitCodes.success);
    });
};

/** A candidate a line, with what it is behind a tab; where files are meant the shell knows better. */
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
    case 'clusters':
    case 'connectors':
      return textOf(await ask(completion));
  }
}

function textOf(candidates: readonly Candidate[]): string {
  return candidates.map(({ value, note }) => `${value}\t${note}\n`).join('');
}
