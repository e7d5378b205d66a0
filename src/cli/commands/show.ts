import type { DocumentsView } from '../../inspect/documents.ts';
import { showConnectors } from '../../inspect/show.ts';
import { ConnectSyncError } from '../../model/error.ts';
import type { ClusterResult } from '../../project/on-each-cluster.ts';
import { documentsOf, renderDocumentsAsYaml } from '../../render/connector-documents.ts';
import type { AddCommand, CommandRun } from '../command.ts';
import { detectCi } from '../detect-ci.ts';
import { type ExitCode, exitCodes } from '../exit-codes.ts';
import type { Host } from '../host.ts';
import { inspectInput, inspectPorts } from '../inspect-input.ts';
import { type CommonOptions, withCommonOptions } from '../options/project-options.ts';
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
  if (isRevealed) checkReveal(host, options);
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

/** @throws ConnectSyncError (usage) if revealed secrets could be stored in a file or a log */
function checkReveal(host: Host, { out }: ShowOptions): void {
  if (out !== undefined)
    throw contradiction('--reveal cannot be combined with --out: files would store secrets');
  const because = whyNotRevealed(host);
  if (because === undefined) return;
  throw new ConnectSyncError({
    code: 'reveal-refused',
    message: `--reveal prints secrets in plain text, but ${because}`,
    hint: 'run it on a terminal, outside of CI and without pipes',
    category: 'usage',
  });
}

/** CI comes first: its logs are stored, and some systems pretend to be a terminal. */
function whyNotRevealed({ environment, stdout, stdinIsTerminal }: Host): string | undefined {
  const ci = detectCi(environment);
  if (ci !== undefined) return `this is a CI job (${ci}), whose log is stored`;
  if (!stdout.isTerminal) return 'the output is not a terminal';
  return stdinIsTerminal ? undefined : 'the input is not a terminal, so nobody may be watching';
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
    json: documentsOf,
    text: renderDocumentsAsYaml,
    exitCode: () => exitCodes.success,
  });
}
