import { Command } from 'commander';
import type { ExitCode } from '../model/error.ts';
import { addApplyCommand } from './commands/apply.ts';
import { addClusterCommand } from './commands/cluster.ts';
import { addCommentCommand } from './commands/comment.ts';
import { addCompletionCommand } from './commands/completion.ts';
import { addDeleteCommand } from './commands/delete.ts';
import { addDescribeCommand } from './commands/describe.ts';
import { addDriftCommand } from './commands/drift.ts';
import { addExplainCommand } from './commands/explain.ts';
import { addImportCommand } from './commands/import.ts';
import { addInitCommand } from './commands/init.ts';
import { addListCommand } from './commands/list.ts';
import { addLoggersCommand } from './commands/loggers.ts';
import { addOffsetsCommand } from './commands/offsets.ts';
import { addPlanCommand } from './commands/plan.ts';
import { addPluginsCommand } from './commands/plugins.ts';
import { addRenderCommand } from './commands/render.ts';
import { addRestartCommand } from './commands/restart.ts';
import { addRestoreCommand } from './commands/restore.ts';
import { addSandboxCommand } from './commands/sandbox.ts';
import { addShowCommand } from './commands/show.ts';
import { addPauseCommand, addResumeCommand, addStopCommand } from './commands/states.ts';
import { addStatusCommand } from './commands/status.ts';
import { addTasksCommand } from './commands/tasks.ts';
import { addTopicsCommand } from './commands/topics.ts';
import { addValidateCommand } from './commands/validate.ts';
import { exitCodesHelp } from './exit-meanings.ts';
import type { Host } from './host.ts';

/** Where a command leaves its exit code. */
export type Finish = (code: ExitCode) => void;

/** Adds one command to the program. */
export type AddCommand = (program: Command, host: Host, finish: Finish) => void;

// In the order of the help page: the main job first.
const commands: readonly AddCommand[] = [
  addPlanCommand,
  addApplyCommand,
  addRestoreCommand,
  addDriftCommand,
  addCommentCommand,
  addImportCommand,
  addValidateCommand,
  addRenderCommand,
  addShowCommand,
  addStatusCommand,
  addListCommand,
  addDescribeCommand,
  addTasksCommand,
  addTopicsCommand,
  addOffsetsCommand,
  addClusterCommand,
  addPluginsCommand,
  addLoggersCommand,
  addRestartCommand,
  addPauseCommand,
  addResumeCommand,
  addStopCommand,
  addDeleteCommand,
  addInitCommand,
  addExplainCommand,
  addSandboxCommand,
  addCompletionCommand,
];

/** The command line: every command with its options. It writes to the host's streams and never exits by itself. */
export function makeProgram(host: Host, finish: Finish): Command {
  const program = new Command('connect-sync')
    .description('Brings the connectors of a Kafka Connect cluster to what the files in a repository say.')
    .version(host.version, '-V, --version', 'print the version')
    .helpOption('-h, --help', 'print help')
    .helpCommand('help [command]', 'print the help of a command')
    .exitOverride()
    .configureOutput({
      writeOut: (text) => host.stdout.write(text),
      writeErr: (text) => host.stderr.write(text),
      // The same everywhere: the build makes the texts of --help ahead.
      getOutHelpWidth: () => helpWidth,
      getErrHelpWidth: () => helpWidth,
    })
    .showSuggestionAfterError()
    .showHelpAfterError('(--help lists the options)')
    .addHelpText('after', `${exitCodesHelp()}${firstSteps}`);
  for (const addCommand of commands) addCommand(program, host, finish);
  return program;
}

const helpWidth = 80;

const firstSteps = `
Start here:
  connect-sync init                                     files to begin with, in this folder
  connect-sync sandbox                                  an in-memory worker on this machine
  connect-sync plan --cluster http://localhost:8083     what the files in connectors/ would change`;
