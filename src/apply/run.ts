import type { ConnectCluster } from '../connect/connect-cluster.ts';
import type { Clock } from '../model/clock.ts';
import type { ApplyEvent } from '../model/event.ts';
import { PendingSteps } from '../model/pending-steps.ts';
import { unlessAborted } from '../model/poll.ts';
import { WorkerFailure } from '../model/worker-failure.ts';
import type { ApplyContext, ApplyOptions } from './apply-options.ts';
import { ClusterReadings } from './cluster-readings.ts';
import { Shutdown } from './shutdown.ts';
import { TimeBudget } from './time-budget.ts';
import { WriteSlots } from './write-slots.ts';

/** What all steps in flight on one cluster share. */
export interface Run {
  readonly cluster: ConnectCluster;
  readonly readings: ClusterReadings;
  readonly options: ApplyOptions;
  readonly clock: Clock;
  readonly budget: TimeBudget;
  readonly slots: WriteSlots;
  readonly shutdown: Shutdown;
  /** The steps under way. */
  readonly pending: PendingSteps;
  /** Never throws: broken output ends the run, and its outcomes are still recorded. */
  readonly emit: (event: ApplyEvent) => void;
}

/** Sets up a run; `shutdown.dispose()` ends it. */
export function startRun(cluster: ConnectCluster, context: ApplyContext): Run {
  const { options, clock } = context;
  const shutdown = new Shutdown(context.interrupt, clock, (signal) => emit({ kind: 'interrupted', signal }));
  const pending = new PendingSteps();
  const emit = (event: ApplyEvent) => {
    pending.take(event, clock.now());
    try {
      context.emit(event);
    } catch (error) {
      shutdown.stop({ kind: 'unexpected', error });
    }
  };
  shutdown.listen();
  return {
    cluster,
    readings: new ClusterReadings(cluster, clock),
    options,
    clock,
    budget: new TimeBudget(options.timeoutMilliseconds, clock),
    slots: new WriteSlots(options.concurrency),
    shutdown,
    pending,
    emit,
  };
}

/** A tunnel or load balancer may lead elsewhere by now, also over a connection that stands. */
export async function confirmIdentity({ cluster, shutdown }: Run): Promise<void> {
  if (shutdown.stopped.aborted) return;
  try {
    await unlessAborted(cluster.confirmIdentity(), shutdown.stopped);
  } catch (error) {
    if (!(error instanceof WorkerFailure)) throw error;
    shutdown.stopAfter(error);
  }
}
