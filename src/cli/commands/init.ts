import path from 'node:path';
import {
  type CreateProjectInput,
  createProject,
  describeSurvey,
  type NewProjectView,
} from '../../init/create-project.ts';
import { surveyCluster } from '../../inspect/survey-cluster.ts';
import type { AnsweredSurvey, ClusterSurvey } from '../../model/cluster-survey.ts';
import { ConnectSyncError } from '../../model/error.ts';
import { toJson } from '../../model/print-json.ts';
import { renderNewProject, stepsAfterInit } from '../../render/new-project-page.ts';
import type { AddCommand } from '../command.ts';
import { type ExitCode, exitCodes } from '../exit-codes.ts';
import type { Host } from '../host.ts';
import { projectArguments } from '../next-command.ts';
import { oneOf } from '../options/parsers.ts';
import { type CommonOptions, workingDirectory } from '../options/project-options.ts';
import { portsOf, projectInput } from '../project-input.ts';
import { askForCluster } from '../prompt/choose-cluster.ts';
import { runCommand } from '../run-command.ts';
import { useColor } from '../use-color.ts';

interface InitOptions {
  readonly directory?: string;
  /** The URL of the first cluster. */
  readonly cluster?: string;
  readonly clusterName?: string;
  readonly name?: string;
  readonly forge?: NewProjectView['forge'];
  readonly install?: NonNullable<CreateProjectInput['install']>;
  readonly checksums?: string;
  readonly releaseUrl?: string;
  readonly yes?: boolean;
  readonly format?: string;
  readonly color: boolean;
}

const formats = ['text', 'json'];
const installs: readonly NonNullable<CreateProjectInput['install']>[] = ['tarball', 'binary', 'image'];
const forges: readonly NewProjectView['forge'][] = ['github', 'gitlab', 'none'];

/** `init`: creates a project, or adds the files that an existing one lacks. Reads the cluster of a new project. */
export const addInitCommand: AddCommand = (program, host, finish) => {
  program
    .command('init')
    .description(
      'create a project: project file, CI pipeline, editor settings; offers to import what runs on the cluster; never overwrites files',
    )
    .option(
      '-c, --cluster <url>',
      'URL of a worker of the first cluster, such as localhost:8083 (default: http://localhost:8083)',
    )
    .option('--cluster-name <cluster>', 'name of the first cluster (default: dev)')
    .option('--name <repository>', 'name of the repository (default: name of the folder)')
    .option(
      '--forge <forge>',
      `CI pipeline to add: ${forges.join(', ')} (default: detected from the Git remote)`,
      oneOf(forges),
    )
    .option(
      '--install <kind>',
      `what the pipeline installs: ${installs.join(', ')} of this version (default: tarball, or binary if the binary runs)`,
      oneOf(installs),
    )
    .option(
      '--checksums <file>',
      'SHA256SUMS of the release; without it the pipeline installs nothing until you set it',
    )
    .option('--release-url <url>', 'folder with the files of the release (default: the release on GitHub)')
    .option('-y, --yes', 'use the defaults instead of asking; implied if this is not a terminal')
    .option('-C, --directory <dir>', 'run as if started in this directory')
    .option('-f, --format <format>', `${formats.join(', ')} (default: text)`, oneOf(formats))
    .option('--no-color', 'disable colors')
    .addHelpText(
      'after',
      '\nExample:\n  connect-sync init\n  connect-sync init --cluster-name prod --cluster https://connect.example:8083 --forge gitlab',
    )
    .action(async (options: InitOptions) => {
      const { cluster: clusterUrl, ...others } = options;
      const common = { cluster: [], dotenv: [], var: new Map<string, string>(), ...others };
      finish(await runCommand(host, common, () => runInit(host, common, clusterUrl)));
    });
};

async function runInit(
  host: Host,
  options: Omit<InitOptions, 'cluster'> & CommonOptions,
  clusterUrl: string | undefined,
): Promise<ExitCode> {
  const { clusterName, name: repository, forge, install, checksums, releaseUrl, yes } = options;
  const directory = workingDirectory(host, options);
  const executable = host.executable?.();
  const input = {
    directory,
    environment: host.environment,
    version: host.version,
    ...(clusterUrl !== undefined && { clusterUrl }),
    ...(clusterName !== undefined && { clusterName }),
    ...(repository !== undefined && { repository }),
    ...(forge !== undefined && { forge }),
    ...(install !== undefined && { install }),
    ...(checksums !== undefined && { checksums: path.resolve(directory, checksums) }),
    ...(releaseUrl !== undefined && { releaseUrl }),
    ...(executable !== undefined && { executable }),
  };
  const isInteractive = host.canAsk && yes !== true;
  const view = await createProject(input, {
    survey: (url) => survey(host, options, url),
    chooseCluster: isInteractive ? askForCluster(host) : undefined,
    confirmImport: isInteractive ? (found) => confirmImport(host, found) : undefined,
  });
  if (view === undefined) {
    host.stderr.write('Cancelled: no files written.\n');
    return exitCodes.interrupted;
  }
  const next = stepsAfterInit(view, projectArguments(options));
  host.stdout.write(
    options.format === 'json'
      ? toJson({ ...view, next: next.commands })
      : renderNewProject(view, { color: useColor(host, host.stdout, options.color), next }),
  );
  return view.importConfirmed ? importAll(host, options, view.cluster.name) : exitCodes.success;
}

/** A worker that cannot be read does not prevent the creation of a project. */
async function survey(host: Host, options: CommonOptions, url: string): Promise<ClusterSurvey> {
  try {
    return await surveyCluster(
      { project: projectInput(host, options), clusters: { clusters: [url] } },
      portsOf(host, { ...options, quiet: true }),
    );
  } catch (error) {
    if (!(error instanceof ConnectSyncError)) throw error;
    return { answered: false, reason: error.message.split('\n')[0] ?? '' };
  }
}

async function confirmImport(host: Host, found: AnsweredSurvey): Promise<boolean | undefined> {
  const answer = await host.ask(`${describeSurvey(found)}. Import them? [Y/n] `);
  if (host.interrupt.aborted) return undefined;
  return /^(y(es)?)?$/i.test(answer.trim());
}

async function importAll(host: Host, options: CommonOptions, cluster: string): Promise<ExitCode> {
  const { runImport } = await import('./import.ts');
  host.stdout.write('\n');
  const all = { ...options, cluster: [cluster], secrets: '.env' };
  return runImport(host, all, { names: [], command: undefined });
}
