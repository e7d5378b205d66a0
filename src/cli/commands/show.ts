import { type ShownNames, showLive, showPlanned } from '../../inspect/show.ts';
import { writeDocuments } from '../../inspect/write-documents.ts';
import type { DocumentsView } from '../../model/documents-view.ts';
import { ConnectSyncError } from '../../model/error.ts';
import { loadProject } from '../../project/load-project.ts';
import { type ClusterResult, onEachCluster } from '../../project/on-each-cluster.ts';
import { chooseClusters, resolveClusters } from '../../project/resolve-clusters.ts';
import { documentsOf, renderDocumentsAsYaml } from '../../render/connector-documents.ts';
import type { AddCommand, CommandRun } from '../command.ts';
import { type ExitCode, exitCodes } from '../exit-codes.ts';
import type { Host } from '../host.ts';
import { type CommonOptions, withCommonOptions } from '../options/project-options.ts';
import { reportDiagnostics } from '../output/diagnostics.ts';
import { clusterChoice, portsOf, projectInput } from '../project-input.ts';
import { reportResults } from '../report-results.ts';
import { runCommand } from '../run-command.ts';

interface ShowOptions extends CommonOptions {
  readonly planned?: boolean;
  readonly reveal?: boolean;
  readonly out?: string;
}

/** `show`: live connectors as YAML or JSON; secrets are masked. */
export const addShowCommand: AddCommand = (program, host, finish) => {
  withCommonOptions(
    program
      .command('show')
      .argument('[name...]', 'names or globs; all connectors where left out')
      .description('show live connectors as YAML or JSON, secrets masked'),
    ['yaml', 'json'],
  )
    .option('--planned', 'show them as they would be after apply')
    .option('--reveal', 'show secrets in clear; on a terminal only, never in CI')
    .option('--out <dir>', 'write one YAML file for each connector into this new or empty folder')
    .addHelpText('after', "\nExample:\n  connect-sync show --cluster prod 'orders-*'")
    .action(async (names: string[], options: ShowOptions) =>
      finish(await runCommand(host, options, () => runShow(host, options, names))),
    );
};

async function runShow(host: Host, options: ShowOptions, patterns: readonly string[]): Promise<ExitCode> {
  const names: ShownNames = { patterns, secrets: options.reveal === true ? 'revealed' : 'masked' };
  if (names.secrets === 'revealed') checkReveal(host, options);
  if (options.out !== undefined && options.format === 'json')
    throw notBoth('--out writes YAML files, and --format json one document');
  const project = await loadProject(projectInput(host, options));
  const [choice, ports] = [clusterChoice(host, options), portsOf(host, options)];
  const results =
    options.planned === true
      ? await onEachCluster(await resolveClusters(project, choice), ports, (cluster, work) =>
          showPlanned(cluster, work, { names, ports }),
        )
      : await onEachCluster(await chooseClusters(project, choice), ports, async (cluster, look) => {
          const { view, warnings } = await showLive(cluster, look, names);
          reportDiagnostics({ host, options }, project, warnings);
          return view;
        });
  return report({ host, options }, results, options);
}

/** @throws ConnectSyncError (usage) where what is shown could be kept in a log */
function checkReveal(host: Host, { out }: ShowOptions): void {
  if (out !== undefined) throw notBoth('--reveal shows secrets in clear, and --out would keep them in files');
  if (host.stdout.isTerminal && !host.environment.get('CI')) return;
  throw new ConnectSyncError({
    code: 'reveal-refused',
    message: '--reveal shows secrets in clear, and this output does not go to a terminal',
    hint: 'run it on a terminal, outside of CI and without a pipe',
    category: 'usage',
  });
}

function notBoth(message: string): ConnectSyncError {
  return new ConnectSyncError({ code: 'options-contradict', message, category: 'usage' });
}

async function report(
  run: CommandRun,
  results: readonly ClusterResult<DocumentsView>[],
  { out }: ShowOptions,
): Promise<ExitCode> {
  if (out !== undefined) return writeDocuments(run, results, out);
  return reportResults(run, results, {
    json: documentsOf,
    text: renderDocumentsAsYaml,
    exitCode: () => exitCodes.success,
  });
}
