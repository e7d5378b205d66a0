import { compareClusters } from '../../inspect/compare-clusters.ts';
import { renderDesired } from '../../inspect/render-desired.ts';
import type { ComparisonView } from '../../model/comparison-view.ts';
import { toJson } from '../../model/print-json.ts';
import { renderComparison, renderComparisonAsDiff } from '../../render/comparison.ts';
import { documentsOf, renderDocumentsAsYaml } from '../../render/connector-documents.ts';
import type { AddCommand } from '../command.ts';
import { type ExitCode, exitCodes } from '../exit-codes.ts';
import type { Host } from '../host.ts';
import { inspectInput, inspectPorts } from '../inspect-input.ts';
import { type CommonOptions, withCommonOptions } from '../options/project-options.ts';
import { refuseFormat } from '../refuse-format.ts';
import { reportResults } from '../report-results.ts';
import { runCommand } from '../run-command.ts';
import { useColor } from '../use-color.ts';

interface RenderOptions extends CommonOptions {
  readonly origin?: boolean;
  readonly against?: string;
}

/** `render`: the resolved desired state. No cluster has to be reachable. */
export const addRenderCommand: AddCommand = (program, host, finish) => {
  withCommonOptions(
    program
      .command('render')
      .argument('[name...]', 'names or globs (default: all connectors)')
      .description('print the resolved desired state, with secrets masked; works without a cluster'),
    ['yaml', 'json', 'text', 'diff'],
  )
    .option('--origin', 'show which file and line each key comes from; with -v, also what it overrides')
    .option('--against <cluster>', 'compare with the desired state of this cluster (text, diff or json)')
    .addHelpText(
      'after',
      '\nExample:\n  connect-sync render --cluster prod --origin\n  connect-sync render --cluster dev --against prod',
    )
    .action(async (names: string[], options: RenderOptions) =>
      finish(
        await runCommand(host, options, () =>
          options.against === undefined
            ? runRender(host, options, names)
            : runComparison(host, { ...options, against: options.against }, names),
        ),
      ),
    );
};

async function runRender(host: Host, options: RenderOptions, names: readonly string[]): Promise<ExitCode> {
  refuseFormat(options, ['yaml', 'json'], '--format text and diff require --against CLUSTER');
  const run = { host, options };
  const depth = options.verbose === true || options.format === 'json' ? 'all' : 'winner';
  const origins = options.origin === true ? depth : 'none';
  const results = await renderDesired({ ...inspectInput(run), names, origins }, inspectPorts(run));
  return reportResults(run, results, {
    format: 'bare',
    json: documentsOf,
    text: renderDocumentsAsYaml,
    exitCode: () => exitCodes.success,
  });
}

async function runComparison(
  host: Host,
  options: CommonOptions & { readonly against: string },
  names: readonly string[],
): Promise<ExitCode> {
  refuseFormat(options, ['text', 'diff', 'json'], '--against requires --format text, diff or json');
  const run = { host, options };
  const { onWarnings, ...ports } = inspectPorts(run);
  const view = await compareClusters(
    { ...inspectInput(run), against: options.against, names },
    // The JSON document contains the warnings.
    { ...ports, ...(options.format !== 'json' && { onWarnings }) },
  );
  host.stdout.write(textOf(view, options.format, useColor(host, host.stdout, options.color)));
  return exitCodes.success;
}

function textOf(view: ComparisonView, format: string | undefined, color: boolean): string {
  if (format === 'json') return toJson(view);
  return format === 'diff' ? renderComparisonAsDiff(view, { color }) : renderComparison(view, { color });
}
