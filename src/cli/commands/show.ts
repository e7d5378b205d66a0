import type { DocumentsView } from '../../inspect/documents.ts';
import { showConnectors } from '../../inspect/show.ts';
import { ConnectSyncError } from '../../model/error.ts';
import type { ClusterResult } from '../../project/on-each-cluster.ts';
import { documentsOf, renderDocumentsAsYaml } from '../../render/connector-documents.ts';
import type { AddCommand, CommandRun } from '../command.ts';
import { type ExitCode, exitCodes } from '../exit-codes.ts';
import type { Host } from '../host.ts';
import { inspectInput, inspectPorts } from '../inspect-input.ts';
import { type CommonOptions, withCommonOptions } from '../options/project-options.ts';
import { checkReveal } from '../options/reveal.ts';
import { saveDocuments } from '../output/save-documents.ts';
import { reportResults } from '../report-results.ts';
import { runCommand } from '../run-command.ts';

interface ShowOptions extends CommonOptions {
  readonly planned?: boolean;
  readonly reveal?: boolean;
  readonly out?: string;
}

/** `show`: live connectors in the format of connector files. */
export const addShowCommand: AddCommand = (program, host, finish) => {
  withCommonOptions(
    program
      .command('show')
      .argument('[name...]', 'names or globs (default: all connectors)')
      .description('print live connectors as YAML or JSON, with secrets masked'),
    ['yaml', 'json'],
  )
    .option('--planned', 'print them as they would be after apply')
    .option('--reveal', 'print secrets in plain text; on a terminal only, never in CI')
    .option('--out <dir>', 'write one YAML file per connector into this new or empty folder')
    .addHelpText('after', "\nExample:\n  connect-sync show --cluster prod 'orders-*'")
    .action(async (names: string[], options: ShowOptions) =>
      finish(await runCommand(host, options, () => runShow(host, options, names))),
    );
};

async function runShow(host: Host, options: ShowOptions, names: readonly string[]): Promise<ExitCode> {
  const isRevealed = options.reveal === true;
  if (isRevealed && options.out !== undefined)
    throw contradiction('--reveal cannot be combined with --out: files would store secrets');
  if (isRevealed) checkReveal(host);
  if (options.out !== undefined && options.format === 'json')
    throw contradiction('--out writes YAML files, so --format json cannot be combined with it');
  const run = { host, options };
  const results = await showConnectors(
    {
      ...inspectInput(run),
      names,
      state: options.planned === true ? 'planned' : 'live',
      secrets: isRevealed ? 'revealed' : 'masked',
    },
    inspectPorts(run),
  );
  return report(run, results, options.out);
}

function contradiction(message: string): ConnectSyncError {
  return new ConnectSyncError({ code: 'options-contradict', message, category: 'usage' });
}

async function report(
  run: CommandRun,
  results: readonly ClusterResult<DocumentsView>[],
  out: string | undefined,
): Promise<ExitCode> {
  if (out !== undefined) return saveDocuments(run, results, out);
  return reportResults(run, results, {
    format: 'bare',
    json: documentsOf,
    text: renderDocumentsAsYaml,
    exitCode: () => exitCodes.success,
  });
}
