import { type ImportInput, importConnectors } from '../../import/import-connectors.ts';
import type { ImportView } from '../../model/import-view.ts';
import { toJson } from '../../model/print-json.ts';
import { renderImportPage } from '../../render/import-page.ts';
import { quoteForShell } from '../../render/shell.ts';
import type { AddCommand, CommandRun } from '../command.ts';
import { type ExitCode, exitCodeOfImport } from '../exit-codes.ts';
import type { Host } from '../host.ts';
import { inspectInput, inspectPorts } from '../inspect-input.ts';
import { clusterWord, projectArguments } from '../next-command.ts';
import { type CommonOptions, withCommonOptions } from '../options/project-options.ts';
import { runCommand } from '../run-command.ts';

interface ImportOptions extends CommonOptions {
  readonly from?: readonly string[];
  readonly out?: string;
  readonly secrets?: string;
  readonly splitDefaults?: boolean;
  readonly allOrNothing?: boolean;
  readonly dryRun?: boolean;
}

/** `import`: creates connector files from live connectors or existing files, so that the plan is empty. */
export const addImportCommand: AddCommand = (program, host, finish) => {
  withCommonOptions(
    program
      .command('import')
      .argument('[name...]', 'names or globs (default: all connectors)')
      .description('create connector files from a running cluster or from existing files'),
    ['text', 'json'],
  )
    .option(
      '--from <file...>',
      'import existing files instead of a cluster: JSON, .properties, YAML, scripts with curl',
    )
    .option('--out <dir>', 'directory of new connector files (default: connectors)')
    .option('--secrets <file>', 'save the values of secrets in this dotenv file (mode 0600)')
    .option(
      '--split-defaults',
      'move keys that connectors of a class share into defaults of the project file',
    )
    .option(
      '--all-or-nothing',
      'write nothing unless every connector that is found can be imported and every file can be read',
    )
    .option('--dry-run', 'show what would be written without writing it')
    .addHelpText(
      'after',
      '\nExamples:\n  connect-sync import --cluster http://localhost:8083 --secrets .env\n' +
        "  connect-sync import 'orders-*' --cluster prod\n" +
        '  connect-sync import --from scripts/deploy.sh connectors.json',
    )
    .action(async (names: string[], options: ImportOptions) =>
      finish(await runCommand(host, options, () => runImport(host, options, names))),
    );
};

async function runImport(host: Host, options: ImportOptions, names: readonly string[]): Promise<ExitCode> {
  const run = { host, options };
  const view = await importConnectors(importInput(run, options, names), inspectPorts(run));
  const page = () => renderImportPage(view, ['connect-sync', 'import', ...projectArguments(options)]);
  host.stdout.write(options.format === 'json' ? toJson(view) : page());
  if (options.quiet !== true && options.format !== 'json') host.stderr.write(nextStep(options, view));
  return exitCodeOfImport(view.result);
}

function importInput(run: CommandRun, options: ImportOptions, names: readonly string[]): ImportInput {
  const { from, out, secrets: secretsFile, splitDefaults, allOrNothing, dryRun } = options;
  return { ...inspectInput(run), names, from, out, secretsFile, splitDefaults, allOrNothing, dryRun };
}

function nextStep(options: ImportOptions, { written, result }: ImportView): string {
  if (!written || result === 'nothing-imported') return '';
  const { secrets, cluster } = options;
  const envFile = [...new Set([...options.envFile, ...(secrets === undefined ? [] : [secrets])])];
  const words = [
    ...projectArguments({ ...options, envFile }),
    ...cluster.flatMap((one) => ['--cluster', clusterWord(one)]),
  ];
  return `Review the files, then run: ${['connect-sync', 'plan', ...words].map(quoteForShell).join(' ')}\n`;
}
