import { applySteps } from '../apply/apply-steps.ts';
import type { ConnectCluster } from '../connect/connect-cluster.ts';
import type { EventView, OutcomeView } from '../model/apply-view.ts';
import { ConnectSyncError } from '../model/error.ts';
import { reasonOf } from '../model/outcome.ts';
import type { Step } from '../model/plan.ts';
import type { Ports } from '../model/ports.ts';
import { viewEvent } from '../model/redaction/view-event.ts';
import { viewOutcome } from '../model/redaction/view-outcome.ts';
import type { WorkerInfo } from '../model/worker-info.ts';
import type { ClusterContext } from '../project/resolve-clusters.ts';

/** A step by request, which no plan has. */
export interface StepRequest {
  readonly step: Step;
  readonly worker: Pick<WorkerInfo, 'version'>;
  /** The time limit for all waiting. */
  readonly timeoutMilliseconds: number;
}

/** What is reported while a step is applied. */
export interface StepPorts extends Ports {
  readonly onEvent: (event: EventView) => void;
}

/** What came of a step, masked. */
export interface AppliedStep {
  readonly outcome: OutcomeView;
  /** An error that no worker causes: a bug of connect-sync, to be shown as one. */
  readonly unexpected?: unknown;
}

const heartbeatMilliseconds = 10_000;

/**
 * Applies one step with the engine that applies plans, and waits until the connector is healthy.
 *
 * @throws ConnectSyncError (`other-cluster`) where the cluster turns out to be another one before anything was written
 */
export async function applyStep(
  { step, worker, timeoutMilliseconds }: StepRequest,
  connection: ConnectCluster,
  { cluster: { label, project }, ports }: { readonly cluster: ClusterContext; readonly ports: StepPorts },
): Promise<AppliedStep> {
  const work = { steps: [step], refusals: [], findings: [], cluster: { worker } };
  const { outcomes, unexpected, otherCluster } = await applySteps(work, connection, {
    options: {
      concurrency: 1,
      wait: true,
      stableForMilliseconds: 0,
      timeoutMilliseconds,
      onFailure: 'halt',
      heartbeatMilliseconds,
    },
    clock: ports.clock,
    interrupt: ports.signal,
    emit: (event) => ports.onEvent(viewEvent(event, label, project.scrub)),
  });
  const [outcome] = outcomes;
  if (!outcome) throw new Error(`the step of ${step.name} has no outcome`);
  if (otherCluster && !outcome.wrote) {
    throw new ConnectSyncError({
      code: 'other-cluster',
      message: `${label}: no changes made: ${reasonOf(outcome) ?? 'it is another cluster now'}`,
      category: 'unread-cluster',
    });
  }
  return {
    outcome: viewOutcome(outcome, project.scrub),
    ...(unexpected !== undefined && { unexpected }),
  };
}
