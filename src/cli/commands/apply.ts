import type { ExitCode } from '../../model/error.ts';
import { applyArguments, projectArguments } from '../apply-arguments.ts';
import { planningOf } from '../apply-order.ts';
import { type ApplyingOptions, withApplyingOptions } from '../applying-options.ts';
import { carryOutEverywhere } from '../carry-out-everywhere.ts';
import { checkAdoption } from '../check-adoption.ts';
import { checkOnly } from '../check-only.ts';
import { errorLine } from '../error-line.ts';
import type { Host } from '../host.ts';
import { type PlanningOptions, withCommonOptions, withPlanningOptions } from '../options.ts';
import { planPolicy } from '../plan-work.ts';
import type { AddCommand } from '../program.ts';
import { openApplyProgress } from '../progress/apply-progress.ts';
import { resolveClusters } from '../resolve-clusters.ts';
import { runCommand } from '../run-command.ts';
import { openSession } from '../session.ts';

/** The options of `apply`. */
export type ApplyCommandOptions = PlanningOptions & ApplyingOptions;

/** `apply`: shows the plan, asks, carries it out, waits for health, and gives account of every change. */
export const addApplyCommand: AddCommand = (program, host, finish) => {
  withApplyingOptions(
    withPlanningOptions(
      withCommonOptions(
        program
          .command('apply')
          .argument('[file...]', 'narrow what is done to these connector files')
          .description('bring the cluster to what the files say, and wait until it is healthy'),
        ['text', 'json', 'markdown', 'github'],
      ),
    ),
  )
    .addHelpText('after', '\nExample:\n  connect-sync apply --cluster prod --yes --on-failure rollback')
    .action(async (files: string[], options: ApplyCommandOptions) =>
      finish(
        await runCommand(host, { ...options, errorDocument: errorLine(host) }, () =>
          runApply(host, options, files),
        ),
      ),
    );
};

async function runApply(
  host: Host,
  options: ApplyCommandOptions,
  files: readonly string[],
): Promise<ExitCode> {
  const progress = openApplyProgress(host, options);
  try {
    const session = await openSession(progress.host, options);
    const works = await resolveClusters(session, options.allowEmpty === true ? 'meant' : 'refused');
    checkAdoption(session, works, options.adopt);
    checkOnly(works, options);
    return await carryOutEverywhere(session, works, (work) => ({
      options,
      makePlan: planningOf(work, options, { policy: planPolicy(work, options, files) }),
      progress,
      next: { status: projectArguments(options), apply: applyArguments(options, files) },
    }));
  } finally {
    progress.close();
  }
}
