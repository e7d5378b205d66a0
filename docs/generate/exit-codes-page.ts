import { type ExitCode, exitCodes, exitMeaning } from '../../src/cli/exit-codes.ts';
import { prose } from './markdown.ts';

/** What a pipeline or a person does about a code. */
const nextSteps: Readonly<Record<ExitCode, string>> = {
  0: 'Nothing.',
  1: 'Read the message on stderr. Nothing is left in an unknown state: `plan` shows what is still to do.',
  2: 'Review the changes, then `apply`; after `drift`, `apply` restores the declared state and `import` accepts the live one.',
  20: 'Fix what the report names, then run the same command again. What was done is not done twice.',
  21: 'Make a new plan, review it, and apply it.',
  22: 'Check that the deletions, or the empty project, are intended. The message names the option that allows them.',
  23: 'Change what the message names, or ask the owners of the policies for an exemption. Nothing was written.',
  25: 'Run `status` for the root causes. The configs are as declared, or the report says which are not.',
  26: 'Fix the config and apply it again: the earlier one is live.',
  27: 'Act now: the report names the connectors that are neither as before nor as declared, and their backups.',
  28: 'Check the URL, the credentials and the network. Nothing was written.',
  29: 'Fix the files at the positions shown. Nothing was written.',
  64: 'Check the command line: `--help` lists the options.',
  130: 'Run `plan`: it shows what is still to do. No write is left in flight.',
  143: 'Run `plan`: it shows what is still to do. No write is left in flight.',
};

/** The page of exit codes: a section for each, so that it has an anchor such as `#exit-25`. */
export function exitCodesPage(): string {
  const codes = [...Object.values(exitCodes)].sort((one, other) => one - other);
  const sections = codes.map((code) => {
    const meaning = exitMeaning(code);
    const sentence = `${meaning.slice(0, 1).toUpperCase()}${meaning.slice(1)}.`;
    return `## Exit ${code}\n\n${prose(sentence)}\n\n${nextSteps[code]}\n`;
  });
  return [
    '# Exit codes\n',
    'Each exit code has one meaning, whatever the command. A run over several clusters ends with the most serious code of one of them.\n',
    ...sections,
  ].join('\n');
}
