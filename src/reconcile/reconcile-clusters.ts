import type { CommandRun } from '../cli/command.ts';
import { combineExitCodes, type ExitCode, exitCodeOfError } from '../cli/exit-codes.ts';
import { errorLine } from '../cli/output/event-line-error.ts';
import { reportError } from '../cli/report-error.ts';
import { problemDocument } from '../cli/run-command.ts';
import type { Ports } from '../model/ports.ts';
import { type ClusterResult, onEachCluster } from '../project/on-each-cluster.ts';
import type { ClusterContext } from '../project/resolve-clusters.ts';
import type { ApplyOrder } from './apply-order.ts';
import { withGracePeriod } from './grace-period.ts';
import { reconcileCluster } from './reconcile.ts';

/** Carries out what is asked for on every cluster, side by side, and tells of those where it could not be. */
export async function reconcileClusters<Work extends ClusterContext>(
  run: CommandRun & { readonly ports: Ports },
  works: readonly Work[],
  orderFor: (work: Work) => ApplyOrder,
): Promise<ExitCode> {
  // An interrupt lets the requests in flight end and their outcome be settled, within five seconds.
  const results = await withGracePeriod(run.ports, (signal) =>
    onEachCluster(works, { ...run.ports, signal }, async (cluster, work) => {
      const order = orderFor(work);
      return reconcileCluster(cluster, work, order).finally(() => order.progress.leave(work.label));
    }),
  );
  for (const one of results) if (!one.ok) reportUndone(run, one);
  return combineExitCodes(results.map((one) => (one.ok ? one.value : exitCodeOfError(one.error))));
}

/** A cluster that was not carried through; whatever reads stdout finds the end of its story there too. */
function reportUndone(
  { host, options }: CommandRun,
  { cluster, error }: Extract<ClusterResult<ExitCode>, { ok: false }>,
): void {
  host.stdout.write(problemDocument(error, { ...options, errorDocument: errorLine(host, cluster) }));
  reportError(error, host);
}
