import { Argument } from 'commander';
import { jsonOutput, toJson } from '../../model/print-json.ts';
import { listPolicies } from '../../reconcile/list-policies.ts';
import { testPolicies } from '../../reconcile/test-policies.ts';
import { renderPolicyList, renderPolicyTest } from '../../render/policy-pages.ts';
import type { AddCommand } from '../command.ts';
import { type ExitCode, exitCodes } from '../exit-codes.ts';
import type { Host } from '../host.ts';
import { oneOf } from '../options/parsers.ts';
import { type CommonOptions, withCommonOptions, withPoliciesOption } from '../options/project-options.ts';
import { portsOf, projectInput } from '../project-input.ts';
import { runCommand } from '../run-command.ts';
import { useColor } from '../use-color.ts';

interface PolicyOptions extends CommonOptions {
  readonly pack?: boolean;
}

/** `policy`: explains the policies of the project, or evaluates their examples. */
export const addPolicyCommand: AddCommand = (program, host, finish) => {
  withPoliciesOption(
    withCommonOptions(
      program
        .command('policy')
        .addArgument(
          new Argument('<list|test>', 'list: explain the policies; test: evaluate their examples').argParser(
            oneOf(['list', 'test']),
          ),
        )
        .description('explain the policies of the project, or evaluate their examples'),
      ['text', 'json'],
      ['cluster', 'allClusters', 'timeout', 'verbose'],
    ),
  )
    .option('--pack', 'list the ready-made policies that policy.pack of the project file can name')
    .addHelpText(
      'after',
      '\nExamples:\n  connect-sync policy list\n  connect-sync policy list --pack\n  connect-sync policy test',
    )
    .action(async (what: string, options: PolicyOptions) =>
      finish(
        await runCommand(host, options, () =>
          what === 'list' ? runList(host, options) : runTest(host, options),
        ),
      ),
    );
};

async function runList(host: Host, options: PolicyOptions): Promise<ExitCode> {
  const which = options.pack === true ? 'ready-made' : 'in-force';
  const view = await listPolicies({ project: projectInput(host, options), which }, portsOf(host, options));
  write(host, options, {
    format: 'connect-sync/policy-list',
    view,
    page: renderPolicyList(view, paint(host, options)),
  });
  return exitCodes.success;
}

async function runTest(host: Host, options: PolicyOptions): Promise<ExitCode> {
  const view = await testPolicies(projectInput(host, options));
  write(host, options, {
    format: 'connect-sync/policy-test',
    view,
    page: renderPolicyTest(view, paint(host, options)),
  });
  const isFailed = view.results.some(({ expected, actual }) => expected !== actual);
  return isFailed ? exitCodes.failure : exitCodes.success;
}

function paint(host: Host, { color }: PolicyOptions): { readonly color: boolean } {
  return { color: useColor(host, host.stdout, color) };
}

function write(
  host: Host,
  { format: wanted }: PolicyOptions,
  { format, view, page }: { readonly format: string; readonly view: object; readonly page: string },
): void {
  const document = { format, complete: true, clusters: [], diagnostics: [] };
  host.stdout.write(wanted === 'json' ? toJson(jsonOutput(document, view)) : page);
}
