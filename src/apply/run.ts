import type { ConnectCluster } from '../connect/connect-cluster.ts';
import type { Clock } from '../model/clock.ts';
import type { ApplyEvent } from '../model/event.ts';
import { PendingSteps } from '../model/pending-steps.ts';
import type { ApplyContext, ApplyOptions } from './apply-options.ts';
import { ClusterReadings } from './cluster-readings.ts';
import { Shutdown } from './shutdown.ts';
import { TimeBudget } from './time-budget.ts';
import { WriteSlots } from './write-slots.ts';

/** What all that is in flight on one cluster shares. */
export interface Run {
  readonly cluster: ConnectCluster;
  readonly readings: ClusterReadings;
  readonly options: ApplyOptions;
  readonly clock: Clock;
  readonly budget: TimeBudget;
  readonly slots: WriteSlots;
  readonly stopping: Shutdown;
  /** What is under way now. */
  readonly pending: PendingSteps;
  /** Never throws: output that is broken ends the run, not the account. */
  readonly emit: (event: ApplyEvent) => void;
}

/** Sets up a run; `stopping.dispose()` ends it. */
export function startRun(cluster: ConnectCluster, context: ApplyContext): Run {
  const { options, clock } = context;
  const stopping = new Shutdown(context.interrupt, clock, (signal) => emit({ kind: 'interrupted', signal }));
  const pending = new PendingSteps();
  const emit = (event: ApplyEvent) => {
    pending.take(event, clock.now());
    try {
      context.emit(event);
    } catch (error) {
      stopping.stop({ kind: 'unexpected', error });
    }
  };
  stopping.listen();
  return {
    cluster,
    readings: new ClusterReadings(cluster, clock),
    options,
    clock,
    budget: new TimeBudget(options.timeoutMilliseconds, clock),
    slots: new WriteSlots(options.concurrency),
    stopping,
    pending,
    emit,
  };
}
