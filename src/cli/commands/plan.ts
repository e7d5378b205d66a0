import { type Command, InvalidArgumentError } from 'commander';
import type { PlannedCluster } from '../../reconcile/plan-cluster.ts';
import { planProject } from '../../reconcile/plan-project.ts';
import type { PlanToFileResult } from '../../saved-plan/plan-to-file.ts';
import type { AddCommand } from '../command.ts';
import {
  combineExitCodes,
  type ExitCode,
  exitCodeOfBlock,
  exitCodeOfError,
  exitCodes,
} from '../exit-codes.ts';
import type { Host } from '../host.ts';
import { applyArguments, clusterWords, projectArguments } from '../next-command.ts';
import {
  checkInvertible,
  keyTypesFor,
  planFormatNames,
  withInvertibleOption,
  withPlanningOptions,
} from '../options/planning.ts';
import { withCommonOptions } from '../options/project-options.ts';
import { rolloutAmong } from '../options/rollout.ts';
import { checkShowUsage } from '../options/saved-plan-usage.ts';
import type { OfflinePlanOptions } from '../output/offline-plan.ts';
import { writePlans } from '../output/plans.ts';
import { clusterChoice, portsOf, projectInput } from '../project-input.ts';
import { runCommand } from '../run-command.ts';

interface PlanOptions extends OfflinePlanOptions {
  /** A file to save the plan in. */
  readonly out?: string;
  /** A saved plan to be shown. */
  readonly show?: string;
}

/** `plan`: what apply would do, and why. It writes nothing to a cluster. */
export const addPlanCommand: AddCommand = (program, host, finish) => {
  withInvertibleOption(
    withPlanningOptions(
      withCommonOptions(
        program
          .command('plan')
          .argument('[file...]', 'limit the plan to these connector files')
          .description('show what apply would change, and why; writes nothing'),
        planFormatNames,
      ),
    ),
  )
    .option('--detailed-exitcode', 'exit 2 if there are changes')
    .option('--out <file>', 'save the plan so that exactly this plan can be applied', fileName)
    .option('--show <file>', 'show a saved plan in any format, without a cluster', fileName)
    .option('--offline', 'compare the files with a Git commit instead of a cluster; contacts nothing')
    .option(
      '--since <ref>',
      'for --offline: the commit, branch or tag (default: the merge base with the default branch of origin)',
    )
    .addHelpText('after', examples)
    .action(async (files: string[], options: PlanOptions, command: Command) =>
      finish(
        await runCommand(host, options, async () => {
          const { show, offline, since } = options;
          if (offline === true || since !== undefined) {
            const { runOfflinePlan } = await import('../output/offline-plan.ts');
            return runOfflinePlan({ host, options, command, files });
          }
          if (show === undefined) return runPlan(host, options, files);
          checkInvertible(options);
          checkShowUsage(command, files);
          const { showSavedPlan } = await import('../output/saved-plan.ts');
          return showSavedPlan(host, options, show);
        }),
      ),
    );
};

const examples = `
Examples:
  connect-sync plan --cluster prod --detailed-exitcode
  connect-sync plan --cluster prod --out plan.json    save it; connect-sync apply plan.json  does what is in it
  connect-sync plan --show plan.json -f markdown      a saved plan, as it was
  connect-sync plan --offline --since origin/main     what the files change; no cluster is read`;

async function runPlan(host: Host, options: PlanOptions, files: readonly string[]): Promise<ExitCode> {
  checkInvertible(options);
  const { results, saved } = await makePlans(host, options, files);
  writePlans({ host, options }, results, {
    command: 'plan',
    applyArguments: applyArguments(options, files),
    savedArguments: projectArguments(options),
    repeated: projectArguments(options),
    verbose: options.verbose,
    clusterWords: clusterWords(host, options),
    invertible: options.invertible,
    savedIn: saved?.applicable ? options.out : undefined,
  });
  return combineExitCodes(
    results.map((one) => (one.ok ? exitCodeOf(one.value, options) : exitCodeOfError(one.error))),
  );
}

async function makePlans(
  host: Host,
  options: PlanOptions,
  files: readonly string[],
): Promise<PlanToFileResult> {
  const input = {
    project: projectInput(host, options),
    clusters: clusterChoice(host, options),
    plan: { ...options, files, keyTypes: keyTypesFor(options), rollout: rolloutAmong(options) },
  };
  const ports = portsOf(host, options);
  const { out, quiet } = options;
  if (out === undefined) return { results: await planProject(input, ports), saved: undefined };
  // Loaded only when they are needed: most plans are neither saved nor shown from a file.
  const { planToFile } = await import('../../saved-plan/plan-to-file.ts');
  const { savedLine } = await import('../output/saved-plan.ts');
  const report = (line: string) => {
    if (quiet !== true) host.stderr.write(line);
  };
  return planToFile(
    { ...input, out },
    {
      ...ports,
      onSaved: (saved) => report(savedLine(out, saved)),
      onWarning: (message) => report(`note: ${message}\n`),
    },
  );
}

/** A script may pass an empty variable. */
function fileName(text: string): string {
  if (text.trim() === '') throw new InvalidArgumentError('Expected a file.');
  return text;
}

function exitCodeOf(planned: PlannedCluster, options: PlanOptions): ExitCode {
  const changes = options.detailedExitcode && planned.plan.steps.length > 0;
  return exitCodeOfBlock(planned) ?? (changes ? exitCodes.changes : exitCodes.success);
}
