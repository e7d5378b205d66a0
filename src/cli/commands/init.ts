import { createProject, type NewProjectView } from '../../init/create-project.ts';
import { toJson } from '../../model/print-json.ts';
import { renderNewProject } from '../../render/new-project-page.ts';
import type { AddCommand } from '../command.ts';
import { type ExitCode, exitCodes } from '../exit-codes.ts';
import type { Host } from '../host.ts';
import { oneOf } from '../options/parsers.ts';
import { workingDirectory } from '../options/project-options.ts';
import { askForCluster } from '../prompt/choose-cluster.ts';
import { runCommand } from '../run-command.ts';
import { useColor } from '../use-color.ts';

interface InitOptions {
  readonly directory?: string;
  readonly clusterUrl?: string;
  readonly clusterName?: string;
  readonly name?: string;
  readonly forge?: NewProjectView['forge'];
  readonly yes?: boolean;
  readonly format?: string;
  readonly color: boolean;
}

const formats = ['text', 'json'];
const forges: readonly NewProjectView['forge'][] = ['github', 'gitlab', 'none'];

/** `init`: creates a project, or adds the files that an existing one lacks. Contacts no cluster. */
export const addInitCommand: AddCommand = (program, host, finish) => {
  program
    .command('init')
    .description(
      'create a project: project file, example connector, CI pipeline, editor settings; never overwrites files',
    )
    .option('--cluster-url <url>', 'URL of a worker of the first cluster (default: http://localhost:8083)')
    .option('--cluster-name <cluster>', 'name of the first cluster (default: dev)')
    .option('--name <repository>', 'name of the repository (default: name of the folder)')
    .option(
      '--forge <forge>',
      `CI pipeline to add: ${forges.join(', ')} (default: detected from the Git remote)`,
      oneOf(forges),
    )
    .option('--yes', 'use the defaults instead of asking; implied if this is not a terminal')
    .option('-C, --directory <dir>', 'run as if started in this directory')
    .option('-f, --format <format>', `${formats.join(', ')} (default: text)`, oneOf(formats))
    .option('--no-color', 'disable colors')
    .addHelpText(
      'after',
      '\nExample:\n  connect-sync init\n  connect-sync init --cluster-name prod --cluster-url https://connect.example:8083 --forge gitlab',
    )
    .action(async (options: InitOptions) =>
      finish(
        await runCommand(host, { cluster: [], dotenv: [], var: new Map(), ...options }, () =>
          runInit(host, options),
        ),
      ),
    );
};

async function runInit(host: Host, options: InitOptions): Promise<ExitCode> {
  const { clusterUrl, clusterName, name: repository, forge, yes } = options;
  const input = {
    directory: workingDirectory(host, options),
    environment: host.environment,
    version: host.version,
    ...(clusterUrl !== undefined && { clusterUrl }),
    ...(clusterName !== undefined && { clusterName }),
    ...(repository !== undefined && { repository }),
    ...(forge !== undefined && { forge }),
  };
  const isInteractive = host.canAsk && yes !== true;
  const view = await createProject(input, { chooseCluster: isInteractive ? askForCluster(host) : undefined });
  if (view === undefined) {
    host.stderr.write('Canceled: no files written.\n');
    return exitCodes.interrupted;
  }
  host.stdout.write(
    options.format === 'json'
      ? toJson(view)
      : renderNewProject(view, { color: useColor(host, host.stdout, options.color) }),
  );
  return exitCodes.success;
}
