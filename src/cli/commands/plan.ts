import { type Command, InvalidArgumentError } from 'commander';
import { InvalidInputError } from '../../model/error.ts';
import { loadProject } from '../../project/load-project.ts';
import { onEachCluster } from '../../project/on-each-cluster.ts';
import { resolveClusters } from '../../project/resolve-clusters.ts';
import { checkAdoption } from '../../reconcile/check-adoption.ts';
import { checkOnly } from '../../reconcile/check-selection.ts';
import {
  type MadePlan,
  planPolicy,
  planWork,
  refusalExitCode,
  typesFor,
} from '../../reconcile/plan-options.ts';
import { openOut } from '../../saved-plan/plan-to-file.ts';
import { planKeyOf } from '../../saved-plan/seal.ts';
import type { AddCommand } from '../command.ts';
import { combineExitCodes, type ExitCode, exitCodeOfError, exitCodes } from '../exit-codes.ts';
import type { Host } from '../host.ts';
import { applyArguments } from '../next-command.ts';
import {
  checkInvertible,
  type PlanningOptions,
  planFormatNames,
  withCommonOptions,
  withInvertibleOption,
  withPlanningOptions,
} from '../options/project-options.ts';
import { checkShowUsage } from '../options/saved-plan-usage.ts';
import { writePlans } from '../output/plans.ts';
import { showSavedPlan } from '../output/saved-plan.ts';
import { clusterChoice, portsOf, projectInput } from '../project-input.ts';
import { runCommand } from '../run-command.ts';

interface PlanOptions extends PlanningOptions {
  readonly invertible?: boolean;
  readonly detailedExitcode?: boolean;
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
          .argument('[file...]', 'narrow what is planned to these connector files')
          .description('show what apply would do, and why; writes nothing'),
        planFormatNames,
      ),
    ),
  )
    .option('--detailed-exitcode', 'exit 2 where there are changes')
    .option('--out <file>', 'save the plan, to be applied as it was looked at', fileName)
    .option('--show <file>', 'show a saved plan, in any format; asks no cluster', fileName)
    .addHelpText('after', examples)
    .action(async (files: string[], options: PlanOptions, command: Command) =>
      finish(
        await runCommand(host, options, () => {
          const { show } = options;
          if (show === undefined) return runPlan(host, options, files);
          checkInvertible(options);
          checkShowUsage(command, files);
          return showSavedPlan(host, options, show);
        }),
      ),
    );
};

const examples = `
Examples:
  connect-sync plan --cluster prod --detailed-exitcode
  connect-sync plan --cluster prod --out plan.json    save it; connect-sync apply plan.json  does what is in it
  connect-sync plan --show plan.json -f markdown      a saved plan, as it was`;

async function runPlan(host: Host, options: PlanOptions, files: readonly string[]): Promise<ExitCode> {
  checkInvertible(options);
  const out = options.out === undefined ? undefined : await openOut(host, options, options.out);
  const project = await loadProject(projectInput(host, options));
  const planKey = out && planKeyOf(project);
  const works = await resolveClusters(
    project,
    clusterChoice(host, options),
    options.allowEmpty === true ? 'accept' : 'refuse',
  ).catch(async (error: unknown) => {
    if (error instanceof InvalidInputError) await out?.saveProblems(error, planKey);
    throw error;
  });
  checkAdoption(project, works, options.adopt);
  checkOnly(works, options);
  const results = await onEachCluster(works, portsOf(host, options), async (cluster, work) => {
    const policy = planPolicy(work, options, files);
    const made = await planWork(
      cluster,
      work,
      {
        policy,
        validation: options.validate ? 'asked' : 'left-out',
        keyTypes: typesFor(options.format),
      },
      portsOf(host, options),
    );
    return { made, selected: policy.selected };
  });
  const savedIn = host.interrupt.aborted ? undefined : await out?.save(results, planKey);
  const plans = results.map((one) => (one.ok ? { ...one, value: one.value.made } : one));
  writePlans({ host, options }, plans, {
    command: 'plan',
    applyArguments: applyArguments(options, files),
    invertible: options.invertible,
    savedIn,
  });
  return combineExitCodes(
    plans.map((one) => (one.ok ? exitCodeOf(one.value, options) : exitCodeOfError(one.error))),
  );
}

/** An empty variable in a script is no file. */
function fileName(text: string): string {
  if (text.trim() === '') throw new InvalidArgumentError('Expected a file.');
  return text;
}

function exitCodeOf({ plan }: MadePlan, options: PlanOptions): ExitCode {
  const refusal = refusalExitCode(plan);
  if (refusal !== undefined) return refusal;
  return options.detailedExitcode && plan.steps.length > 0 ? exitCodes.changes : exitCodes.success;
}
