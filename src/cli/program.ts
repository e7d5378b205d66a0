import { Command, type Option } from 'commander';
import { typedDuration } from '../model/duration.ts';
import type { AddCommand, Finish } from './command.ts';
import { exitCodesHelp } from './exit-codes.ts';
import type { Host } from './host.ts';

/** The commands by name, in the order of the help page. Each is loaded when it is needed. */
const commands: ReadonlyMap<string, () => Promise<AddCommand>> = new Map([
  ['plan', async () => (await import('./commands/plan.ts')).addPlanCommand],
  ['apply', async () => (await import('./commands/apply.ts')).addApplyCommand],
  ['reconcile', async () => (await import('./commands/reconcile.ts')).addReconcileCommand],
  ['restore', async () => (await import('./commands/restore.ts')).addRestoreCommand],
  ['drift', async () => (await import('./commands/drift.ts')).addDriftCommand],
  ['comment', async () => (await import('./commands/comment.ts')).addCommentCommand],
  ['import', async () => (await import('./commands/import.ts')).addImportCommand],
  ['validate', async () => (await import('./commands/validate.ts')).addValidateCommand],
  ['policy', async () => (await import('./commands/policy.ts')).addPolicyCommand],
  ['render', async () => (await import('./commands/render.ts')).addRenderCommand],
  ['show', async () => (await import('./commands/show.ts')).addShowCommand],
  ['status', async () => (await import('./commands/status.ts')).addStatusCommand],
  ['list', async () => (await import('./commands/list.ts')).addListCommand],
  ['describe', async () => (await import('./commands/describe.ts')).addDescribeCommand],
  ['tasks', async () => (await import('./commands/tasks.ts')).addTasksCommand],
  ['topics', async () => (await import('./commands/topics.ts')).addTopicsCommand],
  ['offsets', async () => (await import('./commands/offsets.ts')).addOffsetsCommand],
  ['doctor', async () => (await import('./commands/doctor.ts')).addDoctorCommand],
  ['cluster', async () => (await import('./commands/cluster.ts')).addClusterCommand],
  ['plugins', async () => (await import('./commands/plugins.ts')).addPluginsCommand],
  ['upgrade', async () => (await import('./commands/upgrade.ts')).addUpgradeCommand],
  ['loggers', async () => (await import('./commands/loggers.ts')).addLoggersCommand],
  ['restart', async () => (await import('./commands/restart.ts')).addRestartCommand],
  ['pause', async () => (await import('./commands/states.ts')).addPauseCommand],
  ['resume', async () => (await import('./commands/states.ts')).addResumeCommand],
  ['stop', async () => (await import('./commands/states.ts')).addStopCommand],
  ['delete', async () => (await import('./commands/delete.ts')).addDeleteCommand],
  ['init', async () => (await import('./commands/init.ts')).addInitCommand],
  ['new', async () => (await import('./commands/new.ts')).addNewCommand],
  ['explain', async () => (await import('./commands/explain.ts')).addExplainCommand],
  ['sandbox', async () => (await import('./commands/sandbox.ts')).addSandboxCommand],
  ['completion', async () => (await import('./commands/completion.ts')).addCompletionCommand],
]);

/** `help WORD` of no command is the unknown command WORD: Commander would print the whole help page instead. */
export function withoutHelpOfNothing(words: readonly string[]): readonly string[] {
  const [help, word] = words;
  return help === 'help' && word !== undefined && word !== 'help' && !commands.has(word) ? [word] : words;
}

/**
 * The command line: the command that the arguments start with, or every command where they start with none. It writes to
 * the streams of the host and never exits the process.
 */
export async function makeProgram(host: Host, finish: Finish): Promise<Command> {
  const named = commands.get(host.arguments[0] ?? '');
  const loaded = await Promise.all([...(named ? [named] : commands.values())].map((load) => load()));
  let foreign: ForeignWords | undefined;
  const program = new Command('connect-sync')
    .description('Declare Kafka Connect connectors as YAML files in a Git repository, and apply them.')
    .version(host.version, '-V, --version', 'print the version')
    .helpOption('-h, --help', 'print help')
    .helpCommand('help [command]', 'print the help of a command')
    .exitOverride()
    .configureOutput({
      writeOut: (text) => host.stdout.write(text),
      writeErr: (text) => host.stderr.write(text),
      outputError: (text, write) => write(withInstead(withoutValues(text), host.arguments[0] ?? '', foreign)),
      // Fixed, because the build prepares the texts of --help.
      getOutHelpWidth: () => helpWidth,
      getErrHelpWidth: () => helpWidth,
    })
    .configureHelp({ optionDescription: describeOption })
    .showSuggestionAfterError()
    .showHelpAfterError('(--help lists the options)')
    .addHelpText('after', `${exitCodesHelp()}${firstSteps}`);
  for (const addCommand of loaded) addCommand(program, host, finish);
  if (hasUnknownWord(program, host.arguments)) foreign = await import('../render/foreign-words.ts');
  return program;
}

type ForeignWords = typeof import('../render/foreign-words.ts');

/** Whether a word is an option that its command does not have, or no command. A value of an option may look like one. */
function hasUnknownWord(program: Command, [name = '', ...words]: readonly string[]): boolean {
  const command = program.commands.find((one) => one.name() === name);
  if (!command) return name !== '';
  const isKnown = (flag: string | undefined) =>
    command.options.some(({ long, short }) => long === flag || short === flag);
  return words.some((word) => /^-./.test(word) && !isKnown(word.split('=')[0]));
}

/** An unknown command or option of another tool: what to use here, in place of a word that merely looks alike. */
function withInstead(text: string, command: string, foreign: ForeignWords | undefined): string {
  const [, kind, word = ''] = /^error: unknown (option|command) '([^']*)'/.exec(text) ?? [];
  if (!kind || !foreign) return text;
  const instead =
    kind === 'command' ? foreign.insteadOfCommand(word) : foreign.insteadOfOption(word, command);
  return instead === undefined ? text : `${text.split('\n')[0]}\n  hint: ${instead}\n`;
}

/** The error of a mistyped argument repeats it: the value of an option and the user of a URL are left out. */
function withoutValues(text: string): string {
  return text
    .replace(/^(error: unknown option '-[^'=]{0,200}=).*'/, "$1…'")
    .replace(/:\/\/[^/\s@']*@/g, '://…@');
}

/** Its description with its default as people type it; without one that is empty, such as a list. */
function describeOption({ description, defaultValue, flags }: Option): string {
  const isShown = typeof defaultValue === 'number' || typeof defaultValue === 'string';
  if (!isShown) return description;
  const text =
    flags.includes('<duration>') && typeof defaultValue === 'number'
      ? typedDuration(defaultValue)
      : defaultValue;
  return `${description} (default: ${text})`;
}

const helpWidth = 80;

const firstSteps = `
Start here:
  connect-sync init                                    create a project in this folder
  connect-sync import --cluster http://localhost:8083  create files for the connectors that run there
  connect-sync plan --cluster http://localhost:8083    show what the files would change
  connect-sync sandbox                                 start a worker in memory, if you have no cluster`;
