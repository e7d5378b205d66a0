import type { ExitCode } from '../../model/error.ts';
import type { DiagnosticView } from '../../model/plan-view.ts';
import { renderEventLine } from '../../render/event-line.ts';
import { applyArguments, projectArguments } from '../apply-arguments.ts';
import { type ApplyingOptions, withApplyingOptions } from '../applying-options.ts';
import { carryOut } from '../carry-out.ts';
import { checkAdoption } from '../check-adoption.ts';
import { combineExitCodes } from '../combine-exit-codes.ts';
import type { Host } from '../host.ts';
import { lateAbort } from '../late-abort.ts';
import { type ClusterResult, onEachCluster } from '../on-each-cluster.ts';
import { type PlanningOptions, withCommonOptions, withPlanningOptions } from '../options.ts';
import { planPolicy } from '../plan-work.ts';
import type { AddCommand } from '../program.ts';
import { openApplyProgress } from '../progress/apply-progress.ts';
import { errorView, reportError } from '../report-error.ts';
import { resolveClusters } from '../resolve-clusters.ts';
import { runCommand } from '../run-command.ts';
import { openSession, type Session } from '../session.ts';

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
        ['text', 'json'],
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
    // An interrupt lets the requests in flight end and their outcome be settled, within five seconds.
    const results = await onEachCluster(works, lateAbort(host), (cluster, work) =>
      carryOut(cluster, work, {
        options,
        policy: planPolicy(work, options, files),
        progress,
        next: { status: projectArguments(options), apply: applyArguments(options, files) },
      }).finally(() => progress.leave(work.label)),
    );
    for (const one of results) if (!one.done) reportUndone(session, one);
    return combineExitCodes(results.map((one) => (one.done ? one.result : one.error.exitCode)));
  } finally {
    progress.close();
  }
}

/** A cluster that was not carried through; with `-f json` a program finds the end of its story on stdout too. */
function reportUndone(
  { host, options }: Session,
  { label, error }: Extract<ClusterResult<ExitCode>, { done: false }>,
): void {
  if (options.format === 'json') host.stdout.write(errorLine(host, label)([errorView(error)]));
  reportError(error, host);
}

/** The line of `-f json` that tells why it could not go on, on one cluster or at all. */
function errorLine(host: Host, cluster: string | null = null) {
  return (diagnostics: readonly DiagnosticView[]) =>
    renderEventLine({ cluster, kind: 'error', complete: false, diagnostics }, host.clock.now());
}
