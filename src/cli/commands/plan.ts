import { type ExitCode, exitCodes } from '../../model/error.ts';
import { applyArguments } from '../apply-arguments.ts';
import { checkAdoption } from '../check-adoption.ts';
import { checkOnly } from '../check-only.ts';
import { combineExitCodes } from '../combine-exit-codes.ts';
import type { Host } from '../host.ts';
import { onEachCluster } from '../on-each-cluster.ts';
import {
  checkInvertible,
  type PlanningOptions,
  planFormatNames,
  withCommonOptions,
  withInvertibleOption,
  withPlanningOptions,
} from '../options.ts';
import { type MadePlan, planPolicy, planWork, refusalExitCode, typesFor } from '../plan-work.ts';
import type { AddCommand } from '../program.ts';
import { resolveClusters } from '../resolve-clusters.ts';
import { runCommand } from '../run-command.ts';
import { openSession } from '../session.ts';
import { writePlans } from '../write-plans.ts';

interface PlanOptions extends PlanningOptions {
  readonly invertible?: boolean;
  readonly detailedExitcode?: boolean;
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
    .addHelpText('after', '\nExample:\n  connect-sync plan --cluster prod --detailed-exitcode')
    .action(async (files: string[], options: PlanOptions) =>
      finish(await runCommand(host, options, () => runPlan(host, options, files))),
    );
};

async function runPlan(host: Host, options: PlanOptions, files: readonly string[]): Promise<ExitCode> {
  checkInvertible(options);
  const session = await openSession(host, options);
  const works = await resolveClusters(session, options.allowEmpty === true ? 'meant' : 'refused');
  checkAdoption(session, works, options.adopt);
  checkOnly(works, options);
  const results = await onEachCluster(works, host.interrupt, (cluster, work) =>
    planWork(cluster, work, {
      policy: planPolicy(work, options, files),
      validation: options.validate ? 'asked' : 'left-out',
      keyTypes: typesFor(options.format),
    }),
  );
  writePlans(session, results, {
    command: 'plan',
    applyArguments: applyArguments(options, files),
    invertible: options.invertible,
  });
  return combineExitCodes(
    results.map((one) => (one.done ? exitCodeOf(one.result, options) : one.error.exitCode)),
  );
}

function exitCodeOf({ plan }: MadePlan, options: PlanOptions): ExitCode {
  const refusal = refusalExitCode(plan);
  if (refusal !== undefined) return refusal;
  return options.detailedExitcode && plan.steps.length > 0 ? exitCodes.changes : exitCodes.success;
}
