import { toJson } from '../../model/print-json.ts';
import type { UpgradeView } from '../../model/upgrade-view.ts';
import { renderUpgradeAsMarkdown } from '../../render/markdown-upgrade.ts';
import { renderUpgradePage } from '../../render/upgrade-page.ts';
import { rehearseUpgrade } from '../../upgrade/rehearse-upgrade.ts';
import type { AddCommand } from '../command.ts';
import { type ExitCode, exitCodes } from '../exit-codes.ts';
import type { Host } from '../host.ts';
import { inspectInput, inspectPorts } from '../inspect-input.ts';
import { type CommonOptions, withCommonOptions } from '../options/project-options.ts';
import { showDiagnostics } from '../output/diagnostics.ts';
import { runCommand } from '../run-command.ts';
import { useColor } from '../use-color.ts';

interface UpgradeOptions extends CommonOptions {
  readonly to: string;
  readonly sendSecrets?: boolean;
}

/** `upgrade`: what would happen to each connector on another version of workers or plugins. */
export const addUpgradeCommand: AddCommand = (program, host, finish) => {
  withCommonOptions(
    program
      .command('upgrade')
      .argument('[name...]', 'names or globs of connectors (default: all)')
      .description(
        'rehearse an upgrade of workers or plugins: what would happen to each connector; changes nothing, and exits with 2 if there are findings',
      ),
    ['text', 'json', 'markdown'],
    ['allClusters', 'strict'],
  )
    .requiredOption(
      '--to <cluster|url|folder>',
      'the new version: a cluster of the project file, a URL, or a folder of plugin snapshots (with #CLUSTER if it describes several)',
    )
    .option(
      '--send-secrets',
      'also have the target validate configurations with secrets in clear; default: these are not sent',
    )
    .addHelpText(
      'after',
      '\nConfigurations are sent to the target for validation, which changes nothing there.\nA folder of snapshots receives nothing.\n\n' +
        'Examples:\n  connect-sync upgrade --cluster prod --to http://next.internal:8083\n' +
        '  connect-sync upgrade --cluster prod --to staging -f markdown\n' +
        "  connect-sync upgrade --cluster prod --to .connect-sync/plugins#staging 'orders-*'",
    )
    .action(async (names: readonly string[], options: UpgradeOptions) =>
      finish(await runCommand(host, options, () => runUpgrade(host, options, names))),
    );
};

async function runUpgrade(host: Host, options: UpgradeOptions, names: readonly string[]): Promise<ExitCode> {
  const run = { host, options };
  const { to, sendSecrets = false } = options;
  const view = await rehearseUpgrade({ ...inspectInput(run), to, names, sendSecrets }, inspectPorts(run));
  if (options.format !== 'json' && view.diagnostics.length > 0)
    showDiagnostics(run, view.diagnostics, view.diagnostics.length);
  host.stdout.write(print(view, options, useColor(host, host.stdout, options.color)));
  return view.findings.length > 0 ? exitCodes.changes : exitCodes.success;
}

function print(view: UpgradeView, { format }: UpgradeOptions, color: boolean): string {
  switch (format) {
    case 'json':
      return toJson(view);
    case 'markdown':
      return renderUpgradeAsMarkdown(view);
    default:
      return renderUpgradePage(view, { color });
  }
}
