import { createProject } from '../../init/create-project.ts';
import { type ForgeName, forgeNames } from '../../init/settings.ts';
import { toJson } from '../../model/print-json.ts';
import { renderNewProject } from '../../render/new-project-page.ts';
import { type ExitCode, exitCodes } from '../exit-codes.ts';
import type { Host } from '../host.ts';
import { oneOf, workingDirectory } from '../options/project-options.ts';
import type { AddCommand } from '../program.ts';
import { runCommand } from '../run-command.ts';
import { useColor } from '../use-color.ts';

interface InitOptions {
  readonly directory?: string;
  readonly clusterUrl?: string;
  readonly clusterName?: string;
  readonly name?: string;
  readonly forge?: ForgeName;
  readonly yes?: boolean;
  readonly format?: string;
  readonly color: boolean;
}

const formats = ['text', 'json'];

/** `init`: a new project in a folder, or what an older one lacks. It overwrites nothing and asks no cluster. */
export const addInitCommand: AddCommand = (program, host, finish) => {
  program
    .command('init')
    .description('begin a project: its file, an example, a pipeline, editor settings; overwrites nothing')
    .option('--cluster-url <url>', 'where a worker of its first cluster is (http://localhost:8083)')
    .option('--cluster-name <word>', 'what that cluster is called (dev)')
    .option('--name <word>', 'what the repository is called (as its folder)')
    .option(
      '--forge <forge>',
      `${forgeNames.join(', ')}: whose pipeline to write (what the folder tells)`,
      oneOf(forgeNames),
    )
    .option('--yes', 'ask nothing: take what stands in parentheses; so it is where no one can be asked')
    .option('-C, --directory <dir>', 'work as if started in this directory')
    .option('-f, --format <format>', `${formats.join(', ')} (default: text)`, oneOf(formats))
    .option('--no-color', 'no colours')
    .addHelpText(
      'after',
      '\nExample:\n  connect-sync init\n  connect-sync init --cluster-name prod --cluster-url https://connect.example:8083 --forge gitlab',
    )
    .action(async (options: InitOptions) =>
      finish(
        await runCommand(host, { cluster: [], envFile: [], var: new Map(), ...options }, () =>
          runInit(host, options),
        ),
      ),
    );
};

async function runInit(host: Host, options: InitOptions): Promise<ExitCode> {
  const { name: repository, directory: _, ...choice } = options;
  const view = await createProject(host, {
    ...choice,
    directory: workingDirectory(host, options),
    ...(repository !== undefined && { repository }),
  });
  if (view === undefined) {
    host.stderr.write('Nothing has been written.\n');
    return exitCodes.interrupted;
  }
  host.stdout.write(
    options.format === 'json'
      ? toJson(view)
      : renderNewProject(view, { color: useColor(host, host.stdout, options.color) }),
  );
  return exitCodes.success;
}
