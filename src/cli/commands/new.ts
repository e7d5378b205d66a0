import { toJson } from '../../model/print-json.ts';
import { createConnector, type NewConnectorInput } from '../../new-connector/create-connector.ts';
import { renderNewConnector } from '../../render/new-connector-page.ts';
import type { AddCommand } from '../command.ts';
import { type ExitCode, exitCodes } from '../exit-codes.ts';
import type { Host } from '../host.ts';
import { inspectInput, inspectPorts } from '../inspect-input.ts';
import { clusterWords, projectArguments } from '../next-command.ts';
import { oneOf } from '../options/parsers.ts';
import { type CommonOptions, withCommonOptions } from '../options/project-options.ts';
import { runCommand } from '../run-command.ts';

interface NewOptions extends CommonOptions {
  readonly class: string;
  readonly all?: boolean;
  readonly state: NewConnectorInput['state'];
  readonly out?: string;
  readonly dryRun?: boolean;
  readonly offline?: boolean;
}

/** `new`: a connector file with the required keys of a plugin. */
export const addNewCommand: AddCommand = (program, host, finish) => {
  withCommonOptions(
    program
      .command('new')
      .argument('<connector>', 'name of the new connector')
      .description(
        'create a connector file with the keys that its plugin requires, and its defaults as comments',
      ),
    ['text', 'json'],
  )
    .requiredOption(
      '--class <class>',
      'connector class, its simple name, or its alias, such as FileStreamSource',
    )
    .option('--all', 'add every key of the plugin as a comment, not only those of high importance')
    .option(
      '--state <state>',
      'the state to declare: running, paused, stopped',
      oneOf(['running', 'paused', 'stopped']),
      'running',
    )
    .option('--out <dir>', 'folder of the file, relative to the project (default: connectors)')
    .option('--offline', 'take the keys from the plugins that  plugins pull  saved, and contact no cluster')
    .option('--dry-run', 'print the file and write nothing')
    .addHelpText(
      'after',
      '\nReads the keys from the cluster; where the project has none, from the plugins that  plugins pull  saved.\n' +
        'Never overwrites a file.\n\n' +
        'Example:\n  connect-sync new orders --class FileStreamSource --cluster http://localhost:8083',
    )
    .action(async (name: string, options: NewOptions) =>
      finish(await runCommand(host, options, () => runNew(host, options, name))),
    );
};

async function runNew(host: Host, options: NewOptions, name: string): Promise<ExitCode> {
  const run = { host, options };
  const view = await createConnector(
    {
      ...inspectInput(run),
      name,
      className: options.class,
      source: options.offline === true ? 'saved' : 'cluster',
      extent: options.all === true ? 'all' : 'important',
      state: options.state,
      folder: options.out,
      mode: options.dryRun === true ? 'dry-run' : 'write',
    },
    inspectPorts(run),
  );
  if (options.format === 'json') host.stdout.write(toJson(view));
  else if (!view.written) host.stdout.write(view.text);
  else {
    const isSaved = view.source === 'saved';
    const cluster = clusterWords(host, options).get(view.cluster) ?? view.cluster;
    const repeated = [...(isSaved ? [] : ['--cluster', cluster]), ...projectArguments(options)];
    host.stdout.write(renderNewConnector(view, { repeated }));
  }
  return exitCodes.success;
}
