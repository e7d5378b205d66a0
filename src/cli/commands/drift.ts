import { type ExitCode, exitCodes } from '../../model/error.ts';
import { applyArguments } from '../apply-arguments.ts';
import { combineExitCodes } from '../combine-exit-codes.ts';
import type { Host } from '../host.ts';
import { onEachCluster } from '../on-each-cluster.ts';
import {
  type CommonOptions,
  checkInvertible,
  planFormatNames,
  withCommonOptions,
  withInvertibleOption,
} from '../options.ts';
import { comparingPolicy, type MadePlan, planWork, typesFor } from '../plan-work.ts';
import type { AddCommand } from '../program.ts';
import { resolveClusters } from '../resolve-clusters.ts';
import { runCommand } from '../run-command.ts';
import { openSession } from '../session.ts';
import { writePlans } from '../write-plans.ts';

interface DriftOptions extends CommonOptions {
  readonly invertible?: boolean;
}

/** `drift`: whether the cluster still is as the files say. Runtime state is never drift. */
export const addDriftCommand: AddCommand = (program, host, finish) => {
  withInvertibleOption(
    withCommonOptions(
      program
        .command('drift')
        .argument('[file...]', 'look at these connector files only')
        .description(
          'exit 2 where the cluster differs from the files, and show it as a patch; writes nothing',
        ),
      planFormatNames,
    ),
  )
    .addHelpText('after', '\nExample:\n  connect-sync drift --cluster prod --format json-patch')
    .action(async (files: string[], options: DriftOptions) =>
      finish(await runCommand(host, options, () => runDrift(host, options, files))),
    );
};

async function runDrift(host: Host, options: DriftOptions, files: readonly string[]): Promise<ExitCode> {
  checkInvertible(options);
  const session = await openSession(host, options);
  const works = await resolveClusters(session);
  const results = await onEachCluster(works, host.interrupt, (cluster, work) =>
    planWork(cluster, work, {
      // Drift is what differs, whoever may change it: apply asks about that.
      policy: { ...comparingPolicy(work, files), marks: 'ignored' },
      validation: 'left-out',
      keyTypes: typesFor(options.format),
    }),
  );
  writePlans(session, results, {
    command: 'drift',
    applyArguments: applyArguments(options, files),
    invertible: options.invertible,
  });
  return combineExitCodes(results.map((one) => (one.done ? exitCodeOf(one.result) : one.error.exitCode)));
}

function exitCodeOf({ plan }: MadePlan): ExitCode {
  const { refusals } = plan;
  // With no file at all there is nothing to compare with: that is never "no drift".
  if (refusals.some((refusal) => refusal.code === 'nothing-desired')) return exitCodes.safetyRefusal;
  return plan.steps.length > 0 ? exitCodes.changes : exitCodes.success;
}
